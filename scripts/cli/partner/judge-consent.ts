/** Whether an evidence file shows that one person's consent to one purpose is in force, as of a checkpoint that is not out of date. */
import { streamOf } from "../../../api/consent/history.ts";
import type { ConsentEvent } from "../../../api/consent/kinds/consent.ts";
import { consentAt } from "../../../api/consent/transitions.ts";
import type { DisclosedField } from "../../../portal/verify/content.ts";
import { ENVELOPE_NAMES } from "../../../portal/verify/record.ts";
import { formatTime, isTime } from "../../../portal/verify/time.ts";
import type { Verdict, VerdictWord } from "../../../portal/verify/verdict.ts";
import { verifyEvidence } from "../../../portal/verify/verify.ts";
import type { Judging } from "./judging.ts";
import { assertWord, NotTaken } from "./not-taken.ts";

/** What of a consent says whether it is in force. How it came about is not a partner's business: a file that tells it is not taken. */
const SHOWN: ReadonlySet<string> = new Set([
  ...ENVELOPE_NAMES,
  ...["event", "purposeId", "purposeVersion", "validUntil"],
]);

interface Asked {
  readonly subject: string;
  readonly purposeId: string;
}

/** @throws NotTaken */
export async function checkConsent(
  file: Uint8Array,
  { subject, purposeId }: Asked,
  judging: Judging,
): Promise<VerdictWord> {
  const { policy, ask, now, replayed } = judging;
  const verdict = await verifyEvidence(file, { policy, ask, now });
  assertWord("consent", verdict, replayed ? ["VERIFIED"] : ["VERIFIED", "NOT_REPLAYED"]);
  const { claim, stream } = verdict;
  if (stream === null || (claim !== "current" && claim !== "history") || stream.from !== null)
    throw new NotTaken("consent", "consent_claim");
  if (stream.subject !== subject) throw new NotTaken("consent", "consent_other_person");
  if (stream.name !== streamOf(purposeId)) throw new NotTaken("consent", "consent_other_purpose");
  const events = shownEvents(verdict);
  const all = events.flatMap(({ disclosed }) => disclosed);
  if (all.some(({ name }) => !SHOWN.has(name))) throw new NotTaken("consent", "consent_beyond");
  if (all.some(({ name, value }) => name === "purposeId" && value !== purposeId))
    throw new NotTaken("consent", "consent_other_purpose");
  if (consentAt({ events: events.map(stepOf) }, formatTime(now)).state !== "given")
    throw new NotTaken("consent", "consent_not_given");
  await checkAge(verdict, judging);
  return verdict.word;
}

interface Shown {
  readonly disclosed: readonly DisclosedField[];
  /** `null`: wholly. */
  readonly withheld: readonly string[] | null;
}

/** Of the claim *current* the one event that counts. */
const shownEvents = ({ events, disclosed, withheld }: Verdict): readonly Shown[] =>
  events ?? [{ disclosed, withheld }];

/** `null`: what decides is withheld, so that nothing can be said. */
function stepOf({ disclosed, withheld }: Shown) {
  const value = (name: string) => disclosed.find((field) => field.name === name)?.value ?? null;
  const needed = ["@occurredAt", "event", "validUntil"];
  if (withheld === null || needed.some((name) => withheld.includes(name))) return null;
  const [occurredAt, validUntil] = [value("@occurredAt"), value("validUntil")];
  if (typeof occurredAt !== "string") return null;
  // A consent whose end cannot be read may be over.
  if (validUntil !== null && !(typeof validUntil === "string" && isTime(validUntil))) return null;
  return { occurredAt, validUntil, event: value("event") as ConsentEvent };
}

/** A consent that was withdrawn has a proof all the same, as of before: so nothing is taken that rests on what has been replaced for longer than it takes to hear of it. */
async function checkAge({ checkpoint, anchor }: Verdict, judging: Judging): Promise<void> {
  const { newer, mostBehind } = judging;
  if (newer === null) return;
  const block = anchor?.block?.number ?? null;
  const behind = checkpoint === null ? "unknown" : await newer(checkpoint.size, block);
  if (behind === "unknown") throw new NotTaken("consent", "consent_age_unknown", "CANNOT_TELL");
  if (behind !== null && behind > mostBehind)
    throw new NotTaken("consent", "consent_old", "STALE", { limit: mostBehind });
}
