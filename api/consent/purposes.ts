/** Versions of purposes, and their end. */
import { type Clock, formatTime } from "../core/clock.ts";
import type { Draft } from "../ledger/draft.ts";
import type { IdempotencyKey } from "../ledger/idempotency.ts";
import { appendJudged, type ConsentContext, type EventOutcome } from "./context.ts";
import { type Input, invalid, occurredAsBefore, parseInput, withFields } from "./input.ts";
import { purpose } from "./kinds/purpose.ts";
import { recipientProblems, termProblems } from "./purpose-terms.ts";
import { refusalOf, refuse, unknownPurpose } from "./refusals.ts";
import { assertAfter, numberBefore, type VersionOutcome, withVersion } from "./versions.ts";

/** What says nothing else is in force from when it is stated. Until that time is settled, it is now. */
const inForceNow = (input: Input, clock: Clock): Input => ({
  inForceFrom: formatTime(clock.now()),
  ...input,
});

const inForceAsAsked = (draft: Draft, { inForceFrom }: Input): Draft =>
  inForceFrom === undefined ? withFields(draft, { inForceFrom: draft.occurredAt }) : draft;

/** @throws Refusal `invalid_record`, `consent_refused` */
export async function definePurpose(
  context: ConsentContext,
  input: Input,
  key: IdempotencyKey | null,
): Promise<VersionOutcome> {
  const { ledger, clock, registry } = context;
  const given = { "@subject": ledger.firm, event: "version", purposeVersion: 1 };
  const asked = parseInput(purpose, inForceNow({ material: true, ...input }, clock), clock, given);
  const found = [...termProblems(asked.draft), ...recipientProblems(asked.draft)];
  if (found.length > 0) throw refusalOf(found);
  const draft = inForceAsAsked(await occurredAsBefore(ledger, asked, key), input);
  const purposeId = String(draft.body.purposeId);
  const outcome = await appendJudged(
    context,
    async () => {
      const { head, nextVersion } = await registry.purposePlace(purposeId);
      const number = (await numberBefore(context, key, "purposeVersion")) ?? nextVersion;
      const version = withFields(draft, { purposeVersion: number });
      return { events: [{ draft: version, expect: head }], idempotency: key };
    },
    async () => {
      const known = await registry.purpose(purposeId);
      // What makes the first version is agreed to for the first time; of a later one somebody must have thought about it.
      if (known === null && input.material === false)
        throw invalid("material", "not_in_list", { allowed: "true" });
      if (known !== null && input.material === undefined) throw invalid("material", "missing");
      if (known !== null && known.retiredFrom !== null) throw refuse("purpose_retired");
      assertAfter(known?.versions ?? [], String(draft.body.inForceFrom));
      if ((await registry.notice(String(draft.body.noticeId))) === null)
        throw refuse("unknown_notice");
    },
  );
  return withVersion(context, outcome, "purposeVersion");
}

/**
 * The last version once more, and that it ends.
 *
 * @throws Refusal `invalid_record`, `consent_refused`
 */
export async function retirePurpose(
  context: ConsentContext,
  purposeId: string,
  input: Input,
  key: IdempotencyKey | null,
): Promise<EventOutcome> {
  const { ledger, clock, registry } = context;
  const known = await registry.purpose(purposeId);
  if (known === null) throw await unknownPurpose(registry);
  const last = known.versions.at(-1);
  if (last === undefined) throw refuse("purpose_not_in_force");
  const { id: _, occurredAt: __, recordedAt: ___, inForceFrom: ____, ...fields } = last;
  const given = { ...fields, event: "retired", "@subject": ledger.firm };
  const asked = parseInput(purpose, inForceNow(input, clock), clock, given);
  const draft = inForceAsAsked(await occurredAsBefore(ledger, asked, key), input);
  return appendJudged(
    context,
    async () => {
      const { head } = await registry.purposePlace(purposeId);
      return { events: [{ draft, expect: head }], idempotency: key };
    },
    async () => {
      if ((await registry.purpose(purposeId))?.retiredFrom !== null)
        throw refuse("purpose_retired");
      if (String(draft.body.inForceFrom) < last.inForceFrom) throw refuse("not_after_previous");
    },
  );
}
