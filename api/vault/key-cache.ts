/** Keys in memory, at most `most` of them, the least recently used forgotten first. Holds no promise of erasure by itself. */
export class KeyCache<K> {
  readonly #entries = new Map<string, K>();
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  get(name: string): K | undefined {
    const found = this.#entries.get(name);
    if (found !== undefined) {
      this.#entries.delete(name);
      this.#entries.set(name, found);
    }
    return found;
  }

  set(name: string, key: K): void {
    this.#entries.delete(name);
    this.#entries.set(name, key);
    if (this.#entries.size <= this.#most) return;
    const oldest = this.#entries.keys().next();
    if (!oldest.done) this.#entries.delete(oldest.value);
  }
}
