/**
 * One step along the log: what it concludes is kept together, so whoever is stopped anywhere goes on where it was. Time passes between entries: what it ends is decided before the entry
 * that came later, and behind the last one once nothing that was recorded before can turn up any more.
 */
import { setImmediate as othersTurn } from "node:timers/promises";
import { parseTime } from "../../../portal/verify/time.ts";
import { isRefusal } from "../../core/errors.ts";
import { leafHashBefore, placesFrom, type Walk } from "../../ledger/following.ts";
import type { IndexedPlace } from "../../ledger/places.ts";
import type { Followed, Giving, NewMessage, Step } from "../../store/partner-store.ts";
import { acknowledgement } from "../kinds/acknowledgement.ts";
import type { PushContext } from "./context.ts";
import {
  agreementsMoved,
  CORRECTED,
  type Entry,
  type Fields,
  givingOf,
  MOVING,
  personMoved,
  purposeMoved,
  ROWS,
  recordCorrected,
  rowsDue,
  stands,
  sweepOn,
} from "./entries.ts";
import { ERASURE, ERASURE_OUTCOME, peopleErased } from "./erased.ts";

/** What was recorded at a time is durable so much later: whatever is due waits for it. */
export const GRACE_MS = 2_000;
/** The event loop is left to others so often. */
const TURN_MS = 8;

const START: Followed = { next: 0, leafHash: null, time: 0 };

