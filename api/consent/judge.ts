/** Whether an event of a consent may follow what was so when it happened. */
import { isRefusal } from "../core/errors.ts";
import type { Draft } from "../ledger/draft.ts";
import type { ConsentContext } from "./context.ts";
import type { Filled } from "./fill.ts";
import { historyIfShort } from "./history.ts";
import { identifiersOf } from "./identifiers.ts";
import { covers } from "./lookup.ts";
import type { ConsentHistory } from "./model.ts";
import { refuse } from "./refusals.ts";
import { fieldsOf } from "./request.ts";
import { assertStep, consentAt, wasGiven } from "./transitions.ts";

/** @throws Refusal `consent_refused`, `damaged` */
export async function judge(
  context: ConsentContext,
  { draft, purpose }: Pick<Filled, "draft" | "purpose">,
  history: ConsentHistory,
): Promise<void> {
  const { event, noticeId, noticeVersion, purposeVersion } = fieldsOf({ draft });
  const { occurredAt } = draft;
  await assertReferences(context, draft, history);
  const { state, madeBy } = consentAt(history, occurredAt);
  const everGiven =
    event === "withdrawn" &&
    (wasGiven(history, occurredAt) || (await wasGivenElsewhere(context, history, occurredAt)));
  const covered = madeBy === null || covers(purpose, madeBy.purposeVersion, occurredAt);
  const sameRequest =
    madeBy?.purposeVersion === purposeVersion &&
    madeBy.noticeId === noticeId &&
    madeBy.noticeVersion === noticeVersion;
  assertStep(state, event, { covers: covered, everGiven, sameRequest });
}

/** Who is known under several identifiers withdraws under any of them. */
async function wasGivenElsewhere(
  context: ConsentContext,
  { subject, purposeId }: ConsentHistory,
  time: string,
): Promise<boolean> {
  for (const other of await identifiersOf(context, subject)) {
    if (other === subject) continue;
    const history = await historyIfShort(context, other, purposeId);
    if (history === null || wasGiven(history, time)) return true;
  }
  return false;
}

/**
 * When what ends a consent and says no time of its own occurred: behind all that is there, under whichever identifier of the person: clocks are set back, too.
 *
 * @param history `null`: it is too long to be read
 */
export async function lastTime(
  context: ConsentContext,
  { subject, purposeId, now }: { readonly [K in "subject" | "purposeId" | "now"]: string },
  history: ConsentHistory | null,
): Promise<string> {
  let last = now;
  for (const one of await identifiersOf(context, subject)) {
    const told = one === subject ? history : await historyIfShort(context, one, purposeId);
    for (const event of told?.events ?? [])
      if (event !== null && event.occurredAt > last) last = event.occurredAt;
  }
  return last;
}

/** What an event names must be of the same person: `regarding` an event of the same consent, `signal` a signal. */
async function assertReferences(
  context: ConsentContext,
  draft: Draft,
  { events, purposeId }: ConsentHistory,
): Promise<void> {
  const { regarding, signal } = fieldsOf({ draft });
  const { subject } = draft;
  if (signal !== null && !(await isOf(context, signal, { kind: "signal", subjects: [subject] })))
    throw refuse("other_subject");
  if (regarding === null || events.some((event) => event?.id === regarding)) return;
  const subjects = await identifiersOf(context, subject);
  if (!(await isOf(context, regarding, { kind: "consent", subjects, purposeId })))
    throw refuse("other_subject");
}

async function isOf(
  { ledger }: ConsentContext,
  id: string,
  what: { kind: string; subjects: readonly string[]; purposeId?: string },
): Promise<boolean> {
  const { kind, subjects, purposeId } = what;
  try {
    const { record } = await ledger.record(id, null);
    return (
      record["@kind"] === kind &&
      subjects.includes(String(record["@subject"])) &&
      (purposeId === undefined || record.purposeId === purposeId)
    );
  } catch (error) {
    if (isRefusal(error, "not_found")) return false;
    throw error;
  }
}
