/** Findings about two trees, or about a tree and the chain, with their proofs. */
import type { RootHash, TreeSize } from "../../portal/verify/brands.ts";
import { base64Encode } from "../../portal/verify/bytes.ts";
import { misbehaviour } from "../../portal/verify/misbehaviour.ts";
import type { CheckpointStatement } from "../../portal/verify/statement.ts";
import { prefixHashes } from "../../portal/verify/subtree.ts";
import type { HashReader } from "../log/hash-reader.ts";
import { type EvidenceObject, Finding } from "./finding.ts";
import type { SignedCheckpoint } from "./signed.ts";

export const statementOf = ({ note }: SignedCheckpoint): CheckpointStatement => ({
  form: "checkpoint",
  checkpoint: note,
});

/**
 * Two checkpoints of one log that cannot both be honest, the smaller first.
 *
 * @param begins what the first entries of the larger tree give, as many as the smaller has
 * @param read the larger tree; `null`: it cannot be had, and so there is no proof about two sizes
 */
export async function contradiction(
  smaller: SignedCheckpoint,
  larger: SignedCheckpoint,
  begins: RootHash,
  read: HashReader | null,
): Promise<Finding> {
  const [size1, size2] = [smaller.checkpoint.size, larger.checkpoint.size];
  const [a, b] = [statementOf(smaller), statementOf(larger)];
  const evidence = { checkpoints: [smaller.note, larger.note], begins: base64Encode(begins) };
  if (size1 === size2) return new Finding("two_roots", evidence, misbehaviour("two_roots", a, b));
  if (read === null) return new Finding("prefix", evidence, null);
  const hashes = await prefixHashes(size1, size2, read);
  return new Finding("prefix", evidence, misbehaviour("prefix", a, b, { hashes }));
}

/** What the chain has for a size. */
export interface OnChain {
  readonly size: TreeSize;
  /** 0x-hex. */
  readonly root: string;
}

/**
 * A root of the chain against a signed checkpoint of at least that size.
 *
 * @param own the root that follows from the entries
 * @param read the tree of the checkpoint
 * @param answers what else the chain says
 */
export async function offChain(
  signed: SignedCheckpoint,
  chain: OnChain,
  own: RootHash,
  read: HashReader,
  answers: EvidenceObject,
): Promise<Finding> {
  const { size } = signed.checkpoint;
  const hashes = size === chain.size ? null : await prefixHashes(chain.size, size, read);
  const anchor = { form: "anchor" as const, anchor: { size: chain.size } };
  return new Finding(
    "chain_diverged",
    {
      checkpoints: [signed.note],
      ...{ size: chain.size, onChain: chain.root, ownRoot: base64Encode(own) },
      ...answers,
    },
    misbehaviour("off_chain", statementOf(signed), anchor, { hashes }),
  );
}
