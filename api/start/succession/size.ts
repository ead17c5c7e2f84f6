/** Where the old ledger and this database still agree: from there the successor goes on. */
import { asTreeSize, type RootHash, type TreeSize } from "../../../portal/verify/brands.ts";
import { equalBytes } from "../../../portal/verify/bytes.ts";
import { EMPTY_ROOT } from "../../../portal/verify/merkle.ts";
import { rootHex } from "../../anchor/divergence.ts";
import type { Rpc } from "../../anchor/rpc.ts";
import { type LedgerPlace, readAllAnchored, readHead, readRoot } from "../../anchor/views.ts";
import { Refusal } from "../../core/errors.ts";
import { edgeDamage } from "../../log/damage.ts";
import { openGrowth } from "../../log/stored-growth.ts";
import type { Store, StoredCheckpoint } from "../../store/store.ts";

export type OwnLog = Pick<
  Store,
  "size" | "newestCheckpoint" | "checkpoint" | "tiles" | "entry" | "newestAnchor" | "anchorsAround"
>;

/** A root that was anchored in the old ledger and is that of our own tree. */
export interface Agreed {
  readonly size: TreeSize;
  readonly root: RootHash;
}

export interface Comparison {
  readonly agreed: Agreed;
  /** Size of the old ledger's head; 2^53−1 also stands for more. */
  readonly chainSize: number;
  /** Sizes anchored beyond the agreed one, descending: garbage, or what this database has lost. Null: the node does not list them. */
  readonly abandoned: readonly number[] | null;
}

/** A size that nothing was anchored at: the successor begins anew. */
const NOTHING: Agreed = { size: asTreeSize(0), root: EMPTY_ROOT };

/**
 * Compares all that was anchored with our own checkpoints. `wanted`: the operator's choice of size, which must be one on which both agree;
 * without it the greatest such size, else 0.
 *
 * @throws Refusal `succession_refused` for a `wanted` that is none; `damaged` if our tiles do not give our checkpoint
 */
export async function compareWithChain(
  store: OwnLog,
  rpc: Rpc,
  place: LedgerPlace,
  wanted: number | null,
): Promise<Comparison> {
  const head = await readHead(rpc, place);
  if (head === null) throw new Refusal("wrong_ledger", { setting: "COUNTERFOIL_CONTRACT" });
  const all = await readAllAnchored(rpc, place);
  const agreed =
    wanted === null
      ? await greatestAgreed(store, rpc, place, all?.map(({ size }) => size) ?? null)
      : await agreedAt(store, rpc, place, wanted);
  const beyond = all?.filter(({ size }) => size > agreed.size).map(({ size }) => size);
  return { agreed, chainSize: head.size, abandoned: beyond ?? null };
}

async function greatestAgreed(
  store: OwnLog,
  rpc: Rpc,
  place: LedgerPlace,
  anchored: readonly number[] | null,
): Promise<Agreed> {
  // A node that does not search its logs, or not all of them, still knows the root of a size that we can name.
  const candidates = new Set([...(anchored ?? []), ...(await rememberedSizes(store))]);
  for (const size of [...candidates].sort((a, b) => b - a)) {
    // Of a thief's sizes there may be very many.
    if ((await store.checkpoint(size)) === null) continue;
    const found = await agreement(store, rpc, place, size);
    if (typeof found !== "string") return found;
  }
  return NOTHING;
}

async function agreedAt(
  store: OwnLog,
  rpc: Rpc,
  place: LedgerPlace,
  size: number,
): Promise<Agreed> {
  if (size === 0) return NOTHING;
  const found = await agreement(store, rpc, place, size);
  if (typeof found === "string") throw new Refusal("succession_refused", { problem: found });
  return found;
}

/** Chain, checkpoint and tiles have one root at this size; else what is wrong. */
async function agreement(
  store: OwnLog,
  rpc: Rpc,
  place: LedgerPlace,
  size: number,
): Promise<Agreed | "size_not_anchored" | "size_not_ours"> {
  const chainRoot = await readRoot(rpc, place, size, "latest");
  if (chainRoot === null) return "size_not_anchored";
  const ours = await store.checkpoint(size);
  if (ours === null || rootHex(ours.root) !== chainRoot) return "size_not_ours";
  await assertDerived(store, ours);
  return { size: ours.size, root: ours.root };
}

/** @throws Refusal `damaged`, or Misbehaviour, if the stored tiles do not give the checkpoint's root */
export async function assertDerived(store: OwnLog, checkpoint: StoredCheckpoint): Promise<void> {
  const growth = await openGrowth(store, checkpoint.size);
  if (!equalBytes(growth.root(), checkpoint.root)) throw await edgeDamage(store, checkpoint);
}

/** Sizes that we know to have been anchored. Of several in one block's second only one, which is enough to begin from. */
async function rememberedSizes(store: OwnLog): Promise<number[]> {
  const newest = await store.newestAnchor(["included", "finalized"], 0);
  const sizes = newest === null ? [] : [newest.size as number];
  for (let time = Number.MAX_SAFE_INTEGER; ; ) {
    const { before } = await store.anchorsAround(time);
    if (before === null || before.blockTime === null) break;
    if (!sizes.includes(before.size)) sizes.push(before.size);
    time = before.blockTime - 1;
  }
  return sizes;
}
