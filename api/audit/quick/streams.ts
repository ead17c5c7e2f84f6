/**
 * Drawn entries in their streams: each follows the one before it, and the head of its stream is not behind it. What other rows say is believed as long as it
 * accuses nobody; else what they truly are decides.
 */
import { ENTRY_TYPE_RECORD, RECORD_ENTRY_LENGTH } from "../../../portal/verify/entry.ts";
import { prefixOf } from "../finding.ts";
import { type EntryRow, entryRow } from "../log/entry-rows.ts";
import { leafOf, type TrueLeaf } from "../log/leaf-tile.ts";
import type { AuditScene } from "../scene.ts";
import { storedHead } from "../streams/heads.ts";
import type { SampledTree } from "./tree.ts";

/** A record entry, by the places of its members (FORMAT §5.2). */
interface Move {
  readonly index: number;
  readonly key: Buffer;
  readonly seq: number;
  readonly prev: Buffer;
}

export interface StreamCheck {
  /** An entry of the tree; others than of records are in no stream. */
  take(leaf: TrueLeaf): Promise<void>;
  /** No entry follows. Answers how many heads were looked at. */
  finish(): Promise<number>;
  /** Entries of which nobody knows any more what is before them: too many were looked for. */
  readonly unsought: number;
}

/** @param entries in the database */
export function checkDrawnStreams(
  scene: AuditScene,
  tree: SampledTree,
  entries: number,
): StreamCheck {
  const { snapshots, rowMac, findings } = scene;
  const { ledger } = snapshots;
  /** Of each stream the newest entry that was drawn: a head that is not behind it is not behind the others. */
  const newest = new Map<string, { readonly own: Move; readonly hash: Buffer }>();

  let unsought = 0;

  async function rowAt(index: number): Promise<EntryRow | null> {
    const [row = null] = await ledger.rows("entries", [[index]]);
    return row && entryRow(row, rowMac);
  }

  async function checkLink(own: Move): Promise<void> {
    const before = await ledger.newestOfStream(own.key, own.index);
    const row = before === null ? null : await rowAt(before);
    if (own.seq === 1 ? before === null : row !== null && follows(own, row)) return;
    const cause = await brokenBy(own, before, row && moveOf(row.index, row.entry));
    if (cause === null || findings.has({ place: "entries", key: { index: own.index } })) return;
    const about = {
      place: "entries",
      key: { index: own.index },
      details: { seq: own.seq },
    } as const;
    findings.add({ ...about, kind: "contradicts", cause });
  }

  /** `null`: by a row that is not what it was, which has been named. */
  async function brokenBy(own: Move, before: number | null, said: Move | null) {
    const other = before === null ? null : moveOf(before, (await tree.leaf(before)).entry);
    const isOfStream = other?.key.equals(own.key) === true;
    if (own.seq === 1) return isOfStream ? ("stream_seq" as const) : null;
    const found = await tree.find(own.prev, own.index);
    if (found === "given_up") {
      unsought += 1;
      return null;
    }
    if (found === null) return said?.seq === own.seq - 1 ? "stream_prev" : "stream_seq";
    const { entry } = await tree.leaf(found);
    if (entry === null) return null;
    const prev = moveOf(found, entry);
    if (prev === null || !prev.key.equals(own.key)) return "stream_prev";
    if (prev.seq !== own.seq - 1) return "stream_seq";
    // Between the two there is another one of the stream.
    return isOfStream && before !== null && before > found ? "stream_seq" : null;
  }

  async function checkHead(own: Move, leaf: Buffer): Promise<void> {
    const key = { prefix: prefixOf(own.key) };
    const [row = null] = await ledger.rows("streams", [[own.key]]);
    if (row === null) {
      findings.add({ place: "streams", key, kind: "missing", cause: "head_missing" });
      return;
    }
    const head = storedHead(row);
    if (head === null || !(await holds(head, own, leaf))) {
      findings.add({ place: "streams", key, kind: "changed", cause: "head_changed" });
    }
  }

  async function holds(
    { index, seq, leaf }: NonNullable<ReturnType<typeof storedHead>>,
    own: Move,
    ownLeaf: Buffer,
  ): Promise<boolean> {
    if (typeof index !== "number" || leaf === null || index < own.index || index >= entries) {
      return false;
    }
    if (index === own.index) {
      if (seq !== own.seq || !leaf.equals(ownLeaf)) return false;
    } else {
      const row = await rowAt(index);
      // Nothing is said against a head by an entry that is damaged itself.
      if (row !== null && isWhole(row)) {
        const move = moveOf(index, row.entry);
        if (move?.key.equals(own.key) !== true || move.seq !== seq) return false;
        if (row.leafHash?.equals(leaf) !== true) return false;
      }
    }
    const last = await ledger.newestOfStream(own.key, entries);
    if (last === null || last <= index) return true;
    const row = await rowAt(last);
    return row === null || !isWhole(row);
  }

  return {
    get unsought() {
      return unsought;
    },
    async take({ index, hash, entry }) {
      const own = moveOf(index, entry);
      if (own === null) return;
      await checkLink(own);
      newest.set(own.key.toString("latin1"), { own, hash });
    },
    async finish() {
      for (const { own, hash } of newest.values()) await checkHead(own, hash);
      return newest.size;
    },
  };
}

const HIGH = 2 ** 32;

function moveOf(index: number, entry: Buffer | null): Move | null {
  if (entry?.length !== RECORD_ENTRY_LENGTH || entry[0] !== ENTRY_TYPE_RECORD) return null;
  return {
    index,
    key: entry.subarray(33, 65),
    seq: entry.readUInt32BE(65) * HIGH + entry.readUInt32BE(69),
    prev: entry.subarray(73, 105),
  };
}

/** The bytes that it names as those before it are there, and of its stream. */
function follows({ key, seq, prev }: Move, { index, entry }: EntryRow): boolean {
  const before = moveOf(index, entry);
  if (entry === null || before === null) return false;
  return before.key.equals(key) && before.seq === seq - 1 && leafOf(entry).equals(prev);
}

const isWhole = ({ entry, leafHash, authentic }: EntryRow): boolean =>
  authentic !== false && entry !== null && leafHash?.equals(leafOf(entry)) === true;
