/**
 * Keys in memory, at most `most` of them; those that were not asked for lately are forgotten first. Two generations: what is asked for moves to the young one, and
 * when that holds half, the old one goes. A list in the order of use costs three times as much a hit. What is erased is taken out by name.
 */
export class KeyCache<K> {
  #young = new Map<string, K>();
  #old = new Map<string, K>();
  readonly #half: number;

  constructor(most: number) {
    this.#half = Math.max(1, Math.floor(most / 2));
  }

  get(name: string): K | undefined {
    const young = this.#young.get(name);
    if (young !== undefined) return young;
    const old = this.#old.get(name);
    if (old !== undefined) this.set(name, old);
    return old;
  }

  set(name: string, key: K): void {
    if (this.#young.size >= this.#half && !this.#young.has(name)) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(name, key);
  }

  delete(name: string): void {
    this.#young.delete(name);
    this.#old.delete(name);
  }

  /** All whose names begin so. Looks at every one. */
  deleteBelow(prefix: string): void {
    for (const map of [this.#young, this.#old])
      for (const name of map.keys()) if (name.startsWith(prefix)) map.delete(name);
  }
}
