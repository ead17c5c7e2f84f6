/** What of records is given under terms, and what is left out and why. Pure: who is asked, and when, is not decided here. */
import type { Reason } from "../../consent/verdict.ts";
import type { Terms } from "../terms/model.ts";
import type { UseProblem } from "./use.ts";

/** `erased`: of whom nothing is here any more. `damaged`: what is kept is not what was recorded. */
export type Unreadable = "erased" | "damaged";

/** `elsewhere`: consent was given under another identifier of the person alone, of which the partner is not told: nothing could show it (FORMAT §18). */
type ConsentAnswer = Reason | Unreadable | "elsewhere";

/** Why a record is left out. `not_sealed`: its evidence rests on what the next checkpoint will be over; it comes with the changes since. `unprovable`: no evidence can be made of it, or of a consent, as it is. */
export type LeftOut =
  | "not_in_force"
  | "purpose"
  | "kind"
  | Unreadable
  | UseProblem
  | "not_sealed"
  | "unprovable"
  | `consent_${Exclude<ConsentAnswer, "given" | Unreadable>}`;

/** What is asked of a person's consents: to one purpose, at the moment. */
export type ConsentAnswerOf = (consent: string) => ConsentAnswer;

export type Decided =
  | { readonly fields: readonly string[]; readonly leftOut: null }
  | { readonly fields: null; readonly leftOut: LeftOut };

export const leftOut = (reason: LeftOut): Decided => ({ fields: null, leftOut: reason });

/** The use of the terms that is for this purpose; `null`: none is. */
export const termsUse = ({ purposes }: Pick<Terms, "purposes">, purposeId: string) =>
  purposes.find((one) => one.purposeId === purposeId) ?? null;

/**
 * @param terms those in force; `null`: none are
 * @param answer how the person stands to each consent that the use asks for
 * @returns which fields of the record's body are given; the envelope's go with them (FORMAT §18)
 */
export function decide(
  terms: Pick<Terms, "purposes" | "records"> | null,
  purposeId: string,
  kind: string,
  answer: ConsentAnswerOf,
): Decided {
  if (terms === null) return leftOut("not_in_force");
  const use = termsUse(terms, purposeId);
  if (use === null) return leftOut("purpose");
  const shared = terms.records.find((one) => one.kind === kind);
  if (shared === undefined) return leftOut("kind");
  // A use that asks for no consent gives nothing: the form of terms has none such, and nobody relies on that alone.
  if (use.consents.length === 0) return leftOut("consent_unknown");
  for (const consent of use.consents) {
    const reason = answer(consent);
    if (reason === "erased" || reason === "damaged") return leftOut(reason);
    if (reason !== "given") return leftOut(`consent_${reason}`);
  }
  return { fields: shared.fields, leftOut: null };
}

/** Counted by reason. */
export type LeftOutCounts = Readonly<Partial<Record<LeftOut, number>>>;

/** @param before to be counted on */
export function countLeftOut(all: readonly LeftOut[], before: LeftOutCounts = {}): LeftOutCounts {
  const counts: Partial<Record<LeftOut, number>> = { ...before };
  for (const reason of all) counts[reason] = (counts[reason] ?? 0) + 1;
  return counts;
}
