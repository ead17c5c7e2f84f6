/** The anchors that are stored, against the chain and against the checkpoints that they are of; and what the chain has that is not stored. */
import type { AnchoredLog, AuditChain } from "../../anchor/audit-chain.ts";
import { rootHex } from "../../anchor/divergence.ts";
import type { FindingCause } from "../causes.ts";
import { type FindingKind, numberOf } from "../finding.ts";
import type { AnchorTimes, FinalAnchor } from "../log/promises.ts";
import { isCount, textOf } from "../row.ts";
import type { AuditScene } from "../scene.ts";
import { pagesOf } from "../tables/pages.ts";
import { type AnchorRow, anchorRow } from "./anchor-row.ts";
import { type ChainFacts, unlessUnavailable } from "./read-chain.ts";

export interface AnchorOptions {
  /** `null`: the chain is left out, or could not be asked. */
  readonly chain: { readonly facts: ChainFacts; readonly ask: AuditChain } | null;
  /** How many rows there are, as the counter says. */
  readonly counted: number | null;
  /** Sizes of anchors that were stored since the snapshot was taken. */
  readonly storedSince: (sizes: readonly number[]) => Promise<ReadonlySet<number>>;
}

export interface CheckedAnchors extends AnchorTimes {
  /** Rows. */
  readonly stored: number;
  /** Blocks whose hash and time were compared. */
  readonly blocks: number;
  /** Those of which the node did not tell. */
  readonly blocksUntold: number;
}

export async function checkAnchors(
  scene: AuditScene,
  options: AnchorOptions,
): Promise<CheckedAnchors> {
  const { snapshots, rowMac, steps } = scene;
  const { chain, counted } = options;
  const events = chain?.facts.events ?? null;
  const add = adder(scene);
  const sound: AnchorRow[] = [];
  const sizes = new Set<number>();
  let stored = 0;
  let inserted = 0;
  for await (const page of pagesOf(snapshots.ledger, "anchors")) {
    for (const row of page) {
      stored += 1;
      const [size = null] = row;
      if (isCount(size)) sizes.add(size);
      const own = anchorRow(row, rowMac);
      if (own !== null) sound.push(own);
      else {
        const isForeign = events !== null && !(isCount(size) && events.has(size));
        if (isForeign) inserted += 1;
        add(numberOf(size), isForeign ? "inserted" : "changed", "row_mac");
      }
    }
  }
  const anchors: FinalAnchor[] = [];
  let [blocks, blocksUntold] = [0, 0];
  steps.expect("chain", chain === null ? 0 : sound.length);
  for (const row of sound) {
    const block = await checkAnchor(scene, row, chain);
    if (block === "untold") blocksUntold += 1;
    else if (block === "compared") blocks += 1;
    if (row.state === "finalized" && row.blockTime !== null) {
      anchors.push({ size: row.size, blockTime: row.blockTime });
    }
    steps.done("chain", 1);
  }
  const isMissing = await findMissing(scene, options, {
    sound,
    sizes,
    deleted: deletedRows(counted, stored - inserted),
  });
  return {
    ...{ stored, anchors, blocks, blocksUntold },
    finalTime: chain?.facts.finalized?.time ?? null,
    isPartial: isMissing || sound.length < stored,
  };
}

const adder =
  ({ findings }: Pick<AuditScene, "findings">) =>
  (size: number | string, kind: FindingKind, cause: FindingCause): void =>
    findings.add({ place: "anchors", key: { size }, kind, cause });

/** One anchor that the server wrote: what the chain has of it, its checkpoint, its block. Answers what became of the last. */
export async function checkAnchor(
  scene: AuditScene,
  row: AnchorRow,
  chain: AnchorOptions["chain"],
): Promise<"compared" | "untold" | "unasked"> {
  const add = adder(scene);
  const event = chain === null ? null : judge(row, chain.facts, add);
  await judgeCheckpoint(scene, row, event);
  if (event === null || chain === null) return "unasked";
  const header = await unlessUnavailable(() => chain.ask.block(event.blockNumber));
  // A node that has the event and not its block has not come so far, or does not keep it any more.
  if (header === "unavailable" || header === null) return "untold";
  const same = header.hash === row.blockHash && header.time === row.blockTime;
  if (row.state !== "pending" && !same) add(row.size, "contradicts", "anchor_block");
  return "compared";
}

const deletedRows = (counted: number | null, stored: number): number =>
  counted === null ? 0 : Math.max(0, counted - stored);

/** Answers the chain's event of a row, if it is the one that the row speaks of. */
function judge(
  row: AnchorRow,
  { events, finalized }: ChainFacts,
  add: (size: number, kind: FindingKind, cause: FindingCause) => void,
): AnchoredLog | null {
  if (events === null || row.state === "pending") return null;
  const event = events.get(row.size) ?? null;
  if (event === null) {
    // One that is only included may have gone again, and comes back.
    if (row.state === "finalized") add(row.size, "contradicts", "anchor_not_on_chain");
    return null;
  }
  const same =
    event.blockNumber === row.block &&
    event.blockHash === row.blockHash &&
    event.previousSize === row.previousSize;
  if (!same) add(row.size, "contradicts", "anchor_block");
  const isFinal = finalized !== null && event.blockNumber <= finalized.number;
  if (row.state === "finalized" && !isFinal) add(row.size, "contradicts", "anchor_state");
  return same ? event : null;
}

/** What was anchored is a checkpoint that was signed. */
export async function judgeCheckpoint(
  { snapshots, logKeys, findings }: AuditScene,
  { size }: Pick<AnchorRow, "size">,
  event: AnchoredLog | null,
): Promise<void> {
  const [row = null] = await snapshots.ledger.rows("checkpoints", [[size]]);
  const said = row === null ? null : logKeys.read(textOf(row[2]) ?? "", size);
  const key = { size };
  if (row === null) {
    findings.add({ place: "checkpoints", key, kind: "missing", cause: "anchor_checkpoint" });
  } else if (said?.size === size && event !== null && rootHex(said.root) !== event.root) {
    findings.add({ place: "chain", key, kind: "contradicts", cause: "anchor_root" });
  }
}

interface Rows {
  readonly sound: readonly AnchorRow[];
  readonly sizes: ReadonlySet<number>;
  /** How many rows were deleted. */
  readonly deleted: number;
}

/** Answers whether any is. */
async function findMissing(
  { findings }: AuditScene,
  { chain, storedSince }: AnchorOptions,
  { sound, sizes, deleted }: Rows,
): Promise<boolean> {
  const events = chain?.facts.events ?? null;
  const known =
    events === null
      ? // Each anchor names the one before it.
        sound.flatMap(({ previousSize }) => (deleted > 0 && previousSize ? [previousSize] : []))
      : [...events.keys()];
  const absent = known.filter((size) => !sizes.has(size));
  const since = absent.length === 0 ? new Set<number>() : await storedSince(absent);
  const missing = absent.filter((size) => !since.has(size));
  for (const size of missing) {
    findings.add({ place: "anchors", key: { size }, kind: "missing", cause: "anchor_missing" });
  }
  const unnamed = deleted - missing.length;
  if (unnamed <= 0) return missing.length > 0;
  const key = { rows: "unknown" };
  const details = { count: unnamed };
  findings.add({ place: "anchors", key, kind: "missing", cause: "rows_counted", details });
  return true;
}
