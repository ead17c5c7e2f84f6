/** What the chain adds to two files: the roots that it has for their sizes, and its newest. */
import { createChainReader } from "../../../api/anchor/reader.ts";
import { createRpc } from "../../../api/anchor/rpc.ts";
import { readHead } from "../../../api/anchor/views.ts";
import { asTreeSize, type TreeSize } from "../../../portal/verify/brands.ts";
import type { AskChain } from "../../../portal/verify/chain.ts";
import {
  encodeMisbehaviour,
  type Misbehaviour,
  misbehaviour,
} from "../../../portal/verify/misbehaviour.ts";
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

export interface ChainSeen {
  readonly proof: Misbehaviour | null;
  readonly sizes: readonly SizeSeen[];
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
  for (const tree of trees.filter(({ checkpoint }) => checkpoint.size > 0)) {
    const proof = offChain(tree, tree.checkpoint.size);
    const seen = await judge(proof, policy, ask);
    if (seen === "proven") return { proof, sizes };
    sizes.push({ size: tree.checkpoint.size, seen });
  }
  const head = source === null ? null : await headOf(url, policy);
  if (source !== null && head !== null) {
    for (const tree of trees) {
      const proof = await besideHead(tree, head, source);
      if (proof !== null && (await judge(proof, policy, ask)) === "proven") return { proof, sizes };
    }
  }
  return { proof: null, sizes };
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
): Promise<SizeSeen["seen"] | "proven"> {
  const { word, reason } = await verifyMisbehaviour(encodeMisbehaviour(proof), { policy, ask });
  if (word === "DIVERGED") return "proven";
  if (word === "INVALID") return "agrees";
  return reason?.code === "not_anchored" ? "none" : "unusable";
}

async function headOf(url: string, { contract, ledgerId }: Policy): Promise<TreeSize | null> {
  try {
    const head = await readHead(createRpc(url), { contract, ledgerId });
    return head === null ? null : asTreeSize(head.size);
  } catch {
    // A node that does not answer: `judge` has told already.
    return null;
  }
}

async function besideHead(
  tree: KnownTree,
  head: TreeSize,
  source: LogSource,
): Promise<Misbehaviour | null> {
  const { size } = tree.checkpoint;
  if (size < 1 || head < 1 || size === head) return null;
  const [size1, size2] = size < head ? [size, head] : [head, size];
  const hashes = await begins(source, size1, size2);
  return hashes && offChain(tree, head, hashes);
}
