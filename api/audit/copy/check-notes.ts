/** The signed checkpoints in the second copy against those in the database: each has what the other has. */

import { equalBytes } from "../../../portal/verify/bytes.ts";
import type { RawKey, RawRow } from "../../store/audit-store.ts";
import { bytesOf, isCount } from "../row.ts";
import type { AuditScene } from "../scene.ts";

export interface NotesOptions {
  /** Entries in the database. */
  readonly entries: number;
  /** The size of the newest checkpoint of the snapshot. */
  readonly sealed: number;
  /** How many entries there are by now. */
  readonly sizeNow: () => Promise<number>;
}

/** Answers how many there are in the copy. */
export async function checkCopiedNotes(scene: AuditScene, options: NotesOptions): Promise<number> {
  const { copy, findings, steps } = scene;
  if (copy === null) return 0;
  const sizes = await copy.notes();
  const stored = storedSizes(scene, (sizes[0] ?? 0) - 1);
  let next = await stored();
  const miss = (size: number): void => {
    // A row that is damaged may be of another size.
    if (findings.has({ place: "checkpoints", key: { size } })) return;
    findings.add({ place: "copy.checkpoints", key: { size }, kind: "missing", cause: "copy_note" });
  };
  for (const size of sizes) {
    while (next !== null && next < size) {
      miss(next);
      next = await stored();
    }
    await judge(scene, options, size, next === size);
    if (next === size) next = await stored();
    steps.done("copy", 1);
  }
  while (sizes.length > 0 && next !== null) {
    miss(next);
    next = await stored();
  }
  return sizes.length;
}

async function judge(
  { copy, findings, snapshots, logKeys }: AuditScene,
  { entries, sealed, sizeNow }: NotesOptions,
  size: number,
  isStored: boolean,
): Promise<void> {
  const note = (await copy?.note(size)) ?? "";
  const said = logKeys.read(note, size);
  const about = { place: "copy.checkpoints", key: { size } } as const;
  if (said?.size !== size) {
    findings.add({ ...about, kind: "changed", cause: "copy_note" });
    return;
  }
  if (!isStored) {
    // Behind the newest one it may be under way.
    const at = { place: "checkpoints", key: { size } } as const;
    if (size <= sealed) findings.add({ ...at, kind: "missing", cause: "checkpoint_missing" });
    else if (size > entries && size > (await sizeNow())) {
      findings.add({ ...about, kind: "contradicts", cause: "log_behind" });
    }
    return;
  }
  const [row = null] = await snapshots.ledger.rows("checkpoints", [[size]]);
  const root = bytesOf(row?.[1], 32);
  if (root === null || equalBytes(root, said.root)) return;
  // Where the row is named already it is that one.
  if (findings.has({ place: "checkpoints", key: { size } })) return;
  findings.add({ ...about, kind: "contradicts", cause: "copy_note" });
}

const PAGE = 1_024;

/** Sizes of the checkpoints that are stored, ascending, above this one. */
function storedSizes({ snapshots }: AuditScene, above: number): () => Promise<number | null> {
  let after: RawKey | null = above > 0 ? [above] : null;
  let page: readonly RawRow[] = [];
  let at = 0;
  let ended = false;
  return async () => {
    for (;;) {
      if (at === page.length && !ended) {
        page = await snapshots.ledger.keys("checkpoints", { after, limit: PAGE });
        at = 0;
        ended = page.length < PAGE;
        after = page.at(-1) ?? null;
      }
      const row = page[at++];
      if (row === undefined) return null;
      const [size] = row;
      if (isCount(size)) return size;
    }
  };
}
