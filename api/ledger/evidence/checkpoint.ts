/** Which checkpoint a file rests on. */
import type { EvidenceAnchor } from "../../../portal/verify/evidence.ts";
import { hasLogKeyFor, type Policy } from "../../../portal/verify/policy.ts";
import { Refusal } from "../../core/errors.ts";
import { intactEntry } from "../../log/damage.ts";
import { readStateEntry } from "../../log/state-entry.ts";
import type { AnchorRow, Store, StoredCheckpoint } from "../../store/store.ts";
import { damagedCheckpoint } from "../committed.ts";
import type { Chosen, ChosenState } from "./chosen.ts";
import type { EvidenceContext, PreferredCheckpoint } from "./context.ts";

/** For an entry alone. @throws Refusal `not_sealed`, `damaged` */
export async function checkpointFor(
  { store, policy, pinned }: Pick<EvidenceContext, "store" | "policy" | "pinned">,
  index: number,
  preferred: PreferredCheckpoint,
): Promise<Chosen> {
  if (pinned !== undefined) return covering(pinned, index + 1, pinned.checkpoint.size);
  const newest = await store.newestCheckpoint();
  if (newest === null || newest.size <= index) {
    throw new Refusal("not_sealed", { index, size: newest?.size ?? 0 });
  }
  const anchored = (states: readonly AnchorRow["state"][], above: number) =>
    ownAnchor({ store, policy }, states, above);
  const found =
    preferred === "newest"
      ? await anchored(["finalized", "included"], newest.size - 1)
      : ((await anchored(["finalized"], index)) ?? (await anchored(["included"], index)));
  const checkpoint = found === null ? newest : await anchoredCheckpoint(store, found);
  return { checkpoint, anchor: anchorOf(found, policy) };
}

/** What a checkpoint for a claim about a time must be over at the least. */
export interface Least {
  readonly size: number;
  readonly mapSize: number;
}

/**
 * For a claim about a stream whose newest entry, sealed or not, is at `index` (−1: it has none): the map of the checkpoint's state entry
 * must be over that entry, and kept.
 *
 * @throws Refusal `not_sealed`, `damaged`
 */
export async function checkpointForStream(
  context: EvidenceContext,
  index: number,
  preferred: PreferredCheckpoint,
  least: Least = { size: 0, mapSize: 0 },
): Promise<ChosenState> {
  const { store, policy, pinned } = context;
  const wanted = Math.max(index + 1, least.mapSize);
  if (pinned !== undefined) return covering(pinned, wanted, pinned.state.mapSize);
  if (preferred === "final") {
    const above = Math.max(wanted, least.size - 1);
    const found =
      (await usable(context, await cosignedAnchor(context, above), wanted)) ??
      (await usable(context, await ownAnchor(context, ["finalized"], above), wanted));
    if (found !== null) return found;
  }
  const checkpoint = await store.newestCheckpoint();
  if (checkpoint === null) throw new Refusal("not_sealed", { index: Math.max(index, 0), size: 0 });
  const newest = await withState(store, checkpoint);
  const { mapSize } = newest.state;
  if (mapSize < wanted) throw new Refusal("not_sealed", { index: wanted - 1, size: mapSize });
  if (checkpoint.size < least.size) throw damagedCheckpoint(least.size);
  const anchor = await ownAnchor(context, ["finalized"], checkpoint.size - 1);
  return { ...newest, anchor: anchorOf(anchor, policy) };
}

/** What was chosen for all, where it is over what is wanted. */
function covering(pinned: ChosenState, wanted: number, size: number): ChosenState {
  if (wanted > size) throw new Refusal("not_sealed", { index: wanted - 1, size });
  return pinned;
}

/** The checkpoint of a final anchor, if its map is over what is wanted, and kept. */
async function usable(
  { store, map, policy }: EvidenceContext,
  anchor: AnchorRow | null,
  wanted: number,
): Promise<ChosenState | null> {
  if (anchor === null) return null;
  const final = await withState(store, await anchoredCheckpoint(store, anchor));
  const { mapSize } = final.state;
  if (mapSize < wanted || (await map.rootAt(mapSize)) === null) return null;
  return { ...final, anchor: anchorOf(anchor, policy) };
}

/** The newest final anchor above a size that an auditor of the policy has cosigned. */
async function cosignedAnchor(
  { store, policy }: Pick<EvidenceContext, "store" | "policy">,
  above: number,
): Promise<AnchorRow | null> {
  const auditors = policy.keys.filter(({ role }) => role === "auditor");
  if (auditors.length === 0) return null;
  const vkeys = auditors.map(({ vkey }) => vkey);
  return own(policy, await store.newestCosignedAnchor(vkeys, ["finalized"], above));
}

/**
 * The newest anchor above a size. What was taken over from a predecessor is anchored in this ledger too, but its checkpoint is the
 * predecessor's.
 */
async function ownAnchor(
  { store, policy }: Pick<EvidenceContext, "store" | "policy">,
  states: readonly AnchorRow["state"][],
  above: number,
): Promise<AnchorRow | null> {
  return own(policy, await store.newestAnchor(states, above));
}

/** Its own checkpoints are over its own record at the least, which stands behind all that was taken over. */
const own = (policy: Policy, found: AnchorRow | null): AnchorRow | null =>
  found !== null && hasLogKeyFor(policy, found.size - 1) ? found : null;

async function anchoredCheckpoint(store: Store, { size }: AnchorRow): Promise<StoredCheckpoint> {
  const checkpoint = await store.checkpoint(size);
  if (checkpoint === null) throw damagedCheckpoint(size);
  return checkpoint;
}

/** The block of an anchor that is not final may still disappear; a file that names it would turn invalid. Verifiers find it. */
function anchorOf(found: AnchorRow | null, policy: Policy): EvidenceAnchor | null {
  if (found?.state !== "finalized" || found.block === null) return null;
  const { chainId, contract, ledgerId } = policy;
  return { block: found.block, chainId, contract, ledgerId };
}

async function withState(
  store: Store,
  checkpoint: StoredCheckpoint,
): Promise<Omit<ChosenState, "anchor">> {
  const index = checkpoint.size - 1;
  const entry = await intactEntry(store, index);
  const state = readStateEntry(entry.entry);
  if (state === null) throw new Refusal("damaged", { what: "entry", index });
  return { checkpoint, entry, state };
}
