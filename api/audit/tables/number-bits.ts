/** A set of natural numbers, a bit for each: a `Set` takes 2^24 members at most, and thirty times the memory. */
export interface NumberBits {
  /** Forgets numbers above the largest that it takes. */
  add(number: number): void;
  has(number: number): boolean;
}

/** @param most the largest number that it takes: what somebody wrote must not say how much memory there is to be */
export function numberBits(most: number): NumberBits {
  let bits = new Uint8Array(1_024);
  return {
    add(number) {
      if (number > most) return;
      const at = Math.floor(number / 8);
      if (at >= bits.length) {
        const larger = new Uint8Array(Math.max(bits.length * 2, at + 1));
        larger.set(bits);
        bits = larger;
      }
      bits[at] = (bits[at] as number) | (1 << (number % 8));
    },
    has: (number) => (((bits[Math.floor(number / 8)] ?? 0) >> (number % 8)) & 1) === 1,
  };
}
