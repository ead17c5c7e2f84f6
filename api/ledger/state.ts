/** What was so at a time (FORMAT §11.4), as the ledger tells it; evidence of the stream's history proves it. */
import { setImmediate as othersTurn } from "node:timers/promises";
import { type AsOf, type AsOfEvent, asOf, type Standing } from "../../portal/verify/as-of.ts";
import { equalBytes } from "../../portal/verify/bytes.ts";
import { kindForm } from "../../portal/verify/kinds.ts";
import { formatTime } from "../../portal/verify/time.ts";
import type { Clock } from "../core/clock.ts";
import { Refusal } from "../core/errors.ts";
import type { JsonValue, KindRegistry } from "../core/kind.ts";
import type { HashReader } from "../log/hash-reader.ts";
import type { Store } from "../store/store.ts";
import type { OpenedRecord, Vault } from "../vault/vault.ts";
import { type AnchorBlock, type AnchorsAt, anchorsAt } from "./anchors-at.ts";
import { committedEntry } from "./committed.ts";
import {
  assertWaiting,
  MOST_EVENTS,
  type NamedStream,
  nameStream,
  readStream,
  recordsOf,
  type StreamEntry,
} from "./stream-read.ts";

/** So many that reading them is some ten milliseconds. */
const TILES_AT_ONCE = 100;

interface StateContext {
  readonly store: Store;
  readonly vault: Vault;
  readonly read: HashReader;
  readonly clock: Clock;
  readonly kinds: KindRegistry;
  readonly domainKinds: KindRegistry;
}

export interface StateRequest {
  readonly subject: string;
  readonly stream: string;
  /** `null`: now. */
  readonly at: string | null;
  /** Of whoever waits for the answer. */
  readonly signal?: AbortSignal | undefined;
}

/** An event that made or ended a state. */
export interface EventRef {
  readonly seq: number;
  readonly index: number;
  /** `null`: its record is gone, or it is. */
  readonly id: string | null;
  readonly version: number | null;
}

export interface StateAnswer {
  readonly subject: string;
  readonly stream: string;
  readonly at: string;
  readonly state: AsOf["state"]["kind"];
  readonly madeBy: EventRef | null;
  readonly endedBy: EventRef | null;
  /** When it ended or ends, as far as it is known. */
  readonly endsAt: string | null;
  /** The record that was in force, in the version that was. */
  readonly inForce: {
    readonly id: string;
    readonly version: number;
    readonly record: Readonly<Record<string, JsonValue>>;
  } | null;
  readonly bounds: { readonly before: BoundAnswer | null; readonly after: BoundAnswer | null };
  readonly events: readonly {
    readonly seq: number;
    readonly index: number;
    readonly leafHash: string;
    readonly standing: Standing;
  }[];
  /** Whose own word about when they were recorded contradicts the chain. */
  readonly named: readonly {
    readonly seq: number;
    readonly index: number;
    readonly discrepancy: string;
  }[];
  readonly provenBy: {
    /** Of which events (`seq`) the chain shows whether they were in the log at that time, and of which only the ledger's clock. */
    readonly chain: readonly number[];
    readonly clock: readonly number[];
    /**
     * Whether the time lies between two final anchors, as evidence about it must. False while none is known to be the next one behind it: then
     * the answer, and which anchor was the last before, are the ledger's word alone.
     */
    readonly anchored: boolean;
  };
}

interface BoundAnswer {
  readonly size: number;
  readonly block: number;
  readonly time: string;
}

/** What is kept of an event: a stream may have many, and whole records are heavy. */
interface Told extends AsOfEvent, EventRef {
  readonly leafHash: Uint8Array;
}

/** @throws Refusal `not_found`, `invalid_parameter`, `stream_too_long`, `damaged`, `client_left` */
export async function stateAtTime(
  context: StateContext,
  request: StateRequest,
): Promise<StateAnswer> {
  const stream = await nameStream(context, request.subject, request.stream);
  const anchors = await anchorsAt(context, request.at ?? formatTime(context.clock.now()));
  const { signal } = request;
  const below: number = await context.store.size();
  const entries = await readStream(context, stream, { below, most: MOST_EVENTS + 1, signal });
  if (entries.length > MOST_EVENTS) {
    throw new Refusal("stream_too_long", { events: MOST_EVENTS, limit: null });
  }
  await assertInTiles(context, entries, signal);
  const told: Told[] = [];
  for await (const { entry, opened } of recordsOf(context, entries, signal)) {
    told.push(tell(entry, opened));
  }
  const answer = asOf({
    kind: stream.kind,
    time: anchors.time,
    events: told,
    before: anchors.before,
    after: anchors.after,
  });
  const madeBy = bySeq(told, answer.state.madeBy);
  return {
    subject: stream.subject,
    stream: stream.name,
    at: anchors.time,
    state: answer.state.kind,
    madeBy: refOf(madeBy),
    endedBy: refOf(bySeq(told, answer.state.endedBy)),
    endsAt: answer.state.endsAt,
    inForce: await inForce(context, stream, answer, madeBy),
    bounds: boundsOf(anchors),
    ...standingOf(answer, told, anchors),
  };
}

