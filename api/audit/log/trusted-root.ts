/** Where an audit begins: the largest root of the log that was signed, and that the stored tiles should give. */
import type { SignerRecord } from "../../log/signer-state.ts";
import type { AuditSnapshots, RawKey, RawRow } from "../../store/audit-store.ts";
import { isCount, textOf } from "../row.ts";
import type { LogKeys } from "../scene.ts";
import { MOST_MISSED, sizeOfTiles } from "./tile-rows.ts";

export interface TrustedRoot {
  readonly size: number;
  /** `null`: nothing that was signed is left. */
  readonly root: Uint8Array | null;
  /** Who says so. */
  readonly by: "checkpoint" | "signer" | "copy" | "tiles";
}

export interface RootSources {
  readonly snapshots: Pick<AuditSnapshots, "ledger">;
  readonly logKeys: LogKeys;
  /** `null`: it cannot be read. */
  readonly signer: Pick<SignerRecord, "size" | "root"> | null;
  /** The newest signed checkpoint of the second copy, not above what the tiles are of. */
  readonly copied: (
    upTo: number,
  ) => Promise<{ readonly size: number; readonly root: Uint8Array } | null>;
}

/**
 * The stored tiles are of the newest checkpoint. If its row is gone or damaged, the signer knows its root, and the second copy has its note. A
 * signer that is ahead of the tiles is none: a batch is under way, or was when the server ended.
 */
export async function trustedRoot(sources: RootSources): Promise<TrustedRoot> {
  const { snapshots, logKeys, signer, copied } = sources;
  const checkpoint = await newestSigned(snapshots, logKeys);
  const tiles = await sizeOfTiles(snapshots.ledger);
  const known: TrustedRoot[] = checkpoint === null ? [] : [{ ...checkpoint, by: "checkpoint" }];
  if (signer !== null && (signer.size <= tiles || (await isStored(snapshots, signer.size)))) {
    known.push({ ...signer, by: "signer" });
  }
  const note = await copied(tiles);
  if (note !== null) known.push({ ...note, by: "copy" });
  const largest = known.reduce<TrustedRoot | null>(
    (best, one) => (best === null || one.size > best.size ? one : best),
    null,
  );
  if (largest !== null && largest.size > 0) return largest;
  return { size: tiles, root: null, by: "tiles" };
}

/** Whether there is a checkpoint of this size, be it damaged, of a log that could be so long. */
async function isStored({ ledger }: RootSources["snapshots"], size: number): Promise<boolean> {
  const [row] = await ledger.rows("checkpoints", [[size]]);
  return row !== null && size <= (await ledger.count("entries")) + MOST_MISSED;
}

const PAGE = 256;

/** Of the checkpoints that our key has signed the largest, as its note says. */
async function newestSigned({ ledger }: RootSources["snapshots"], keys: LogKeys) {
  for (let after: RawKey | null = null; ; ) {
    const page: readonly RawRow[] = await ledger.page("checkpoints", {
      after,
      limit: PAGE,
      backwards: true,
    });
    for (const [size, , note] of page) {
      const said = keys.read(textOf(note) ?? "", isCount(size) ? size : 0);
      if (said !== null && said.size > 0) return { size: Number(said.size), root: said.root };
    }
    const last = page.at(-1);
    if (page.length < PAGE || last === undefined) return null;
    after = [last[0] ?? null];
  }
}
