/** Requests as they are told. Pure. */
import { formatTime } from "../../core/clock.ts";
import type { Language } from "../../core/language.ts";
import { describeRefusal } from "../../core/problem.ts";
import type { NumberedCase } from "../../store/case-store.ts";
import type { Waiting } from "./carry.ts";
import type { Case, StepFields } from "./case.ts";
import type { ReadCase, RecordedStep } from "./read.ts";
import type { ShownCase, ShownRow } from "./schemas.ts";

const time = (at: number | null): string | null => (at === null ? null : formatTime(at));

export function shownRow(row: NumberedCase, now: number): ShownRow {
  const { id, subject, jurisdiction, dueAt, decision, category, outcome, handler } = row;
  return {
    ...{ requestId: id, subject, jurisdiction, category, handler },
    requestType: row.type as ShownRow["requestType"],
    state: row.state as ShownRow["state"],
    receivedAt: formatTime(row.receivedAt),
    dueAt: time(dueAt),
    isOverdue: isOverdue(dueAt, now),
    ...{ isIdentified: row.identified, isExtended: row.extended, closedAt: time(row.closedAt) },
    decision: decision as ShownRow["decision"],
    outcome: outcome as ShownRow["outcome"],
  };
}

const isOverdue = (dueAt: number | null, now: number): boolean => dueAt !== null && now >= dueAt;

const categoryOf = ({ asked }: Case): string | null => {
  const category = asked?.category;
  return typeof category === "string" ? category : null;
};

/** @param how `waits`: what is told of why it waits; `null`: nothing */
export function shownCase(
  { subject, found, steps, lost }: ReadCase,
  how: { readonly now: number; readonly waits: Waiting | null; readonly language: Language },
): ShownCase {
  const { now, language, waits } = how;
  const why = waits?.refusal && describeRefusal(waits.refusal, language).detail;
  const { requestId, requestType, state, jurisdiction, dueAt, decision, handler } = found;
  return {
    ...{ requestId, subject, requestType, state, jurisdiction, decision, handler },
    receivedAt: formatTime(found.receivedAt),
    dueAt: time(dueAt),
    isOverdue: isOverdue(dueAt, now),
    ...{ isIdentified: found.isIdentified, isExtended: found.isExtended },
    ...{ closedAt: time(found.closedAt), pausedSince: time(found.pausedAt) },
    ...{ category: categoryOf(found), language: found.language },
    outcome: found.outcome as ShownCase["outcome"],
    deadline: found.rule as ShownCase["deadline"],
    asked: found.asked as ShownCase["asked"],
    steps: steps.map(shownStep),
    waits:
      waits === null || state !== "granted"
        ? null
        : { since: formatTime(waits.since), why: why ?? null },
    whole: lost.length === 0,
  };
}

const FIELDS = [
  ...(["event", "actor", "answer", "asked", "channel", "decision", "details", "dueAt"] as const),
  ...(["externalNumber", "ground", "identification", "note", "outcome", "reason"] as const),
  ...(["regarding", "summary"] as const),
];

function shownStep({ index, record }: RecordedStep): ShownCase["steps"][number] {
  const fields: StepFields = Object.fromEntries(
    FIELDS.map((field) => [field, record[field] ?? null]),
  );
  return {
    ...{ id: String(record["@id"]), index },
    occurredAt: String(record["@occurredAt"]),
    recordedAt: String(record["@recordedAt"]),
    ...fields,
  } as unknown as ShownCase["steps"][number];
}
