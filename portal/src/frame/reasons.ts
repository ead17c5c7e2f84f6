/** Why an officer reads: said once for each person, kept in memory alone, sent with each request that speaks of them. */

const reasons = new Map<string, string>();
/** For requests that speak of nobody in particular, or of whom the address does not tell: the one said last. */
let last: string | null = null;

/** @param subject whom is read of; `null`: of nobody in particular */
export function stateReason(subject: string | null, reason: string): void {
  if (subject !== null) reasons.set(subject, reason);
  last = reason;
}

/** @param subject as in {@link stateReason} */
export const statedReason = (subject: string | null): string | null =>
  subject === null ? last : (reasons.get(subject) ?? null);

/** What goes with a request to this address; `null`: nothing was said. */
export function reasonFor(address: string): string | null {
  for (const [subject, reason] of reasons) if (address.includes(subject)) return reason;
  return last;
}

/** Whoever signs in after this has to say it themselves. */
export function forgetReasons(): void {
  reasons.clear();
  last = null;
}
