/** Why an officer reads: said once for each person, kept in memory alone, sent with each request that speaks of them, and with none that speaks of somebody else. */
import { subjectIn } from "./subject.ts";

/** Of whom somebody reads who reads of nobody in particular: a list of everybody, an entry by its number. */
export const NOBODY = "nobody in particular";

const reasons = new Map<string, string>();
/** Of whatever this document asks for. */
let whole: string | null = null;
let last: string | null = null;

/** @param whom a subject, or {@link NOBODY}; `null`: whoever this document speaks of, where that is one thing alone, as on `/verify` */
export function stateReason(whom: string | null, reason: string): void {
  if (whom === null) whole = reason;
  else reasons.set(whom, reason);
  last = reason;
}

/** @param whom as in {@link stateReason} */
export const statedReason = (whom: string | null): string | null =>
  (whom === null ? whole : reasons.get(whom)) ?? null;

/** The one said last, whoever it was about: for a form to begin with, never to be sent unseen. */
export const reasonBefore = (): string | null => last;

/** What goes with a request to this address; `null`: nothing was said of whom it speaks. */
export const reasonFor = (address: string): string | null =>
  reasons.get(subjectIn(address) ?? NOBODY) ?? whole;

/** A reason as a header takes it: ASCII alone may stand in one, so the rest is percent-encoded. */
export const reasonHeader = (reason: string): Record<string, string> => ({
  "counterfoil-reason": encodeURIComponent(reason),
});

/** Whoever signs in after this has to say it themselves. */
export function forgetReasons(): void {
  reasons.clear();
  whole = null;
  last = null;
}
