/**
 * Sequencing: the one place where indexes, `seq` and `prev` are given out. One synchronous transaction for all units;
 * BEGIN IMMEDIATE is the head lock.
 *
 * Conflicts are rare, since the writer looked before. So at first nothing is looked up and the constraints of the tables are trusted;
 * if one of them objects, everything is rolled back and done once more, and then of each unit everything is checked before
 * anything is written, so that a conflict leaves no trace and needs no savepoint.
 */
import Database from "better-sqlite3";
import { asStreamSeq } from "../../../portal/verify/brands.ts";
import { encodeRecordEntry, NO_PREV } from "../../../portal/verify/entry.ts";
import { isRefusal } from "../../core/errors.ts";
import { StoreMisuse } from "../fault.ts";
import type { RowMac } from "../row-mac.ts";
import type {
  Conflict,
  SealedRecord,
  StoredEntry,
  StreamHead,
  Unit,
  UnitOutcome,
} from "../store.ts";
import { textKey } from "./bytes.ts";
import type { ClosedScopes } from "./closed.ts";
import { type Count, counting } from "./counters.ts";
import { entryInserter, nextIndex } from "./entry-rows.ts";
import type { Heads } from "./heads.ts";
import type { KnownStandings } from "./known-standings.ts";
import { standingWriter } from "./standings.ts";

/** What goes with the rows: their authenticators, which of the standings are in memory, and what takes no records any more. */
interface Beside {
  readonly rowMac: RowMac;
  readonly standings: KnownStandings;
  readonly closed: ClosedScopes;
}

export function sequencer(
  client: Database.Database,
  { rowMac, standings, closed }: Beside,
  headsNow: () => Heads,
): (units: readonly Unit[]) => UnitOutcome[] {
  const nextFree = nextIndex(client);
  const everyConflict = headsChecked(conflictFinder(client));
  // Who expects a head is told of what comes before a moved head, too.
  const movedHead: ConflictFinder = (unit, heads) =>
    unit.expected.length === 0 ? null : everyConflict(unit, heads);
  const write = unitWriter(client, rowMac);
  const begin = counting(client, rowMac);
  const run = client.transaction((units: readonly Unit[], conflictOf: ConflictFinder) => {
    standings.begin();
    const heads = headsNow();
    const count = begin();
    const first = nextFree();
    let next = first;
    const outcomes = units.map((unit): UnitOutcome => {
      const conflict = closed.concerns(unit) ?? conflictOf(unit, heads);
      if (conflict !== null) return { ok: false, conflict };
      const entries = write(unit, next, heads, count);
      next += entries.length;
      return { ok: true, entries };
    });
    count.add("entries", next - first);
    count.write();
    return { outcomes, heads };
  });

  function sequence(units: readonly Unit[]) {
    try {
      return run.immediate(units, movedHead);
    } catch (error) {
      if (!isTaken(error) && !isRefusal(error, "damaged")) throw error;
      return run.immediate(units, everyConflict);
    }
  }

  return (units) => {
    if (units.length === 0) return [];
    const { outcomes, heads } = sequence(units);
    heads.keep();
    return outcomes;
  };
}

/** Something that must be there once would have been there twice. */
function isTaken(error: unknown): boolean {
  return (
    error instanceof Database.SqliteError &&
    (error.code === "SQLITE_CONSTRAINT_PRIMARYKEY" || error.code === "SQLITE_CONSTRAINT_UNIQUE")
  );
}

type ConflictFinder = (unit: Unit, heads: Heads) => Conflict | null;

/** Also reads the head of each stream that the unit appends to, so that a damaged one costs this unit only. */
function headsChecked(find: ConflictFinder): ConflictFinder {
  return (unit, heads) => {
    try {
      const conflict = find(unit, heads);
      if (conflict === null) for (const { streamKey } of unit.records) heads.of(streamKey);
      return conflict;
    } catch (error) {
      if (isRefusal(error, "damaged")) return "head_damaged";
      throw error;
    }
  };
}