export function createWalk(context: PushContext): Walk {
  const { ledger, store, clock, size } = context;
  let turnedAt = performance.now();
  async function leaveTurn(): Promise<void> {
    if (performance.now() - turnedAt < TURN_MS) return;
    await othersTurn();
    turnedAt = performance.now();
  }

  /** What time brings up to and including a moment, before an entry with this index. False: nothing. */
  async function pass(time: number, below: number): Promise<boolean> {
    const sweep = await store.firstSweep();
    if (sweep !== null) {
      await store.conclude(await sweepOn(context, sweep));
      return true;
    }
    const due = await store.nextRowDue();
    if (due === null || due > time) return false;
    const moment = { below, time: due };
    const ended = (await store.agreements()).filter(({ dueAt }) => dueAt === due);
    if (ended.length > 0) {
      const cause = { index: null, time: due, occurredAt: new Date(due).toISOString() };
      const ids = ended.map(({ agreement }) => agreement);
      for (const step of await agreementsMoved(context, ids, moment, cause))
        await store.conclude(step);
      return true;
    }
    const rows = await store.dueRows(due, ROWS);
    await store.conclude(await rowsDue(context, rows, moment));
    return true;
  }

  /** Of an entry that cannot be read its place alone is known. */
  async function entryOf(place: IndexedPlace, followed: Followed): Promise<Entry> {
    const record = await read(place);
    const at = record === null ? 0 : parseTime(String(record["@recordedAt"]));
    const time = Math.max(at, followed.time);
    const occurredAt = record === null ? null : String(record["@occurredAt"]);
    const cause = { index: place.index, time, occurredAt };
    return { place, record, moment: { below: place.index + 1, time }, cause };
  }

  async function read({ id, version }: IndexedPlace): Promise<Fields | null> {
    try {
      return (await ledger.record(id, version)).record;
    } catch (error) {
      if (isRefusal(error)) return null;
      throw error;
    }
  }

  /** Whether an entry can mean anything; asked before it is opened. */
  async function concerns({ kind, version, id }: IndexedPlace, now: Known): Promise<boolean> {
    if (kind === "agreement" || kind === "purpose") return true;
    if (kind === "access") return now.hasAgreements;
    if (MOVING.includes(kind) || kind === ERASURE) return store.anyGiven();
    if (kind === acknowledgement.kind || kind === ERASURE_OUTCOME) return true;
    return CORRECTED.includes(kind) && version > 1 && (await store.recordGiven(id)).length > 0;
  }

  async function meant(entry: Entry): Promise<readonly Step[]> {
    const { place, record, moment, cause } = entry;
    const { kind } = place;
    if (kind === "agreement") {
      const ids = record === null ? null : [String(record.agreementId)];
      const steps = await agreementsMoved(context, ids, moment, cause);
      return record?.event === "acknowledged" ? [...steps, acknowledgedBy(record)] : steps;
    }
    if (kind === "purpose")
      return [await purposeMoved(context, record && String(record.purposeId), entry)];
    if (MOVING.includes(kind)) return [await personMoved(context, entry)];
    if (kind === ERASURE) return [await peopleErased(context, entry)];
    if (kind === ERASURE_OUTCOME)
      return record?.event === "acknowledged" ? [acknowledgedBy(record)] : [];
    if (kind === acknowledgement.kind) return record === null ? [] : [acknowledgedBy(record)];
    return [await recordCorrected(context, entry)];
  }

  /** A piece of the log, up to an entry from which more follows than one step concludes. */
  async function walkOn(from: Followed, end: number): Promise<void> {
    const page = await placesFrom(ledger, from.next, end);
    const now: Known = { hasAgreements: (await context.agreements()).size > 0 };
    let followed = from;
    let batch = newBatch();
    const conclude = async (next: number, step: Step = {}): Promise<void> => {
      followed = { ...followed, next };
      followed = { ...followed, leafHash: await leafHashBefore(ledger, next) };
      await store.conclude({
        ...step,
        givings: batch.givings,
        messages: [...batch.messages, ...(step.messages ?? [])],
        unread: batch.unread,
        followed,
      });
      batch = newBatch();
    };
    for (const place of page.places) {
      await leaveTurn();
      if (place.kind !== "access" && batch.givings.length > 0) await conclude(place.index);
      if (!(await concerns(place, now))) continue;
      const entry = await entryOf(place, followed);
      if (entry.record === null) batch.unread++;
      const { time } = entry.moment;
      // What is in the batch may be due before this.
      if (batch.dueBy(time)) await conclude(place.index);
      if (await isDue(time)) {
        await conclude(place.index);
        while (await pass(time, place.index)) await leaveTurn();
      }
      followed = { ...followed, time };
      if (place.kind === "access") {
        await addGiving(batch, entry);
        continue;
      }
      const steps = await meant(entry);
      for (const step of steps.slice(0, -1)) await store.conclude(step);
      await conclude(place.index + 1, steps.at(-1));
      if ((await store.firstSweep()) !== null) return;
    }
    await conclude(page.upTo);
  }

  async function isDue(time: number): Promise<boolean> {
    const due = await store.nextRowDue();
    return (due !== null && due <= time) || (await store.firstSweep()) !== null;
  }

  async function addGiving(batch: Batch, entry: Entry): Promise<void> {
    const giving = givingOf(entry);
    if (giving === null) return;
    const key = [giving.agreement, giving.purpose, giving.subject, giving.organization].join(" ");
    const before = (await store.givenOf([giving.subject])).find(
      (row) =>
        row.agreement === giving.agreement &&
        row.purpose === giving.purpose &&
        row.organization === giving.organization,
    );
    if (batch.covered.has(key) || before?.covered === true) {
      batch.givings.push({ ...giving, stands: null });
      return;
    }
    const decided = await stands(context, giving, entry);
    batch.givings.push({ ...giving, stands: decided.stands });
    if (decided.message !== null) batch.messages.push(decided.message);
    if (decided.stands?.covered !== false) batch.covered.add(key);
    batch.due.push(decided.stands?.dueAt ?? null);
  }

  return {
    async step() {
      await leaveTurn();
      const from = (await store.followed()) ?? START;
      if ((await store.firstSweep()) !== null) return pass(from.time, from.next);
      const end = await size();
      if (from.next < end) {
        await walkOn(from, end);
        return true;
      }
      return pass(clock.now() - GRACE_MS, from.next);
    },
    async dueAt() {
      const due = await store.nextRowDue();
      return due === null ? null : due + GRACE_MS;
    },
    async isAtEnd(end) {
      const { next } = (await store.followed()) ?? START;
      return next >= end && (await store.firstSweep()) === null;
    },
  };
}

interface Known {
  readonly hasAgreements: boolean;
}

/** Entries of access that are concluded together. */
interface Batch {
  readonly givings: Giving[];
  readonly messages: NewMessage[];
  readonly covered: Set<string>;
  readonly due: (number | null)[];
  unread: number;
  dueBy(time: number): boolean;
}

function newBatch(): Batch {
  const due: (number | null)[] = [];
  return {
    ...{ givings: [], messages: [], covered: new Set(), due, unread: 0 },
    dueBy: (time) => due.some((at) => at !== null && at <= time),
  };
}

/** Of a person by a record of its own, of an agreement by a step of it, of somebody erased by what became of the erasure. */
function acknowledgedBy(record: Fields): Step {
  const { message, what, statedAt } = (record.acknowledgement ?? record) as Fields;
  return {
    acknowledged: {
      id: String(message),
      what: what === "done" ? "done" : "received",
      at: parseTime(String(statedAt)),
      came: parseTime(String(record["@recordedAt"])),
    },
  };
}
