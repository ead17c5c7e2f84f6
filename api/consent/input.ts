/** What a client sends to this domain, as a draft of one of its kinds. What may be left out is filled in before it is checked. */
import { type Clock, formatTime } from "../core/clock.ts";
import { type FieldProblem, isRefusal, Refusal, type ToldProblem } from "../core/errors.ts";
import type { JsonValue, RecordKind } from "../core/kind.ts";
import { canonicalFields, type Draft, parseDraft } from "../ledger/draft.ts";
import type { IdempotencyKey } from "../ledger/idempotency.ts";
import type { Ledger } from "../ledger/service.ts";

/** A JSON object as it came. */
export type Input = Readonly<Record<string, unknown>>;

/** What a caller has left undefined is left out, as it is in JSON. */
export const present = (input: Input): Input =>
  Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));

export interface Asked {
  readonly draft: Draft;
  /** The request itself says when it occurred, and that is no more than now. */
  readonly namesTime: boolean;
  /** When it says it occurred, where that is ahead of the ledger's clock; else `null`. */
  readonly ahead: string | null;
}

/** Who says what nobody else is named for (FORMAT §2, `@source`). */
export const OWN_SOURCE = "counterfoil";
/** Clocks of others may be so much ahead. */
const SKEW_MS = 60_000;

const surplus = (field: string): FieldProblem => ({ field, code: "surplus" });

/**
 * `@occurredAt` may be left out (now), and `@source` (the ledger itself), but not where the source has given a number. What is dated ahead, as clocks go, is dated now: else what follows it,
 * by the ledger's clock, would come before it.
 *
 * @param given fields that are not the client's to say
 * @throws Refusal `invalid_record`; `consent_refused` (`in_the_future`)
 */
export function parseInput(kind: RecordKind, input: Input, clock: Clock, given: Input = {}): Asked {
  const own = ["@kind", ...Object.keys(given)].filter((field) => input[field] !== undefined);
  const problems = own.map(surplus);
  const named = typeof input.externalNumber === "string";
  const now = formatTime(clock.now());
  const filled = {
    ...(named ? {} : { "@occurredAt": now, "@source": OWN_SOURCE }),
    ...input,
    ...given,
    "@kind": kind.kind,
  };
  const draft = gathered(problems, () => parseDraft(filled, new Map([[kind.kind, kind]])));
  if (draft === undefined || problems.length > 0) throw new Refusal("invalid_record", { problems });
  assertPast(draft.occurredAt, clock);
  if (draft.occurredAt > now)
    return { draft: { ...draft, occurredAt: now }, namesTime: false, ahead: draft.occurredAt };
  return { draft, namesTime: input["@occurredAt"] !== undefined, ahead: null };
}

/** @throws Refusal `consent_refused` (`in_the_future`) */
function assertPast(occurredAt: string, clock: Clock): void {
  if (Date.parse(occurredAt) > clock.now() + SKEW_MS)
    throw new Refusal("consent_refused", { problem: "in_the_future" });
}

/** Whether a time ahead of the ledger's clock may have been cut down to `occurredAt`. */
export function isCutTo(ahead: string, occurredAt: string): boolean {
  const difference = Date.parse(ahead) - Date.parse(occurredAt);
  return difference > 0 && difference <= SKEW_MS;
}

/** What was recorded for the same request before: what it leaves out is as it was then. */
export async function occurredAsBefore(
  ledger: Pick<Ledger, "madeBefore">,
  { draft, namesTime }: Asked,
  key: IdempotencyKey | null,
): Promise<Draft> {
  const before = namesTime || key === null ? null : await ledger.madeBefore(key);
  return before === null ? draft : { ...draft, occurredAt: String(before["@occurredAt"]) };
}

/** The draft with other values in some fields of its body, which its kind must have. */
export function withFields(draft: Draft, fields: Readonly<Record<string, JsonValue>>): Draft {
  const body = { ...draft.body, ...fields };
  return { ...draft, body, canonical: canonicalFields(body) };
}

/** What `work` makes; `undefined` where it finds problems of fields, which are put to those that were found before. Whatever else is thrown goes on. */
export function gathered<T>(problems: ToldProblem[], work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (!isRefusal(error, "invalid_record")) throw error;
    problems.push(...error.details.problems);
    return undefined;
  }
}

export const invalid = (
  field: string,
  code: FieldProblem["code"],
  params?: FieldProblem["params"],
): Refusal =>
  new Refusal("invalid_record", { problems: [{ field, code, ...(params ? { params } : {}) }] });
