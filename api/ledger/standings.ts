/**
 * Every unit that is appended carries the new standings of the streams that it moves. There is no other way to append, and which streams have one their kind says: so
 * nobody can forget it.
 *
 * A standing goes on from the one that is stored, if that is of the very place where the unit expects its stream; else it is worked out from the
 * stream's records. The expected head is what makes it right: if the stream moves meanwhile, the unit is not stored.
 */
import { equalBytes } from "../../portal/verify/bytes.ts";
import { Refusal } from "../core/errors.ts";
import { type StandingEvent, type StandingRule, streamName } from "../core/kind.ts";
import type { ExpectedHead, Store, StreamHead, Unit } from "../store/store.ts";
import type { Vault } from "../vault/vault.ts";
import { streamRest } from "./compose.ts";
import type { Draft } from "./draft.ts";
import { encodeStanding, keptOf, standingKey, usableStanding, wholeRows } from "./standing.ts";
import { streamEvents } from "./stream-events.ts";

interface Stored {
  readonly store: Store;
  readonly vault: Vault;
}

/** A unit, and the drafts that its records were made of, in order. */
export interface DraftedUnit {
  readonly unit: Unit;
  readonly drafts: readonly Draft[];
}

/** One stream that a unit moves. */
interface Move {
  readonly subject: string;
  readonly stream: string;
  readonly rule: StandingRule;
  readonly key: Buffer;
  readonly streamKey: ExpectedHead["streamKey"];
  readonly events: StandingEvent[];
  /** Place of the last of them among the unit's records. */
  last: number;
}

/**
 * The same units, with standings, and with the heads that these rest on where none was expected. In order; `moved` for one whose stream is not where the
 * unit expects it.
 *
 * @returns a `Refusal`: `damaged`, `stream_too_long`
 */
export async function withStandings(
  context: Stored,
  units: readonly DraftedUnit[],
): Promise<(Unit | "moved" | Refusal)[]> {
  const moves = units.map((unit) => movesOf(context.vault, unit));
  const all = moves.flat();
  if (all.length === 0) return units.map(({ unit }) => unit);
  const found = await openAll(context, all);
  const results: (Unit | "moved" | Refusal)[] = [];
  for (const [i, { unit }] of units.entries()) {
    results.push(await orRefusal(() => extended(context, unit, moves[i]!, found)));
  }
  return results;
}

function movesOf(vault: Vault, { unit, drafts }: DraftedUnit): Move[] {
  const moves = new Map<string, Move>();
  for (const [last, draft] of drafts.entries()) {
    const { kind, subject, occurredAt, body } = draft;
    const { standing: rule } = kind;
    if (rule === null) continue;
    const stream = streamName(kind, "", 1, streamRest(draft));
    const name = `${subject} ${stream}`;
    const move = moves.get(name) ?? {
      ...{ subject, stream, rule, last, events: [] },
      key: standingKey(vault.mac, subject, stream),
      streamKey: unit.records[last]!.streamKey,
    };
    moves.set(name, move);
    move.events.push({ occurredAt, body });
    move.last = last;
  }
  return [...moves.values()];
}

/** A stored standing that its stream has not left behind. */
interface Before {
  readonly seq: number;
  readonly kept: Uint8Array | null;
}

type Found = ReadonlyMap<Move, Before | "none" | "unusable">;

async function openAll({ store, vault }: Stored, moves: readonly Move[]): Promise<Found> {
  const rows = await store.standings(moves.map(({ key }) => key));
  const opened = (await vault.openStandings(wholeRows(rows))).values();
  const found = new Map<Move, Before | "none" | "unusable">();
  for (const [i, move] of moves.entries()) {
    const row = rows[i] ?? null;
    const isRow = row !== null && row !== "damaged";
    const usable = isRow ? usableStanding(row, opened.next().value ?? null, move) : null;
    found.set(move, row === null ? "none" : (usable ?? "unusable"));
  }
  return found;
}

async function extended(
  context: Stored,
  unit: Unit,
  moves: readonly Move[],
  found: Found,
): Promise<Unit | "moved"> {
  const expected = [...unit.expected];
  const plain = [];
  for (const move of moves) {
    const own = expected.find(({ streamKey }) => equalBytes(streamKey, move.streamKey));
    const base = await baseOf(context, move, found.get(move)!, own?.head);
    if (base === "moved") return "moved";
    if (own === undefined) expected.push({ streamKey: move.streamKey, head: base.head });
    const { key, subject, stream, rule, events } = move;
    const kept = keptOf(rule, events, base.kept)!;
    const seq = (base.head?.seq ?? 0) + events.length;
    plain.push({ key, subject, plain: encodeStanding({ stream, seq, kept }) });
  }
  const boxes = await context.vault.sealStandings(plain);
  const standings = moves.map(({ key, subject, last }, i) => ({
    ...{ key, subject, last },
    sealed: boxes[i]!,
  }));
  return { ...unit, expected, standings };
}

interface Base {
  readonly head: StreamHead | null;
  readonly kept: Uint8Array | null;
}

/** @param expected `undefined`: wherever the stream is */
async function baseOf(
  context: Stored,
  { subject, stream, streamKey, rule }: Move,
  found: Before | "none" | "unusable",
  expected: StreamHead | null | undefined,
): Promise<Base | "moved"> {
  const head =
    expected === undefined ? ((await context.store.streamHeads([streamKey]))[0] ?? null) : expected;
  if (head === null && found === "none") return { head, kept: null };
  if (typeof found !== "string" && found.seq === head?.seq) return { head, kept: found.kept };
  const { head: now, events } = await streamEvents(context, subject, stream);
  if (!isSame(now, head)) return "moved";
  const all = events.map(({ record }): StandingEvent | null =>
    record === null ? null : { occurredAt: String(record["@occurredAt"]), body: record },
  );
  return { head, kept: keptOf(rule, all) };
}

function isSame(a: StreamHead | null, b: StreamHead | null): boolean {
  if (a === null || b === null) return a === b;
  return a.seq === b.seq && equalBytes(a.leafHash, b.leafHash);
}

async function orRefusal<T>(work: () => Promise<T>): Promise<T | Refusal> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}
