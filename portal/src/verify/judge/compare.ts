/** Files of one ledger held against each other, and against the chain (docs/FORMAT.md §14.4). */
import {
  type AskChain,
  compared,
  contradiction,
  encodeMisbehaviour,
  type KnownTree,
  type Misbehaviour,
  misbehaviour,
  type Policy,
  type RefusedStatements,
  type Statements,
  statementsOf,
  verifyMisbehaviour,
} from "../../../verify/index.ts";
import type { Chain } from "./chain.ts";
import type { Brought, ComparedFile, JudgedComparison } from "./judged.ts";

interface ReadFile {
  readonly name: string;
  readonly read: Statements | RefusedStatements;
}

const isRead = (read: Statements | RefusedStatements): read is Statements => !("refused" in read);

function told({ name, read }: ReadFile): ComparedFile {
  const nothing = { fault: null, sizes: [], receipts: [] };
  if (!isRead(read)) return { name, form: read.form, refused: read.refused, ...nothing };
  return {
    name,
    form: read.form,
    refused: null,
    fault: read.fault,
    sizes: [...new Set(read.trees.map(({ checkpoint }) => checkpoint.size))],
    receipts: [...new Set(read.receipts.map(({ receipt }) => receipt.index))],
  };
}

type SizeSeen = NonNullable<JudgedComparison["onChain"]>[number];

/** The verifier's own word on whether the chain has another root: nothing that the chain says is understood here. */
async function onChain(
  tree: KnownTree,
  policy: Policy,
  ask: AskChain,
): Promise<SizeSeen | Misbehaviour> {
  const { size } = tree.checkpoint;
  const a = { form: "checkpoint", checkpoint: tree.note } as const;
  const proof = misbehaviour("off_chain", a, { form: "anchor", anchor: { size } });
  const { word, reason } = await verifyMisbehaviour(encodeMisbehaviour(proof), { policy, ask });
  if (word === "DIVERGED") return proof;
  if (reason?.code === "no_contradiction") return { size, seen: "agrees" };
  return { size, seen: reason?.code === "not_anchored" ? "none" : "unusable" };
}

async function againstChain(trees: readonly KnownTree[], policy: Policy, ask: AskChain) {
  const seen: SizeSeen[] = [];
  for (const tree of trees.filter(({ checkpoint }) => checkpoint.size > 0)) {
    const found = await onChain(tree, policy, ask);
    if ("kind" in found) return { proof: found, seen };
    seen.push(found);
  }
  return { proof: null, seen };
}

export async function judgeComparison(
  files: readonly Brought[],
  { policy, chain }: { readonly policy: Policy | null; readonly chain: Chain | null },
): Promise<JudgedComparison> {
  const nothing = { compared: null, proof: null, verdict: null, onChain: null };
  if (policy === null) {
    const unread = { form: null, refused: null, fault: null, sizes: [], receipts: [] };
    const names = files.map(({ name }) => ({ name, ...unread }));
    return { kind: "comparison", word: "UNPINNED", files: names, ...nothing };
  }
  const read = files.map(({ name, bytes }) => ({ name, read: statementsOf(bytes, policy) }));
  const known = read.map((one) => one.read).filter(isRead);
  const trees = known.flatMap((one) => one.trees);
  let proof: Misbehaviour | null = contradiction(...known);
  const asked =
    proof === null && chain !== null ? await againstChain(trees, policy, chain.ask) : null;
  proof ??= asked?.proof ?? null;
  const bytes = proof && encodeMisbehaviour(proof);
  const verdict = bytes && (await verifyMisbehaviour(bytes, { policy, ask: chain?.ask ?? null }));
  const [a, b] = known;
  const found = {
    kind: "comparison",
    files: read.map(told),
    compared: a !== undefined && b !== undefined ? compared(a, b) : null,
    proof: bytes,
    verdict,
    onChain: asked?.seen ?? null,
  } as const;
  return { ...found, word: wordOf(read, found) };
}

function wordOf(
  files: readonly ReadFile[],
  { verdict, onChain: seen }: Pick<JudgedComparison, "verdict" | "onChain">,
): JudgedComparison["word"] {
  // A node that says something else when it is asked again proves nothing.
  if (verdict !== null) return verdict.word === "DIVERGED" ? "DIVERGED" : "CANNOT_TELL";
  if (files.some(({ read }) => !isRead(read) || read.fault !== null)) return "INVALID";
  const blind = seen?.some((one) => one.seen === "unusable") === true;
  return blind ? "CANNOT_TELL" : "NOTHING_FOUND";
}
