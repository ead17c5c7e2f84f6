/**
 * The store as a few maps: the contract of `Store` written down a second time, as plainly as possible. It forgets; what it
 * is asked for it enforces. Tests above the store run fast on it.
 */

import type { StandingRow } from "../../../api/store/standings.ts";
import type {
  AnchorRow,
  Batch,
  Conflict,
  Cosignature,
  IdempotencyMark,
  RecordRow,
  Store,
  StoredCheckpoint,
  SubjectUnit,
  Tile,
  Unit,
  UnitOutcome,
} from "../../../api/store/store.ts";
import { asTreeSize } from "../../../portal/verify/brands.ts";
import { memoryErasure } from "./memory-erasure.ts";
import { hex, MemoryLog } from "./memory-log.ts";
import { memoryPages } from "./memory-pages.ts";

type Mark = NonNullable<Unit["idempotency"]>;

/** What goes in and what comes out is nobody else's. */
const copy = <T>(value: T): T => structuredClone(value);

export function memoryStore(): Store {
  const log = new MemoryLog();
  const records: RecordRow[] = [];
  const identities = new Map<string, string>();
  const marks = new Map<string, Mark>();
  const subjects = new Map<string, SubjectUnit>();
  const meta = new Map<string, string>();
  const tiles = new Map<string, Tile>();
  const checkpoints: StoredCheckpoint[] = [];
  const anchors = new Map<number, AnchorRow>();
  const cosignatures: Cosignature[] = [];
  const standings = new Map<string, Omit<StandingRow, "headSeq">>();
  /** Of all that ever were. */
  let numbered = 0;
  const erasure = memoryErasure({ log, records, identities, marks, subjects, standings });

  function conflictOf(unit: Unit): Conflict | null {
    const concern = erasure.concerns(unit);
    if (concern !== null) return concern;
    if (unit.idempotency && marks.has(hex(unit.idempotency.keyMac))) return "idempotency_key_used";
    const macs = unit.identities.map(({ mac }) => hex(mac));
    const versions = unit.records.map(({ id, version }) => `${id} ${version}`);
    if (new Set(macs).size < macs.length || new Set(versions).size < versions.length) {
      return "identity_taken";
    }
    if (macs.some((mac) => identities.has(mac))) return "identity_taken";
    if (records.some(({ id, version }) => versions.includes(`${id} ${version}`))) {
      return "identity_taken";
    }
    const moved = unit.expected.some(({ streamKey, head }) => {
      const now = log.head(streamKey);
      return now?.seq !== head?.seq || (now && head && hex(now.leafHash) !== hex(head.leafHash));
    });
    return moved ? "head_moved" : null;
  }

  function take(unit: Unit): UnitOutcome {
    const conflict = conflictOf(unit);
    if (conflict !== null) return { ok: false, conflict };
    const added = unit.records.map((record) => {
      const entry = log.appendRecord(record, unit);
      records.push({ ...record, index: entry.index });
      return entry;
    });
    for (const { mac, id } of unit.identities) identities.set(hex(mac), id);
    if (unit.idempotency) marks.set(hex(unit.idempotency.keyMac), unit.idempotency);
    for (const { key, subject, sealed, last } of unit.standings) {
      const entry = added[last];
      if (entry === undefined) throw new Error("a standing ends with a record of its unit");
      const number = standings.get(hex(key))?.number ?? ++numbered;
      standings.set(hex(key), { key, subject, sealed, number, index: entry.index });
    }
    return { ok: true, entries: added };
  }

  function standingOf(row: Omit<StandingRow, "headSeq">): StandingRow {
    const { streamKey } = records.find(({ index }) => index === row.index) as RecordRow;
    const all = log.ofStream(streamKey);
    return copy({ ...row, headSeq: all.at(-1)?.index === row.index ? all.length : null });
  }

  function versionsOf(id: string): RecordRow[] {
    return records.filter((row) => row.id === id).sort((a, b) => a.version - b.version);
  }

  function seal({ from, tiles: changed, checkpoint }: Batch): boolean {
    if (checkpoint.size <= from) throw new Error("a batch must not be empty");
    if ((checkpoints.at(-1)?.size ?? 0) !== from) return false;
    if (checkpoint.size > log.entries.length) throw new Error("a checkpoint beyond the log");
    for (const { hashes, level, n } of changed) {
      if (!isTile(hashes, tiles.get(`${level}/${n}`))) throw new Error("not such a tile");
    }
    for (const tile of changed) tiles.set(`${tile.level}/${tile.n}`, tile);
    checkpoints.push(checkpoint);
    return true;
  }

  function addSubject(unit: SubjectUnit): { subject: string; created: boolean } {
    const { referenceMac } = unit;
    const holder = referenceMac && referenceHolder(referenceMac);
    if (holder) return { subject: holder, created: false };
    const created = !subjects.has(unit.subject);
    if (created) subjects.set(unit.subject, unit);
    return { subject: unit.subject, created };
  }

  function referenceHolder(mac: Uint8Array): string | null {
    for (const { subject, referenceMac } of subjects.values()) {
      if (referenceMac && hex(referenceMac) === hex(mac)) return subject;
    }
    return null;
  }

  function markOf(keyMac: Uint8Array): Omit<Mark, keyof Pick<IdempotencyMark, "keyMac">> | null {
    const mark = marks.get(hex(keyMac));
    if (!mark) return null;
    const { bodyMac, outcome, id, version } = mark;
    return { bodyMac, outcome, id, version };
  }

  function newestAnchor(isOne: (row: AnchorRow) => boolean, above: number): AnchorRow | null {
    const found = [...anchors.values()].filter((row) => row.size > above && isOne(row));
    return copy(found.sort((a, b) => b.size - a.size)[0] ?? null);
  }

  return {
    size: async () => asTreeSize(log.entries.length),
    meta: async (key) => meta.get(key) ?? null,
    setMeta: async (key, value) => {
      if (!meta.has(key)) meta.set(key, value);
      return meta.get(key) as string;
    },
    swapMeta: async (key, expected, value) => {
      if ((meta.get(key) ?? null) !== expected) return false;
      meta.set(key, value);
      return true;
    },
    commit: async (units) => copy(copy(units).map(take)),
    appendState: async (state) => copy(log.appendState(state)),
    fillWithVoid: async (size, at) => log.fillWithVoid(size, at),
    restore: async (from, restored, more = []) => {
      const wrong = more.find(
        ({ hashes, level, n }) => !isTile(hashes, tiles.get(`${level}/${n}`)),
      );
      if (wrong !== undefined && log.entries.length === from) throw new Error("not such a tile");
      const done = log.restore(from, restored);
      if (done) for (const tile of copy(more)) tiles.set(`${tile.level}/${tile.n}`, tile);
      return done;
    },
    idempotency: async (keyMac) => copy(markOf(keyMac)),
    addSubjects: async (units) => copy(units).map(addSubject),
    subjectsByReference: async (macs) => macs.map(referenceHolder),
    knownSubjects: async (names) => new Set(names.filter((name) => subjects.has(name))),
    findByIdentity: async (macs) =>
      macs.map((mac) => {
        const versions = versionsOf(identities.get(hex(mac)) ?? "");
        const newest = versions.at(-1);
        if (!newest) return null;
        const contentMacs = versions.map(({ version, contentMac }) => ({ version, contentMac }));
        return copy({ newest, contentMacs });
      }),
    record: async (id, version) => {
      const versions = versionsOf(id);
      const row = version === null ? versions.at(-1) : versions.find((r) => r.version === version);
      return copy(row ?? null);
    },
    recordsAt: async (indexes) =>
      indexes.map((at) => copy(records.find(({ index }) => index === at) ?? null)),
    newestRecords: async (ids) => ids.map((id) => copy(versionsOf(id).at(-1) ?? null)),
    list: async ({ subject, kind, without, after, limit }) =>
      copy(
        records
          .filter(
            (row) =>
              row.subject === subject && (kind === null ? row.kind !== without : row.kind === kind),
          )
          .filter((row) => versionsOf(row.id).at(-1) === row && row.index > after)
          .slice(0, limit),
      ),
    timeline: async ({ subject, kinds, below, limit }) =>
      copy(
        records
          .filter((row) => row.subject === subject && row.index < below)
          .filter((row) => kinds === null || kinds.includes(row.kind))
          .sort((a, b) => b.index - a.index)
          .slice(0, limit),
      ),
    streamHeads: async (keys) => copy(keys.map((key) => log.head(key))),
    standings: async (keys) =>
      keys.map((key) => {
        const row = standings.get(hex(key));
        return row === undefined ? null : standingOf(row);
      }),
    standingsAfter: async (after, limit) => {
      if (![after, limit].every((n) => n >= 0)) throw new Error("no such page");
      const rows = [...standings.values()]
        .filter(({ number }) => number > after)
        .sort((a, b) => a.number - b.number)
        .slice(0, limit)
        .map(standingOf);
      return { rows, damaged: 0, last: rows.at(-1)?.number ?? null };
    },
    entry: async (index) => copy(log.entries[index] ?? null),
    entriesAt: async (indexes) => indexes.map((index) => copy(log.entries[index] ?? null)),
    entries: async (from, to) => copy(log.range(from, to, 4_096)),
    moves: async (from, to) => log.moves(from, to),
    streamEntries: async (key, { from, below, limit, newestFirst }) => {
      if (![from, below, limit].every((n) => n >= 0)) throw new Error("no such range");
      const found = log.ofStream(key).filter(({ index }) => index >= from && index < below);
      return copy((newestFirst ? found.reverse() : found).slice(0, limit));
    },
    dues: async (from, to, before) => {
      const whole = Number.isInteger(from) && Number.isInteger(to);
      if (!(whole && from >= 0 && from <= to && to - from <= 4_096))
        throw new Error("no such range");
      const known = log.entries
        .slice(from, to)
        .filter(({ entry, dueAt }) => entry.length === 105 && dueAt > 0)
        .map(({ dueAt }) => dueAt);
      return {
        promises: known.length,
        earliest: known.length === 0 ? null : Math.min(...known),
        latest: known.length === 0 ? null : Math.max(...known),
        overdue: known.filter((due) => due < before).length,
      };
    },
    leafHashes: async (from, to) => log.leafHashes(from, to),
    tiles: async (wanted) => copy(wanted.map(({ level, n }) => tiles.get(`${level}/${n}`) ?? null)),
    seal: async (batch) => seal(copy(batch)),
    newestCheckpoint: async () => copy(checkpoints.at(-1) ?? null),
    checkpoint: async (size) => copy(checkpoints.find((c) => c.size === size) ?? null),
    putAnchor: async (row) => void anchors.set(row.size, copy(row)),
    removeAnchor: async (size) => void anchors.delete(size),
    openAnchors: async () =>
      copy(
        [...anchors.values()]
          .filter(({ state }) => state !== "finalized")
          .sort((a, b) => a.size - b.size),
      ),
    newestAnchor: async (states, above) =>
      newestAnchor(({ state }) => states.includes(state), above),
    anchorsAround: async (time) => {
      const final = [...anchors.values()]
        .filter(({ state, blockTime }) => state === "finalized" && blockTime !== null)
        .sort((a, b) => Number(a.blockTime) - Number(b.blockTime) || a.size - b.size);
      const before = final.findLast(({ blockTime }) => Number(blockTime) <= time) ?? null;
      return copy({ before, after: final.find((row) => Number(row.blockTime) > time) ?? null });
    },
    anchorGap: async (above) => {
      const final = [...anchors.values()]
        .filter(({ state }) => state === "finalized")
        .sort((a, b) => a.size - b.size);
      const upper = final.find(
        ({ size, previousSize }) =>
          size > above && previousSize && !final.some((row) => row.size === previousSize),
      );
      const lower = upper && final.findLast(({ size }) => size < upper.size);
      return upper ? copy({ upper, lower: lower ?? null }) : null;
    },
    clearAnchors: async () => anchors.clear(),
    putCosignatures: async (rows) => {
      for (const { size } of rows) asTreeSize(size);
      for (const row of rows) {
        const { size, vkey } = row;
        if (!cosignatures.some((held) => held.size === size && held.vkey === vkey))
          cosignatures.push(copy(row));
      }
    },
    cosignatures: async (size) => {
      const wanted = asTreeSize(size);
      return cosignatures
        .filter((row) => row.size === wanted)
        .map(({ vkey, line }) => ({ vkey, line }));
    },
    uncosignedAnchors: async (vkey, states, { upTo, most }) =>
      [...anchors.values()]
        .filter(({ state, size }) => states.includes(state) && size <= upTo)
        .sort((a, b) => b.size - a.size)
        .slice(0, most)
        .filter(({ size }) => !cosignatures.some((row) => row.size === size && row.vkey === vkey))
        .map(copy),
    newestCosignedAnchor: async (vkeys, states, above) => {
      const isCosigned = ({ size }: AnchorRow): boolean =>
        cosignatures.some((row) => row.size === size && vkeys.includes(row.vkey));
      return newestAnchor((row) => states.includes(row.state) && isCosigned(row), above);
    },
    ...memoryPages(checkpoints, anchors),
    ...erasure.methods,
    close: async () => {},
  };
}

/** A tile is new, the same again, or longer and beginning with what was there. */
function isTile(hashes: Uint8Array, stored: Tile | undefined): boolean {
  const { length } = hashes;
  if (length < 32 || length > 8192 || length % 32 !== 0) return false;
  return stored === undefined || hex(hashes).startsWith(hex(stored.hashes));
}
