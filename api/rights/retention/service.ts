/** The firm's rules of retention and a person's legal holds: stated, placed, released, and read back. */
import { appendDecided, type EventOutcome } from "../../consent/context.ts";
import { firmStreams } from "../../consent/firm-streams.ts";
import { identifiersOf } from "../../consent/identifiers.ts";
import { type Input, invalid, occurredAsBefore, parseInput } from "../../consent/input.ts";
import { type Clock, formatTime } from "../../core/clock.ts";
import { Refusal } from "../../core/errors.ts";
import type { Principal } from "../../core/principal.ts";
import type { IdempotencyKey } from "../../ledger/idempotency.ts";
import type { Ledger } from "../../ledger/service.ts";
import { hold as holdKind } from "../kinds/hold.ts";
import { retention as retentionKind } from "../kinds/retention.ts";
import { HOLD_STREAM, type Hold, type Holds, holdsIn } from "./hold-state.ts";
import type { Rules } from "./model.ts";
import { rulesAt, statedRules } from "./rules.ts";

export interface RetentionContext {
  readonly ledger: Ledger;
  readonly clock: Clock;
}

/** So long rules are on record before they let anything go by itself. */
const SEEN_MS = 86_400_000;

/** Who does it. */
export type Actor = Pick<Principal, "id" | "role">;

export interface Retention {
  /** The fields of `retention` but `actor`; `inForceFrom` may be left out (now), and lies not in the past. @throws Refusal `invalid_record` */
  state(input: Input, by: Actor, key: IdempotencyKey | null): Promise<EventOutcome>;
  /** All that were stated, in the order of recording. */
  stated(): Promise<readonly Rules[]>;
  /** How often rules or holds were changed by this one; grows. */
  changes(): number;
  /** @param at RFC 3339 */
  rulesAt(at: string): Promise<Rules>;
  /**
   * Whether statutory records of everybody go by themselves now: the rules in force say so, and have been on record for a day. Whoever states it by mistake, or with a stolen session, destroys
   * nothing before others can have seen it. What the ledger took, and not what a record says of itself, is when they were recorded.
   */
  isAutomatic(): Promise<boolean>;
  /** Holds under all identifiers of a person, the oldest first. @throws Refusal `not_found` (`subject`), `damaged` */
  holdsOf(subject: string): Promise<readonly Hold[]>;
  /** What the streams of these identifiers say. */
  readHolds(subjects: readonly string[]): Promise<readonly Holds[]>;
  /** `classes`, `reason`, `reference`. @throws Refusal `invalid_record`, and those of append.ts */
  place(
    subject: string,
    input: Input,
    by: Actor,
    key: IdempotencyKey | null,
  ): Promise<EventOutcome & { readonly holdId: string }>;
  /** `reason`, `reference`. @throws Refusal `not_found` (`hold`: there is none that is on), `invalid_record`, and those of append.ts */
  release(
    subject: string,
    holdId: string,
    input: Input,
    by: Actor,
    key: IdempotencyKey | null,
  ): Promise<EventOutcome & { readonly holdId: string }>;
}

export function createRetention(context: RetentionContext): Retention {
  const { ledger, clock } = context;
  const streams = firmStreams(ledger, retentionKind.kind, statedRules);
  let changes = 0;
  const stated = async () => (await streams()).get("") ?? [];

  async function readHolds(subjects: readonly string[]): Promise<readonly Holds[]> {
    const all: Holds[] = [];
    for (const subject of subjects)
      all.push(holdsIn(subject, await ledger.events(subject, HOLD_STREAM)));
    return all;
  }

  async function holdsOf(subject: string): Promise<readonly Hold[]> {
    const all = await readHolds(await identifiersOf({ ledger }, subject));
    return all
      .flatMap(({ holds }) => holds)
      .sort((a, b) => (a.placedAt < b.placedAt ? -1 : a.placedAt > b.placedAt ? 1 : 0));
  }

  async function recordHold(
    subject: string,
    input: Input,
    given: Input & { readonly holdId: string },
    key: IdempotencyKey | null,
  ): Promise<EventOutcome & { readonly holdId: string }> {
    const asked = parseInput(holdKind, input, clock, { "@subject": subject, ...given });
    const draft = await occurredAsBefore(ledger, asked, key);
    const outcome = await appendDecided({ ledger }, async () => ({
      events: [{ draft }],
      idempotency: key,
    }));
    changes++;
    return { ...outcome, holdId: given.holdId };
  }

  return {
    changes: () => changes,
    stated,
    rulesAt: async (at) => rulesAt(await stated(), at),
    async isAutomatic() {
      const now = clock.now();
      const { automatic, entry } = rulesAt(await stated(), formatTime(now));
      if (!automatic || entry === null) return false;
      return now - (await ledger.entryAt(entry)).recordedAt >= SEEN_MS;
    },
    readHolds,
    holdsOf,
    async state(input, { id, role }, key) {
      const now = formatTime(clock.now());
      const before = key === null ? null : await ledger.madeBefore(key);
      const { inForceFrom = before?.inForceFrom ?? now } = input;
      // What was so before it was stated, nobody could have known.
      if (before === null && typeof inForceFrom === "string" && inForceFrom < now)
        throw invalid("inForceFrom", "out_of_range");
      const given = { "@subject": ledger.firm, actor: { id, role } };
      const asked = parseInput(retentionKind, { ...input, inForceFrom }, clock, given);
      const draft = await occurredAsBefore(ledger, asked, key);
      const unit = { events: [{ draft }], idempotency: key };
      const outcome = await appendDecided({ ledger }, async () => unit);
      changes++;
      return outcome;
    },
    async place(subject, input, { id, role }, key) {
      const before = key === null ? null : await ledger.madeBefore(key);
      const holdId = typeof before?.holdId === "string" ? before.holdId : ledger.newId();
      return recordHold(subject, input, { holdId, event: "placed", actor: { id, role } }, key);
    },
    async release(asked, holdId, input, { id, role }, key) {
      const before = key === null ? null : await ledger.madeBefore(key);
      const found = (await holdsOf(asked)).find((one) => one.holdId === holdId);
      const isOn = found !== undefined && found.releasedAt === null;
      if (found === undefined || (!isOn && before === null))
        throw new Refusal("not_found", { what: "hold" });
      const given = { holdId, event: "released", actor: { id, role } };
      return recordHold(found.subject, input, given, key);
    },
  };
}