/** A field that the record does not have counts as `null`; of a record that is gone nothing is known. */
function tell({ seq, index, leafHash }: StreamEntry, opened: OpenedRecord | null): Told {
  const value = (name: string): JsonValue | undefined => opened?.record[name];
  const field = (name: string) => (opened === null ? undefined : (value(name) ?? null));
  return {
    ...{ seq, index, leafHash },
    id: opened === null ? null : String(value("@id")),
    version: opened === null ? null : Number(value("@version")),
    occurredAt: value("@occurredAt") as string | undefined,
    recordedAt: value("@recordedAt") as string | undefined,
    event: field("event"),
    validUntil: field("validUntil"),
  };
}

const bySeq = (told: readonly Told[], seq: number | null): Told | null =>
  (seq === null ? undefined : told[seq - 1]) ?? null;

const refOf = (told: Told | null): EventRef | null =>
  told && { seq: told.seq, index: told.index, id: told.id, version: told.version };

/**
 * The version that the state is of. Versions of a record among many begin in the stream `<kind>`, so where its own stream has no state
 * yet, version 1 may have been in force.
 */
async function inForce(
  context: StateContext,
  { subject, name, kind }: NamedStream,
  { time, state }: AsOf,
  madeBy: Told | null,
): Promise<StateAnswer["inForce"]> {
  if (madeBy !== null) {
    const [made] = await context.store.recordsAt([madeBy.index]);
    return made ? whole((await committedEntry(context, made)).opened) : null;
  }
  const id = name.slice(kind.length + 1);
  if (state.kind !== "none" || kindForm(kind)?.layout !== "many" || id === "") return null;
  const row = await context.store.record(id, 1);
  if (row === null || row.subject !== subject || row.kind !== kind) return null;
  const { opened } = await committedEntry(context, row);
  return String(opened.record["@occurredAt"]) <= time ? whole(opened) : null;
}

const whole = ({ record }: OpenedRecord) => ({
  id: String(record["@id"]),
  version: Number(record["@version"]),
  record,
});

function boundsOf({ before, after }: AnchorsAt): StateAnswer["bounds"] {
  const bound = (at: AnchorBlock | null): BoundAnswer | null =>
    at && { size: at.size, block: at.block, time: formatTime(at.blockTime * 1000) };
  return { before: bound(before), after: bound(after) };
}

function standingOf(
  { events }: AsOf,
  told: readonly Told[],
  { after }: AnchorsAt,
): Pick<StateAnswer, "events" | "named" | "provenBy"> {
  const seqs = (wanted: (standing: Standing) => boolean): number[] =>
    events.filter(({ standing }) => wanted(standing)).map(({ seq }) => seq);
  return {
    events: events.map(({ seq, index, standing }, i) => {
      const leafHash = Buffer.from(told[i]!.leafHash).toString("base64url");
      return { seq, index, leafHash, standing };
    }),
    named: events.flatMap(({ seq, index, discrepancy }) =>
      discrepancy === null ? [] : [{ seq, index, discrepancy }],
    ),
    provenBy: {
      chain: seqs((standing) => standing !== "by_clock"),
      clock: seqs((standing) => standing === "by_clock"),
      anchored: after !== null,
    },
  };
}

/** Entries that are sealed must be those of the tree. @throws Refusal `damaged` */
async function assertInTiles(
  { store, read }: StateContext,
  entries: readonly StreamEntry[],
  signal: AbortSignal | undefined,
): Promise<void> {
  const sealed = (await store.newestCheckpoint())?.size ?? 0;
  const covered = entries.filter(({ index }) => index < sealed);
  // Each may lie in a tile of its own.
  for (let at = 0; at < covered.length; at += TILES_AT_ONCE) {
    assertWaiting(signal);
    const piece = covered.slice(at, at + TILES_AT_ONCE);
    const leaves = await read(piece.map(({ index }) => ({ level: 0, index })));
    piece.forEach(({ index, leafHash }, i) => {
      if (!equalBytes(leaves[i]!, leafHash)) throw new Refusal("damaged", { what: "entry", index });
    });
    await othersTurn();
  }
}
