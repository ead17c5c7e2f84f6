/** A request that came before: what it leaves out is as it was filled in then, so that the same is the same again. */

import { isRefusal } from "../core/errors.ts";
import type { JsonValue } from "../core/kind.ts";
import type { Draft } from "../ledger/draft.ts";
import type { IdempotencyKey } from "../ledger/idempotency.ts";
import type { ConsentContext } from "./context.ts";
import { streamOf } from "./history.ts";
import { isCutTo, withFields } from "./input.ts";
import { isEnding } from "./kinds/consent.ts";
import { type ConsentRequest, fieldsOf } from "./request.ts";

type Fields = Readonly<Record<string, JsonValue>>;
type Reads = Pick<ConsentContext, "ledger">;

/**
 * The draft with what was filled in when it was recorded under this key, or under the number that its source has given it; `null`: it is new.
 *
 * @throws Refusal `damaged`
 */
export async function asBefore(
  context: Reads,
  request: ConsentRequest,
  key: IdempotencyKey | null,
): Promise<Draft | null> {
  const keyed = key === null ? null : await context.ledger.madeBefore(key);
  const record = keyed?.["@kind"] === "consent" ? keyed : await numberedBefore(context, request);
  if (record === null) return null;
  const { draft, namesTime, ahead } = request;
  const named = ahead ?? (namesTime ? draft.occurredAt : null);
  const then = String(record["@occurredAt"]);
  // What was dated ahead when it came is recognised as long as nothing came behind it: after that it may be something new.
  const isThen =
    named === null || (isCutTo(named, then) && (await isNewest(context, request, record)));
  return { ...filledAs(request, record), occurredAt: isThen ? then : draft.occurredAt };
}

/** What a request may leave out, and of what ends a consent also what may have been left out of it. */
function filledAs(request: ConsentRequest, record: Fields): Draft {
  const own = fieldsOf(request);
  const ends = isEnding(own.event);
  const names = [
    ...(request.namesVersion && !ends ? [] : ["purposeVersion"]),
    ...(own.noticeHash === null || ends ? ["noticeHash"] : []),
    ...(own.validUntil === null ? ["validUntil"] : []),
    ...(ends ? ["language", "noticeId", "noticeVersion"] : []),
  ];
  return withFields(
    request.draft,
    Object.fromEntries(names.map((name) => [name, record[name] ?? null])),
  );
}

async function numberedBefore(context: Reads, request: ConsentRequest): Promise<Fields | null> {
  const { externalNumber } = fieldsOf(request);
  if (externalNumber === null) return null;
  const { source } = request.draft;
  const records = await recordsOf(context, request);
  const isIt = (record: Fields | null) =>
    record?.externalNumber === externalNumber && record["@source"] === source;
  return records.find(isIt) ?? null;
}

async function isNewest(context: Reads, request: ConsentRequest, record: Fields): Promise<boolean> {
  return (await recordsOf(context, request)).at(-1)?.["@id"] === record["@id"];
}

async function recordsOf(
  { ledger }: Reads,
  request: ConsentRequest,
): Promise<readonly (Fields | null)[]> {
  const { subject } = request.draft;
  try {
    const { events } = await ledger.events(subject, streamOf(fieldsOf(request).purposeId));
    return events.map(({ record }) => record);
  } catch (error) {
    // Of nobody, and of more than can be read, it is told when it is written.
    if (isRefusal(error, "not_found") || isRefusal(error, "stream_too_long")) return [];
    throw error;
  }
}
