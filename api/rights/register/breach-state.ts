/** What a breach is in, out of its steps. Pure. */
import type { StreamEvents } from "../../ledger/stream-events.ts";
import type { StreamHead } from "../../store/store.ts";
import type { BREACH_RISKS, BreachEvent } from "../kinds/breach.ts";

export interface BreachStep {
  readonly id: string;
  readonly index: number;
  readonly event: BreachEvent;
  /** RFC 3339, as all times. */
  readonly occurredAt: string;
  readonly recordedAt: string;
  /** Fields of the kind that this step says something of. */
  readonly said: Readonly<Record<string, unknown>>;
}

/** What is known by now: of each field what was said last. */
export interface BreachFacts {
  readonly awareAt: string;
  readonly description: string | null;
  readonly nature: readonly string[];
  readonly categories: readonly string[];
  readonly people: number | null;
  readonly peopleCategories: readonly string[];
  readonly records: number | null;
  readonly consequences: string | null;
  readonly measures: string | null;
  readonly risk: (typeof BREACH_RISKS)[number] | null;
  readonly from: string | null;
  readonly until: string | null;
  readonly contact: string | null;
}

export interface Breach {
  readonly breachId: string;
  readonly head: StreamHead | null;
  /** Oldest first; those whose record is gone are left out. */
  readonly steps: readonly BreachStep[];
  readonly facts: BreachFacts;
  /** When it was told; `null`: it was not. */
  readonly authorityNotifiedAt: string | null;
  readonly peopleNotifiedAt: string | null;
  readonly closed: boolean;
  /** A record of it is gone: what it is in may be otherwise. */
  readonly lost: boolean;
}

/**
 * Of the notification of the authority. `not-needed`: the risk was assessed as unlikely (GDPR 33(1)). `late`: it was told after the time, with the reason.
 */
export const CLOCK_STATES = ["due", "overdue", "notified", "late", "not-needed"] as const;
export type ClockState = (typeof CLOCK_STATES)[number];

/** GDPR 33(1). Hours are hours: no holiday carries them on (Regulation 1182/71, Article 3(4)). PIPL 57 asks for it at once, so before that. */
const HOURS_MS = 72 * 3_600_000;
/** Whoever is told so long before the end can still do it. */
export const SOON_MS = 24 * 3_600_000;

/** Milliseconds since 1970: by then the authority is told. */
export const dueAt = ({ awareAt }: Pick<BreachFacts, "awareAt">): number =>
  Date.parse(awareAt) + HOURS_MS;

/** @param now milliseconds since 1970 */
export function clockOf(
  { facts, authorityNotifiedAt }: Pick<Breach, "facts" | "authorityNotifiedAt">,
  now: number,
): ClockState {
  const due = dueAt(facts);
  if (authorityNotifiedAt !== null)
    return Date.parse(authorityNotifiedAt) <= due ? "notified" : "late";
  if (facts.risk === "unlikely") return "not-needed";
  return now <= due ? "due" : "overdue";
}

/** The earliest that any step says: a later one must not make in time what was late. */
const firstAware = (steps: readonly BreachStep[]): string | null =>
  steps
    .flatMap(({ said }) => (typeof said.awareAt === "string" ? [said.awareAt] : []))
    .reduce<string | null>(
      (first, one) => (first === null || Date.parse(one) < Date.parse(first) ? one : first),
      null,
    );

const ENVELOPE = new Set(["actor", "breachId", "event"]);

export function readBreach({ head, events }: StreamEvents, breachId: string): Breach {
  const steps: BreachStep[] = [];
  let lost = false;
  for (const { record, index } of events) {
    if (record === null) {
      lost = true;
      continue;
    }
    const said = Object.fromEntries(
      Object.entries(record).filter(
        ([name, value]) => !name.startsWith("@") && !ENVELOPE.has(name) && value !== null,
      ),
    );
    steps.push({
      ...{ id: String(record["@id"]), index, event: record.event as BreachEvent, said },
      ...{ occurredAt: String(record["@occurredAt"]), recordedAt: String(record["@recordedAt"]) },
    });
  }
  const last = (field: string): unknown =>
    steps.findLast(({ said }) => said[field] !== undefined)?.said[field] ?? null;
  const list = (field: string): readonly string[] => (last(field) ?? []) as readonly string[];
  const text = (field: string): string | null => last(field) as string | null;
  const told = (event: BreachEvent): string | null => {
    // The first time counts: what is told in phases was told then (GDPR 33(4)).
    const step = steps.find((one) => one.event === event);
    return step === undefined ? null : String(step.said.notifiedAt ?? step.occurredAt);
  };
  return {
    ...{ breachId, head, steps, lost },
    facts: {
      awareAt: firstAware(steps) ?? steps[0]?.occurredAt ?? "1970-01-01T00:00:00.000Z",
      ...{ description: text("description"), consequences: text("consequences") },
      ...{ measures: text("measures"), contact: text("contact") },
      ...{ nature: list("nature"), categories: list("categories") },
      ...{ peopleCategories: list("peopleCategories"), people: last("people") as number | null },
      ...{ records: last("records") as number | null, from: text("from"), until: text("until") },
      risk: last("risk") as BreachFacts["risk"],
    },
    authorityNotifiedAt: told("authority-notified"),
    peopleNotifiedAt: told("people-notified"),
    closed: steps.some(({ event }) => event === "closed"),
  };
}
