/** Correcting a record (GDPR 16, PIPL 46): some fields of its newest version are others, in a version of its own. The one before stays as it was. */
import { formatTime } from "../core/clock.ts";
import { Refusal, type ToldProblem } from "../core/errors.ts";
import type { JsonValue, KindRegistry } from "../core/kind.ts";
import { type Draft, parseDraft } from "./draft.ts";
import type { IdempotencyKey } from "./idempotency.ts";
import type { WriteOutcome } from "./outcome.ts";
import { type ReadRecord, readRecord } from "./read.ts";
import { type WriteContext, writeRecords } from "./write.ts";

export interface Correction {
  readonly id: string;
  /** The version that was looked at; `null`: whichever is the newest. */
  readonly version: number | null;
  /** The fields that change, as they are right; `null`: there is nothing in it. */
  readonly fields: Readonly<Record<string, JsonValue>>;
  /** RFC 3339; `null`: now. */
  readonly occurredAt: string | null;
  readonly idempotency: IdempotencyKey | null;
}

interface CorrectContext extends WriteContext {
  readonly kinds: KindRegistry;
}

/** So often somebody else may write the same record first. */
const MOST_TRIES = 20;
/** What the record is known by outside is not corrected: under another number it would be another record. */
const FIXED = "externalNumber";

/** The version that would be written. Nothing is. @throws Refusal `not_found`, `damaged`, `not_newest`, `unknown_kind`, `invalid_record` */
export async function draftCorrection(
  context: CorrectContext,
  { id, version, fields, occurredAt }: Correction,
): Promise<{ readonly draft: Draft; readonly newest: ReadRecord }> {
  const newest = await readRecord(context, id, null);
  if (version !== null && version !== newest.version)
    throw new Refusal("not_newest", { id, version: newest.version });
  const { record } = newest;
  const own = Object.fromEntries(Object.entries(record).filter(([name]) => !name.startsWith("@")));
  const problems = Object.keys(fields).flatMap((field): ToldProblem[] =>
    field.startsWith("@") || field === FIXED ? [{ field, code: "surplus" }] : [],
  );
  if (problems.length > 0) throw new Refusal("invalid_record", { problems });
  const input = {
    ...{ ...own, ...fields },
    ...{ "@kind": record["@kind"], "@subject": record["@subject"], "@source": record["@source"] },
    "@occurredAt": occurredAt ?? formatTime(context.clock.now()),
  };
  return { draft: parseDraft(input, context.kinds), newest };
}

/** @throws Refusal as {@link draftCorrection}, and those of write.ts */
export async function correctRecord(
  context: CorrectContext,
  correction: Correction,
): Promise<WriteOutcome> {
  const { id, version, idempotency } = correction;
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const { draft, newest } = await draftCorrection(context, correction);
    const corrects = { id, version: newest.version };
    const [outcome] = await writeRecords(context, [{ draft, insist: true, idempotency, corrects }]);
    if (outcome === undefined) throw new Error("no outcome");
    if (!(outcome instanceof Refusal)) return outcome;
    if (outcome.code !== "not_newest" || version !== null) throw outcome;
  }
  throw new Refusal("busy", {});
}
