/** The part of the log that nobody has signed yet: what lies there is held by the authenticators of its rows, and by how it is chained. */
import { TILE_WIDTH } from "../../log/tiles.ts";
import type { RawValue } from "../../store/audit-store.ts";
import { numberOf } from "../finding.ts";
import type { AuditScene } from "../scene.ts";
import { type CopiedTile, judgeCopied, readCopied } from "./copied.ts";
import type { EntryCursor, EntryRow } from "./entry-rows.ts";
import { aboutEntry, leafOf, type TrueLeaf } from "./leaf-tile.ts";
import type { Taker } from "./take.ts";

export interface TailPart {
  readonly scene: AuditScene;
  readonly cursor: EntryCursor;
  readonly taker: Taker;
  readonly onDamaged: (leaf: TrueLeaf) => void;
  readonly ready: (entries: number) => Promise<void>;
  /** Where the tail begins. */
  readonly sealed: number;
  /** How many entries the log has, as the counter of the table says; `null`: nobody says it. */
  readonly counted: number | null;
}

/** Answers how many entries the log has. */
export async function checkTail(part: TailPart): Promise<number> {
  const { scene, cursor, taker, sealed, counted } = part;
  const copied = copiedEntries(scene);
  let next = sealed;

  function miss(index: number): void {
    scene.findings.add(aboutEntry(index, "missing", "entry_missing"));
    taker.lose(index);
  }

  async function take(row: EntryRow): Promise<void> {
    while (next < row.index) {
      await part.ready(1);
      miss(next++);
    }
    await part.ready(1);
    next = row.index + 1;
    const copy = await copied(row.index);
    const leaf = judge(row, copy?.entry ?? null, scene);
    if (leaf === null) taker.lose(row.index);
    else {
      if (leaf.intact === null) part.onDamaged(leaf);
      taker.take(leaf);
      if (copy !== null) {
        judgeCopied({ entries: [copy.entry], times: copy.times }, [leaf], sealed, scene.findings);
      }
    }
    scene.steps.done("entries", 1);
  }

  for await (const page of cursor.rest()) {
    for (const row of page) {
      if (isRow(row) && belongs(row, next, counted)) await take(row);
      else {
        const index = isRow(row) ? row.index : numberOf(row);
        scene.findings.add(aboutEntry(index, "inserted", "entry_inserted"));
      }
    }
  }
  while (counted !== null && next < counted) miss(next++);
  return next;
}

const isRow = (row: EntryRow | RawValue): row is EntryRow =>
  typeof row === "object" && row !== null && "index" in row;

/** Behind what is counted only the server's own rows are part of the log: then it is the counter that is wrong. */
function belongs(row: EntryRow, next: number, counted: number | null): boolean {
  if (row.authentic === true) return true;
  return counted === null ? row.index === next : row.index < counted;
}

function judge(row: EntryRow, copy: Uint8Array | null, { findings }: AuditScene): TrueLeaf | null {
  const { index, entry, leafHash } = row;
  const own = entry && leafOf(entry);
  const copied = copy && leafOf(copy);
  if (own !== null && leafHash?.equals(own) === true) {
    if (row.authentic !== false) return { index, hash: own, entry, intact: row };
    // All of it may have been replaced: what the copy has of it was so before.
    const replaced = copied !== null && !copied.equals(own);
    findings.add(aboutEntry(index, "changed", replaced ? "entry_replaced" : "entry_times"));
    if (replaced)
      return { index, hash: copied, entry: Buffer.from(copy as Uint8Array), intact: null };
    return { index, hash: own, entry, intact: null };
  }
  if (copied !== null && own?.equals(copied) === true) {
    findings.add(aboutEntry(index, "changed", "entry_leaf_hash"));
    return { index, hash: own, entry, intact: null };
  }
  findings.add(aboutEntry(index, "changed", "entry_bytes"));
  if (copied !== null && leafHash?.equals(copied) === true) {
    return { index, hash: copied, entry: Buffer.from(copy as Uint8Array), intact: null };
  }
  return leafHash === null ? null : { index, hash: leafHash, entry: null, intact: null };
}

/** The entries of the tail in the second copy, as far as it goes. */
function copiedEntries({ copy }: AuditScene) {
  let held: { readonly n: number; readonly tile: CopiedTile } | null = null;
  return async (index: number): Promise<{ entry: Uint8Array; times: Buffer | null } | null> => {
    if (copy === null) return null;
    const n = Math.floor(index / TILE_WIDTH);
    if (held?.n !== n) held = { n, tile: await readCopied(copy, n) };
    const place = index - n * TILE_WIDTH;
    const entry = held.tile.entries?.[place];
    if (entry === undefined) return null;
    const times = held.tile.times?.subarray(place * 16, (place + 1) * 16) ?? null;
    return { entry, times };
  };
}
