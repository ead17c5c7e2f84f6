/** Numbers side by side that say nothing, gone over in one step however many they are. */
export interface Stretches {
  add(number: number): void;
  /** The first number from this one on, this one included, that was not added. */
  above(number: number): number;
  /** The last number up to this one, this one included, that was not added. */
  below(number: number): number;
  readonly size: number;
}

export function stretches(): Stretches {
  const up = new Map<number, number>();
  const down = new Map<number, number>();
  return {
    add(number) {
      up.set(number, number + 1);
      down.set(number, number - 1);
    },
    above: (number) => end(up, number),
    below: (number) => end(down, number),
    get size() {
      return up.size;
    },
  };
}

/** Follows the steps to where none leads on, and has each that was taken lead there at once. */
function end(steps: Map<number, number>, number: number): number {
  let to = number;
  for (let next = steps.get(to); next !== undefined; next = steps.get(to)) to = next;
  for (let at = number; at !== to; ) {
    const next = steps.get(at) as number;
    steps.set(at, to);
    at = next;
  }
  return to;
}
