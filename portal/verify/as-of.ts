/**
 * What was so at a time T, told by a whole history (docs/FORMAT.md §11.4). Pure, and tied to no file: the server answers with it, too.
 */
import type { JsonValue } from "./jcs.ts";
import { formatTime, isTime, parseTime } from "./time.ts";

/** What the rules look at. Undefined: withheld. A field that the record's name list does not have is `null`. */
export interface AsOfEvent {
  /** Number within the stream. */
  readonly seq: number;
  /** Index of its entry in the log. */
  readonly index: number;
  /** RFC 3339. */
  readonly occurredAt: string | undefined;
  /** RFC 3339. */
  readonly recordedAt: string | undefined;
  /** Only looked at in the kind `consent`. */
  readonly event: JsonValue | undefined;
  /** Only looked at in the kind `consent`. */
  readonly validUntil: JsonValue | undefined;
}

export interface AsOfQuestion {
  readonly kind: string;
  /** T, RFC 3339. */
  readonly time: string;
  /** All of the stream, in any order. */
  readonly events: readonly AsOfEvent[];
  /**
   * The stream is `<kind>/<@id>` of layout *many*, and version 1, which lies in `<kind>`, is not looked at: then what was so
   * before the first event is not known. False if left out.
   */
  readonly laterVersions?: boolean;
  /** The last anchor at or before T; `blockTime` in Unix seconds. */
  readonly before: { readonly size: number; readonly blockTime: number } | null;
  /** The first anchor behind T; null: none is known (yet), so that of what came behind `before` nothing is proven. */
  readonly after: { readonly size: number } | null;
}

/**
 * - `made`: by the event `madeBy`, and not over by itself.
 * - `expired`: that event's own `validUntil` was over.
 * - `none`: nothing had occurred yet.
 * - `unknown`: too much is withheld to say, or version 1 lies elsewhere.
 */
export type StateKind = "made" | "expired" | "none" | "unknown";

export interface StateAt {
  readonly kind: StateKind;
  /** `seq` of the event that made the state. */
  readonly madeBy: number | null;
  /** `seq` of the event that ends it; null: none does, or its own end comes first. */
  readonly endedBy: number | null;
  /** RFC 3339: `@occurredAt` of that event, or the state's own end. */
  readonly endsAt: string | null;
}

/**
 * - `in_log`: the chain held a root over it by T.
 * - `not_anchored`: not even the first block behind T did.
 * - `by_clock`: only the ledger's own clock speaks.
 */
export type Standing = "in_log" | "not_anchored" | "by_clock";

/**
 * - `recorded_after_anchored`: it was there before it says that it was recorded.
 * - `recorded_but_not_anchored`: it says that it was recorded by T, and the first anchor behind T does not hold it.
 * - `recorded_withheld`: the chain says where it stood, and when it says that it was recorded is not shown.
 */
export type Discrepancy =
  | "recorded_after_anchored"
  | "recorded_but_not_anchored"
  | "recorded_withheld";

export interface EventAt {
  readonly seq: number;
  readonly index: number;
  readonly standing: Standing;
  readonly discrepancy: Discrepancy | null;
}

export interface AsOf {
  /** T, RFC 3339. */
  readonly time: string;
  readonly state: StateAt;
  /** In the order in which they were given. */
  readonly events: readonly EventAt[];
}

const TAKES_BACK: ReadonlySet<JsonValue | undefined> = new Set([
  "refused",
  "withdrawn",
  "expired",
  "invalidated",
]);
/** Whether this `event` of a consent takes something back: of what occurs at once such come last, and they have no end of their own. */
export const takesBack = (event: JsonValue | undefined): boolean => TAKES_BACK.has(event);

const CONSENT = "consent";
const UNKNOWN: StateAt = { kind: "unknown", madeBy: null, endedBy: null, endsAt: null };

interface Occurred {
  readonly event: AsOfEvent;
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly ending: boolean;
}

/** By time, then what takes something back, then by `seq`. */
function compare(a: Occurred, b: Occurred): number {
  return a.time - b.time || Number(a.ending) - Number(b.ending) || a.event.seq - b.event.seq;
}

/** The end that a consent has in itself. */
function ownEnd({ event, ending }: Occurred, kind: string): number | null {
  const { validUntil } = event;
  if (kind !== CONSENT || ending) return null;
  return typeof validUntil === "string" && isTime(validUntil) ? parseTime(validUntil) : null;
}

/** The state at T, as the whole history tells it. */
export function stateAt({
  kind,
  time,
  events,
  laterVersions = false,
}: Omit<AsOfQuestion, "before" | "after">): StateAt {
  const t = parseTime(time);
  const occurred: Occurred[] = [];
  for (const event of events) {
    if (event.occurredAt === undefined) return UNKNOWN;
    const at = parseTime(event.occurredAt);
    const silent = event.event === undefined || event.validUntil === undefined;
    if (kind === CONSENT && at <= t && silent) return UNKNOWN;
    occurred.push({ event, time: at, ending: kind === CONSENT && takesBack(event.event) });
  }
  occurred.sort(compare);
  const made = occurred.findLast((one) => one.time <= t) ?? null;
  const next = occurred.find((one) => one.time > t) ?? null;
  const madeBy = made?.event.seq ?? null;
  const ended = {
    endedBy: next?.event.seq ?? null,
    endsAt: next === null ? null : formatTime(next.time),
  };
  if (made === null) return laterVersions ? UNKNOWN : { kind: "none", madeBy, ...ended };
  const end = ownEnd(made, kind);
  if (end === null) return { kind: "made", madeBy, ...ended };
  if (end <= t) return { kind: "expired", madeBy, ...ended };
  const before = next !== null && next.time < end;
  return before
    ? { kind: "made", madeBy, ...ended }
    : { kind: "made", madeBy, endedBy: null, endsAt: formatTime(end) };
}

function standingOf(index: number, { before, after }: AsOfQuestion): Standing {
  if (before !== null && index < before.size) return "in_log";
  return after !== null && index >= after.size ? "not_anchored" : "by_clock";
}

/** Where an event stands to the two anchors around T, and whether its own word fits that. */
function eventAt({ seq, index, recordedAt }: AsOfEvent, question: AsOfQuestion): EventAt {
  const standing = standingOf(index, question);
  const told = { seq, index, standing };
  const recorded = recordedAt === undefined ? null : parseTime(recordedAt);
  if (standing === "by_clock") return { ...told, discrepancy: null };
  if (recorded === null) return { ...told, discrepancy: "recorded_withheld" };
  if (standing === "not_anchored") {
    const early = recorded <= parseTime(question.time);
    return { ...told, discrepancy: early ? "recorded_but_not_anchored" : null };
  }
  // A block has whole seconds: what was recorded within its second may well have come before it.
  const late = recorded >= 1000 * ((question.before?.blockTime ?? 0) + 1);
  return { ...told, discrepancy: late ? "recorded_after_anchored" : null };
}

/** @throws FormatError `bad_time` if a time that is given is none */
export function asOf(question: AsOfQuestion): AsOf {
  return {
    time: question.time,
    state: stateAt(question),
    events: question.events.map((event) => eventAt(event, question)),
  };
}
