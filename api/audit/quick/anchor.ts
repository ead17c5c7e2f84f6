/** The anchor that a sample is of: on the chain, in its row, with its checkpoint; and the tree that it anchored. */

import { ENTRY_TYPE_STATE, STATE_ENTRY_LENGTH } from "../../../portal/verify/entry.ts";
import type { AnchoredLog, AuditChain } from "../../anchor/audit-chain.ts";
import type { LedgerSnapshot } from "../../store/audit-store.ts";
import { anchorRow } from "../chain/anchor-row.ts";
import { checkAnchor, judgeCheckpoint } from "../chain/check-anchors.ts";
import { checkLedgerOnChain } from "../chain/check-ledger.ts";
import type { ChainFacts } from "../chain/read-chain.ts";
import { openCheckpointCheck } from "../log/checkpoints.ts";
import { checkSigner } from "../log/signer.ts";
import type { AuditOptions } from "../options.ts";
import { guarded } from "../parts/guarded.ts";
import { sizeNow } from "../parts/whole.ts";
import { bytesOf, isCount, textOf } from "../row.ts";
import type { AuditScene } from "../scene.ts";
import { openSampledTree, type SampledTree } from "./tree.ts";

export interface SampledAnchor {
  readonly options: AuditOptions;
  readonly chain: { readonly ask: AuditChain; readonly facts: ChainFacts };
  readonly event: AnchoredLog;
  /** In the database. */
  readonly entries: number;
  /** Reads the ledger's database as it is now. */
  fresh<T>(work: (ledger: LedgerSnapshot) => Promise<T>): Promise<T>;
}

/** Answers the tree that was anchored; `null`: its tiles cannot be read. */
export async function checkSampledAnchor(
  scene: AuditScene,
  sampled: SampledAnchor,
): Promise<SampledTree | null> {
  const { findings } = scene;
  const { options, chain, event, entries } = sampled;
  const now = (): Promise<number> => sizeNow(sampled);
  await checkLedgerOnChain(scene, {
    ...{ facts: chain.facts, logKey: options.logKey, entries },
    sizeNow: now,
  });
  await guarded(findings, { place: "anchors" }, () => checkRow(scene, sampled));
  const signed = await guarded(findings, { place: "checkpoints" }, () =>
    signedRoot(scene, event.size),
  );
  const root = signed ?? Buffer.from(event.root.slice(2), "hex");
  const tree = await guarded(findings, { place: "tiles" }, () =>
    openSampledTree(scene, event.size, root),
  );
  if (tree !== null && !tree.sure) {
    const key = { size: tree.size };
    findings.add({ place: "checkpoints", key, kind: "contradicts", cause: "checkpoint_root" });
  }
  await guarded(findings, { place: "checkpoints" }, () => checkCheckpoint(scene, tree, event.size));
  const newest = await guarded(findings, { place: "checkpoints" }, () => newestSigned(scene));
  await checkSigner(scene, {
    signer: options.signer,
    newest: newest ?? { size: 0, root: null },
    log: {
      size: entries,
      // Of other sizes no root is worked out.
      rootAt: async (size) =>
        size === newest?.size ? newest.root : size === event.size ? root : null,
    },
    sizeNow: now,
  });
  return tree;
}

async function checkRow(scene: AuditScene, { chain, event, fresh }: SampledAnchor): Promise<void> {
  const { snapshots, findings, rowMac } = scene;
  const { size } = event;
  const read = async (ledger: LedgerSnapshot) =>
    (await ledger.rows("anchors", [[size]]))[0] ?? null;
  const row = await read(snapshots.ledger);
  const own = row && anchorRow(row, rowMac);
  if (own !== null) await checkAnchor(scene, own, chain);
  else {
    if (row !== null) {
      findings.add({ place: "anchors", key: { size }, kind: "changed", cause: "row_mac" });
    } else if ((await fresh(read)) === null) {
      findings.add({ place: "anchors", key: { size }, kind: "missing", cause: "anchor_missing" });
    }
    await judgeCheckpoint(scene, { size }, event);
  }
}

/** The root that the log's key has signed for a size; `null`: its row is damaged, or gone. */
async function signedRoot(
  { snapshots, logKeys }: AuditScene,
  size: number,
): Promise<Uint8Array | null> {
  const [row = null] = await snapshots.ledger.rows("checkpoints", [[size]]);
  const said = row === null ? null : logKeys.read(textOf(row[NOTE]) ?? "", size);
  return said?.size === size ? said.root : null;
}

/** Of the columns of `checkpoints`. */
const NOTE = 2;

async function checkCheckpoint(
  scene: AuditScene,
  tree: SampledTree | null,
  size: number,
): Promise<void> {
  const check = await openCheckpointCheck(scene, size - 1);
  // Where there is none of this size the anchor has named it.
  if (!check.isDue(size)) return;
  const root = tree?.sure ? tree.root : null;
  await check.judge({ root, endsWithState: tree && (await endsWithState(scene, tree)) });
}

/** The row is believed where it accuses nobody. */
async function endsWithState({ snapshots }: AuditScene, tree: SampledTree) {
  const last = tree.size - 1;
  const [row = null] = await snapshots.ledger.rows("entries", [[last]]);
  if (isState(bytesOf(row?.[1]))) return true;
  const { entry } = await tree.leaf(last);
  return entry === null ? null : isState(entry);
}

const isState = (entry: Uint8Array | null): boolean =>
  entry?.length === STATE_ENTRY_LENGTH && entry[0] === ENTRY_TYPE_STATE;

const NEWEST = { after: null, limit: 1, backwards: true } as const;

async function newestSigned({ snapshots, logKeys }: AuditScene) {
  const [row = null] = await snapshots.ledger.page("checkpoints", NEWEST);
  const size = row?.[0];
  const said = isCount(size) ? logKeys.read(textOf(row?.[NOTE]) ?? "", size) : null;
  return said === null ? null : { size: Number(said.size), root: said.root };
}