function conflictFinder(client: Database.Database): ConflictFinder {
  const keyUsed = client.prepare("SELECT 1 FROM idempotency WHERE key_mac = ?").pluck();
  const identityTaken = client.prepare("SELECT 1 FROM identities WHERE mac = ?").pluck();
  const versionTaken = client.prepare("SELECT 1 FROM records WHERE id = ? AND version = ?").pluck();

  return (unit, heads) => {
    if (unit.idempotency !== null && keyUsed.get(unit.idempotency.keyMac) !== undefined) {
      return "idempotency_key_used";
    }
    if (repeatsItself(unit)) return "identity_taken";
    for (const { mac } of unit.identities) {
      if (identityTaken.get(mac) !== undefined) return "identity_taken";
    }
    for (const { id, version } of unit.records) {
      if (versionTaken.get(id, version) !== undefined) return "identity_taken";
    }
    for (const { streamKey, head } of unit.expected) {
      if (!sameHead(heads.of(streamKey), head)) return "head_moved";
    }
    return null;
  };
}

/** The same identity, or the same version of a record, twice in one unit. */
function repeatsItself(unit: Unit): boolean {
  return (
    repeats(unit.identities, ({ mac }) => textKey(mac)) ||
    repeats(unit.records, ({ id, version }) => `${version} ${id}`)
  );
}

function repeats<T>(items: readonly T[], nameOf: (item: T) => string): boolean {
  return items.length > 1 && new Set(items.map(nameOf)).size < items.length;
}

function sameHead(a: StreamHead | null, b: StreamHead | null): boolean {
  if (a === null || b === null) return a === b;
  return a.seq === b.seq && Buffer.compare(a.leafHash, b.leafHash) === 0;
}

type UnitWriter = (unit: Unit, firstIndex: number, heads: Heads, count: Count) => StoredEntry[];

function unitWriter(client: Database.Database, rowMac: RowMac): UnitWriter {
  const append = entryAppender(client, rowMac);
  const putStanding = standingWriter(client, rowMac);
  const insertRecord = client.prepare(
    `INSERT INTO records (idx, id, version, kind, subject, retention_class, expiry, sealed, content_mac)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const insertIdentity = client.prepare("INSERT INTO identities (mac, id) VALUES (?, ?)");
  const insertMark = client.prepare(
    `INSERT INTO idempotency (key_mac, body_mac, outcome, id, version, recorded_at, number, mac)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  );

  return (unit, firstIndex, heads, count) => {
    const entries = unit.records.map((r, at) => {
      const entry = append(unit, r, firstIndex + at, heads);
      insertRecord.run(
        entry.index,
        r.id,
        r.version,
        r.kind,
        r.subject,
        r.retentionClass,
        r.expiry,
        r.sealed,
        r.contentMac,
      );
      return entry;
    });
    for (const { mac, id } of unit.identities) insertIdentity.run(mac, id);
    const mark = unit.idempotency;
    if (mark !== null) {
      const { keyMac, bodyMac, outcome, id, version } = mark;
      const number = count.next("idempotency");
      const columns = [keyMac, bodyMac, outcome, id, version, unit.recordedAt, number];
      insertMark.run(...columns, rowMac("idempotency", columns));
    }
    for (const standing of unit.standings) {
      const last = entries[standing.last];
      if (last === undefined) throw new StoreMisuse("a standing ends with a record of its unit");
      putStanding(standing, last.index, count);
    }
    return entries;
  };
}

type EntryAppender = (unit: Unit, record: SealedRecord, index: number, heads: Heads) => StoredEntry;

/** Chains a record into its stream: the entry, and the stream's new head. */
function entryAppender(client: Database.Database, rowMac: RowMac): EntryAppender {
  const insert = entryInserter(client, rowMac);
  return (unit, { recordRoot, streamKey }, index, heads) => {
    const head = heads.of(streamKey);
    const seq = asStreamSeq((head?.seq ?? 0) + 1);
    const prev = head?.leafHash ?? NO_PREV;
    const stored = insert(index, encodeRecordEntry({ recordRoot, streamKey, seq, prev }), unit);
    heads.move(streamKey, seq, index, stored.leafHash);
    return stored;
  };
}
