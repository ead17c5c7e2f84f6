/** How likely it is that a sample misses damage. */

/** As many as make it at most 1 % that damage to one entry in a thousand is missed, in a log of any size: 0.999^4603 < 0.01 < 0.999^4602. */
export const USUAL_SAMPLE = 4_603;

/** More than this a full audit reads as fast. */
export const LARGEST_SAMPLE = 1_000_000;

/** One in a thousand, and never none. */
export const damagedOf = (size: number): number => Math.ceil(size / 1_000);

/**
 * The probability that none of `damaged` things is among `drawn` of `size`, drawn without replacement: C(size − damaged, drawn) / C(size, drawn). 0 only if
 * that is impossible.
 */
export function missProbability(of: {
  readonly size: number;
  readonly damaged: number;
  readonly drawn: number;
}): number {
  const { size, damaged, drawn } = of;
  if (damaged + drawn > size) return 0;
  // Damaged and drawn may change places; the shorter product has the smaller error. Each factor lies between 0 and 1.
  const [few, many] = damaged < drawn ? [damaged, drawn] : [drawn, damaged];
  let missed = 1;
  for (let i = 0; i < few; i++) missed *= (size - many - i) / (size - i);
  return Math.max(missed, Number.MIN_VALUE);
}
