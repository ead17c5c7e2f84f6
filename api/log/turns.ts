/** Behind everything that this turn of the event loop still brings. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
