/** What the log itself adds to two files: its checkpoints, and how its tree begins. */
import { inclusionProof } from "../../../api/log/proofs.ts";
import { createTileReader } from "../../../api/log/tile-reader.ts";
import { asNodeHash, type NodeHash } from "../../../portal/verify/brands.ts";
import { equalBytes, utf8Encode } from "../../../portal/verify/bytes.ts";
import { checkMisbehaviour } from "../../../portal/verify/check-misbehaviour.ts";
import { contradiction } from "../../../portal/verify/contradiction.ts";
import { FormatError } from "../../../portal/verify/errors.ts";
import { rootsFromPrefix } from "../../../portal/verify/merkle.ts";
import {
  encodeMisbehaviour,
  type Misbehaviour,
  misbehaviour,
} from "../../../portal/verify/misbehaviour.ts";
import type { Policy } from "../../../portal/verify/policy.ts";
import { statementsOf } from "../../../portal/verify/read-statements.ts";
import type { KnownReceipt, KnownTree, Statements } from "../../../portal/verify/statements.ts";
import { prefixHashes } from "../../../portal/verify/subtree.ts";
import { TilesMissing, TilesWrong, tilesOf } from "../receipt/place.ts";
import type { LogSource } from "../receipt/source.ts";

/** `begins`: the larger tree does begin with the smaller one. `unusable`: the tiles are not there, or of another tree. */
export interface PairSeen {
  readonly smaller: number;
  readonly larger: number;
  readonly seen: "begins" | "unusable";
}

export interface LogSeen {
  readonly proof: Misbehaviour | null;
  /** Of the newest checkpoint that the log gave and the ledger's key has signed; null: there is none. */
  readonly newest: number | null;
  readonly pairs: readonly PairSeen[];
}

/** @param files what the two files hold; nothing in them contradicts */
export async function lookAtLog(
  source: LogSource,
  files: readonly Statements[],
  policy: Policy,
): Promise<LogSeen> {
  const trees = distinct(files.flatMap((file) => file.trees));
  const newest = await given(source, null, policy);
  const stored = await Promise.all(
    trees.map(({ checkpoint }) => given(source, checkpoint.size, policy)),
  );
  const told = [newest, ...stored].filter((one) => one !== null);
  const size = newest?.trees[0]?.checkpoint.size ?? null;
  const found = contradiction(...files, ...told);
  if (found !== null) return { proof: found, newest: size, pairs: [] };
  const all = distinct([...trees, ...told.flatMap((one) => one.trees)]);
  const { proof, pairs } = await lookAtPairs(source, all);
  if (proof !== null) return { proof, newest: size, pairs };
  const receipts = files.flatMap((file) => file.receipts);
  return { proof: await lookAtPlaces(source, receipts, all, policy), newest: size, pairs };
}

/** The log's note for a size (`null`: its newest), if the ledger's key has signed it. */
async function given(
  source: LogSource,
  size: number | null,
  policy: Policy,
): Promise<Statements | null> {
  const note = await source.checkpoint(size);
  const read = note === null ? null : statementsOf(utf8Encode(note), policy);
  return read === null || "refused" in read ? null : read;
}

/** Each size once, the smallest first: where two trees have one size, they are known to be the same. */
function distinct(trees: readonly KnownTree[]): readonly KnownTree[] {
  const bySize = new Map(trees.map((tree) => [tree.checkpoint.size, tree]));
  return [...bySize.values()].toSorted((a, b) => a.checkpoint.size - b.checkpoint.size);
}

async function lookAtPairs(source: LogSource, trees: readonly KnownTree[]) {
  const pairs: PairSeen[] = [];
  for (const [i, larger] of trees.entries()) {
    // The closest one first: what the larger tree has of it, it has of all smaller ones.
    for (const smaller of trees.slice(0, i).toReversed()) {
      if (smaller.checkpoint.size === 0) continue;
      const seen = await lookAtPair(source, smaller, larger);
      if (typeof seen !== "string") return { proof: seen, pairs };
      const [a, b] = [smaller.checkpoint.size, larger.checkpoint.size];
      pairs.push({ smaller: a, larger: b, seen });
    }
  }
  return { proof: null, pairs };
}

async function lookAtPair(
  source: LogSource,
  { note: a, checkpoint: smaller }: KnownTree,
  { note: b, checkpoint: larger }: KnownTree,
): Promise<Misbehaviour | PairSeen["seen"]> {
  const hashes = await begins(source, smaller.size, larger.size);
  if (hashes === null) return "unusable";
  const sizes = { size1: smaller.size, size2: larger.size };
  const { beginning, whole } = rootsFromPrefix({ ...sizes, hashes });
  if (!equalBytes(whole, larger.root)) return "unusable";
  if (equalBytes(beginning, smaller.root)) return "begins";
  const of = (checkpoint: string) => ({ form: "checkpoint", checkpoint }) as const;
  return misbehaviour("prefix", of(a), of(b), { hashes });
}

/** How the log's tree of `size2` begins, as its tiles have it; null: they are not there. */
export async function begins(
  source: LogSource,
  size1: KnownTree["checkpoint"]["size"],
  size2: KnownTree["checkpoint"]["size"],
): Promise<readonly NodeHash[] | null> {
  try {
    return await prefixHashes(size1, size2, createTileReader(tilesOf(source, size2)));
  } catch (error) {
    if (error instanceof TilesMissing || error instanceof TilesWrong) return null;
    throw error;
  }
}

/** What the trees have where receipts promised something. */
async function lookAtPlaces(
  source: LogSource,
  receipts: readonly KnownReceipt[],
  trees: readonly KnownTree[],
  policy: Policy,
): Promise<Misbehaviour | null> {
  for (const receipt of receipts) {
    for (const tree of trees) {
      if (tree.checkpoint.size <= receipt.receipt.index) continue;
      const node = await leafAt(source, receipt.receipt.index, tree);
      if (node === null) continue;
      for (const kind of ["receipt_leaf", "receipt_void"] as const) {
        const proof = misbehaviour(kind, { form: "receipt", receipt: receipt.note }, node);
        if (checkMisbehaviour(encodeMisbehaviour(proof), policy).failure === null) return proof;
      }
    }
  }
  return null;
}

async function leafAt(source: LogSource, index: number, { note, checkpoint }: KnownTree) {
  try {
    const read = createTileReader(tilesOf(source, checkpoint.size));
    const [hash] = await read([{ level: 0, index }]);
    const path = await inclusionProof(read, index, checkpoint.size);
    if (hash === undefined) return null;
    const node = { level: 0, index, hash: asNodeHash(hash), path };
    return { form: "node", checkpoint: note, node } as const;
  } catch (error) {
    const gone = error instanceof TilesMissing || error instanceof TilesWrong;
    if (gone || error instanceof FormatError) return null;
    throw error;
  }
}
