/** Whether an event of a consent may follow what was so when it happened. */
import { isRefusal } from "../core/errors.ts";
import type { Draft } from "../ledger/draft.ts";
import type { ConsentContext } from "./context.ts";
import type { Filled } from "./fill.ts";
import { historyOf } from "./history.ts";
import { identifiersOf } from "./identifiers.ts";
import { covers } from "./lookup.ts";
import type { ConsentHistory } from "./model.ts";
import { fieldsOf, refuse } from "./request.ts";
import { assertStep, consentAt } from "./transitions.ts";

/** @throws Refusal `consent_refused`, `damaged` */
export async function judge(
  context: ConsentContext,
  { draft, purpose }: Filled,
  history: ConsentHistory,
): Promise<void> {
  const { event } = fieldsOf({ draft });
  const { occurredAt } = draft;
  await assertReferences(context, draft, history);
  const { state, madeBy } = consentAt(history, occurredAt);
  const covered = madeBy === null || covers(purpose, madeBy.purposeVersion, occurredAt);
  try {
    assertStep(state, event, covered);
  } catch (error) {
    // Who is known under several identifiers withdraws under any of them.
    if (!isRefusal(error) || event !== "withdrawn") throw error;
    if (!(await isGivenElsewhere(context, history, occurredAt))) throw error;
  }
}

async function isGivenElsewhere(
  context: ConsentContext,
  { subject, purposeId }: ConsentHistory,
  time: string,
): Promise<boolean> {
  for (const other of await identifiersOf(context, subject)) {
    if (other === subject) continue;
    const { state } = consentAt(await historyOf(context, other, purposeId), time);
    if (state === "given") return true;
  }
  return false;
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
