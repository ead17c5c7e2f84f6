/** What the chain adds to two files: the roots that it has for their sizes, and its newest. */
import { createChainReader } from "../../../api/anchor/reader.ts";
import { createRpc, RpcRejected, RpcUnreachable } from "../../../api/anchor/rpc.ts";
import { readHead } from "../../../api/anchor/views.ts";
import { asTreeSize, type TreeSize } from "../../../portal/verify/brands.ts";
import type { AskChain } from "../../../portal/verify/chain.ts";
import {
  encodeMisbehaviour,
  type Misbehaviour,
  misbehaviour,
} from "../../../portal/verify/misbehaviour.ts";
import type { MisbehaviourVerdict } from "../../../portal/verify/misbehaviour-verdict.ts";
import type { Policy } from "../../../portal/verify/policy.ts";
import type { KnownTree } from "../../../portal/verify/statements.ts";
import { verifyMisbehaviour } from "../../../portal/verify/verify-misbehaviour.ts";
import type { LogSource } from "../receipt/source.ts";
import { begins } from "./log.ts";

/** `agrees`: the chain has this root. `none`: it has no root for this size. */
export interface SizeSeen {
  readonly size: number;
  readonly seen: "agrees" | "none" | "unusable";
}

/** A proof as it is written, and what a verifier said of it: of `off_chain` by the very answer that proved it. */
export interface Proven {
  readonly proof: Uint8Array;
  readonly verdict: MisbehaviourVerdict;
}

export interface ChainSeen {
  readonly found: Proven | null;
  /** Empty: the files have no checkpoint of any entry, so the chain was not asked. */
  readonly sizes: readonly SizeSeen[];
  /** The newest anchor beside what has no root of its own on the chain; null: no log was named for it, or nothing is anchored. */
  readonly head: { readonly size: number | null; readonly seen: "agrees" | "unusable" } | null;
}

/** @param source the log, for what the chain has of other sizes; null: none was named */
export async function lookAtChain(
  url: string,
  trees: readonly KnownTree[],
  policy: Policy,
  source: LogSource | null,
): Promise<ChainSeen> {
  const ask = createChainReader(url);
  const sizes: SizeSeen[] = [];
  const filled = trees.filter(({ checkpoint }) => checkpoint.size > 0);
  for (const tree of filled) {
    const { size } = tree.checkpoint;
    const seen = await judge(offChain(tree, size), policy, ask);
    if (typeof seen !== "string") return { found: seen, sizes, head: null };
    sizes.push({ size, seen });
  }
  const size = source === null || filled.length === 0 ? null : await headOf(url, policy);
  if (source === null || size === null) return { found: null, sizes, head: null };
  if (size === "unusable") return { found: null, sizes, head: { size: null, seen: "unusable" } };
  let seen: "agrees" | "unusable" = "agrees";
  for (const [i, tree] of filled.entries()) {
    const beside = await besideHead(tree, size, source, (proof) => judge(proof, policy, ask));
    if (typeof beside !== "string") return { found: beside, sizes, head: { size, seen } };
    // Of what the chain has itself, nothing more need be seen.
    if (beside !== "agrees" && sizes[i]?.seen !== "agrees") seen = "unusable";
  }
  return { found: null, sizes, head: { size, seen } };
}

function offChain(
  { note }: KnownTree,
  size: TreeSize,
  hashes: Misbehaviour["hashes"] = null,
): Misbehaviour {
  const a = { form: "checkpoint", checkpoint: note } as const;
  return misbehaviour("off_chain", a, { form: "anchor", anchor: { size } }, { hashes });
}

/** The verifier's own word: nothing that the chain says is understood here. */
async function judge(
  proof: Misbehaviour,
  policy: Policy,
  ask: AskChain,
): Promise<SizeSeen["seen"] | Proven> {
  const bytes = encodeMisbehaviour(proof);
  const verdict = await verifyMisbehaviour(bytes, { policy, ask });
  if (verdict.word === "DIVERGED") return { proof: bytes, verdict };
  if (verdict.reason?.code === "no_contradiction") return "agrees";
  return verdict.reason?.code === "not_anchored" ? "none" : "unusable";
}

/** The size of the newest anchor; null: nothing is anchored. */
async function headOf(
  url: string,
  { contract, ledgerId }: Policy,
): Promise<TreeSize | "unusable" | null> {
  try {
    const head = await readHead(createRpc(url), { contract, ledgerId });
    if (head === null) return "unusable";
    return head.size < 1 ? null : asTreeSize(head.size);
  } catch (error) {
    if (error instanceof RpcUnreachable || error instanceof RpcRejected) return "unusable";
    throw error;
  }
}

async function besideHead(
  tree: KnownTree,
  head: TreeSize,
  source: LogSource,
  judged: (proof: Misbehaviour) => Promise<SizeSeen["seen"] | Proven>,
): Promise<SizeSeen["seen"] | Proven> {
  const { size } = tree.checkpoint;
  if (size === head) return judged(offChain(tree, head));
  const [size1, size2] = size < head ? [size, head] : [head, size];
  const hashes = await begins(source, size1, size2);
  return hashes === null ? "unusable" : judged(offChain(tree, head, hashes));
}
