/**
 * Keys in memory, at most `most` of them; those that were not asked for lately are forgotten first. Two generations: what is asked for moves to the young one, and
 * when that holds half, the old one goes. A list in the order of use costs three times as much a hit. Holds no promise of erasure by itself.
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
}
