/** Agreements page by page, in the order in which they were begun. */
import { Refusal } from "../core/errors.ts";
import type { Agreement } from "./agreements.ts";
import { isSeenBy, seenBy, type Viewer } from "./seen-by.ts";
import { type AgreementSummary, summaryOf } from "./shown.ts";

export interface AgreementsAsked {
  readonly viewer: Viewer;
  /** The last of the page before; `null`: from the first on. */
  readonly cursor: string | null;
  readonly limit: number;
}

export interface AgreementsPage {
  readonly agreements: readonly AgreementSummary[];
  /** `null`: there are no more. */
  readonly next: string | null;
}

/** @throws Refusal `invalid_parameter` (`cursor`): none of those that the viewer sees */
export function listAgreements(
  all: readonly Agreement[],
  { viewer, cursor, limit }: AgreementsAsked,
): AgreementsPage {
  const seen = all.filter((one) => isSeenBy(one, viewer));
  const before = cursor === null ? -1 : seen.findIndex((one) => one.agreementId === cursor);
  if (cursor !== null && before < 0)
    throw new Refusal("invalid_parameter", { parameter: "cursor" });
  const page = seen.slice(before + 1, before + 1 + limit);
  const isLast = before + 1 + limit >= seen.length;
  return {
    agreements: page.map((one) => summaryOf(seenBy(one, viewer))),
    next: isLast ? null : (page.at(-1)?.agreementId ?? null),
  };
}
