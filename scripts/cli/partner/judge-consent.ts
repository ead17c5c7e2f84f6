/** What a partner asks of the evidence of a consent besides that it holds: that it tells no more than is needed, and is not out of date. */
import { ENVELOPE_NAMES } from "../../../portal/verify/record.ts";
import type { Verdict } from "../../../portal/verify/verdict.ts";
import type { Judging } from "./judging.ts";
import { NotTaken } from "./not-taken.ts";

/** What of a consent says whether it is in force. How it came about is not a partner's business: a file that tells it is not taken. */
const SHOWN: ReadonlySet<string> = new Set([
  ...ENVELOPE_NAMES,
  ...["event", "purposeId", "purposeVersion", "validUntil"],
]);

/** A consent that was withdrawn has a proof all the same, as of before: so nothing is taken that rests on what has been replaced for longer than it takes to hear of it. @throws NotTaken */
export async function checkFresh(verdict: Verdict, judging: Judging): Promise<void> {
  // Of the claim *current* there is the one event that counts.
  const { checkpoint, anchor, disclosed, events } = verdict;
  const all = events === null ? disclosed : events.flatMap((event) => event.disclosed);
  if (all.some(({ name }) => !SHOWN.has(name))) throw new NotTaken("consent", "consent_beyond");
  const { newer, mostBehind } = judging;
  if (newer === null) return;
  const block = anchor?.block?.number ?? null;
  const behind = checkpoint === null ? "unknown" : await newer(checkpoint.size, block);
  if (behind === "unknown") throw new NotTaken("consent", "consent_age_unknown", "CANNOT_TELL");
  if (behind !== null && behind > mostBehind)
    throw new NotTaken("consent", "consent_outdated", "STALE", { limit: mostBehind });
}
