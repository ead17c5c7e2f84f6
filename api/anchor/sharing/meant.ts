/** Terms that nobody could mean: the contract would refuse them, so they are not to be signed either. */
import { refuse, timeText } from "./refusals.ts";
import type { ToSign } from "./typed-data.ts";

/** The contract's own bound: 3,660 days. */
const LONGEST = 3660 * 86_400;
const isZero = (hex: string): boolean => /^0x0+$/.test(hex);

/** What can be said without a chain, in the contract's order. Refuses with `agreement_refused`, as the contract would. */
export function assertMeant(toSign: ToSign): void {
  if (toSign.kind !== "Terms") return;
  const { controller, recipient, ledgerId, termsHash, ...rest } = toSign.message;
  if (isZero(controller) || isZero(recipient)) throw refuse("zero_party");
  if (controller === recipient) throw refuse("same_party", { party: controller });
  if (isZero(ledgerId)) throw refuse("zero_ledger");
  if (isZero(termsHash)) throw refuse("zero_terms_hash");
  const { validFrom, validUntil, deadline } = rest;
  const period = { validFrom: timeText(validFrom), validUntil: timeText(validUntil) };
  if (validUntil <= validFrom) throw refuse("empty_period", period);
  if (validUntil - validFrom > LONGEST) throw refuse("period_too_long", period);
  if (deadline >= validUntil)
    throw refuse("deadline_after_end", {
      deadline: timeText(deadline),
      validUntil: period.validUntil,
    });
}
