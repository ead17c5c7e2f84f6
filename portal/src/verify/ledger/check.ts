/** A whole log against the chain, in a browser: its root worked out again from its public hashes, and held against every size that was ever anchored. */
import {
  auditorKeysFor,
  FormatError,
  hexEncode,
  logKeyFor,
  type Policy,
  parseCheckpoint,
  parseNote,
  verifyCosignatures,
  verifyNote,
} from "../../../verify/index.ts";
import { GrowingTree } from "../../../verify/merkle.ts";
import { DEVELOPMENT_CHAINS } from "../../../verify/verdict.ts";
import { ChainRejected, ChainUnreachable, type Rpc } from "../chain/rpc.ts";
import { type AnchoredLedger, readAnchored } from "./anchored.ts";
import { hashesOf, leafTiles } from "./tiles.ts";

/** What was looked at, in this order. */
export const STEPS = ["chain", "signature", "auditors", "tree", "anchors", "final"] as const;
export type StepName = (typeof STEPS)[number];
export type StepState = "pass" | "fail" | "unknown";

export interface Step {
  readonly name: StepName;
  readonly state: StepState;
  /** Which of the sentences of its name. */
  readonly code: string;
  readonly numbers: Readonly<Record<string, number>>;
  readonly names?: readonly string[];
}

export interface LedgerReport {
  /** `holds`: nothing contradicts, and the chain vouches for all that was anchored; `broken`: something does contradict; `open`: it cannot be told. */
  readonly word: "holds" | "broken" | "open";
  readonly steps: readonly Step[];
}

export interface CheckOptions {
  readonly policy: Policy;
  readonly rpc: Rpc;
  /** A path of the ledger's server; `null`: it does not have that. Rejects where it does not answer. */
  readonly fetchOwn: (path: string) => Promise<Uint8Array | null>;
  readonly onProgress: (done: number, of: number) => void;
}

/** A million entries: more than that is for a program, not for a page. */
const MOST_TILES = 4_096;
const AT_ONCE = 8;

const step = (
  name: StepName,
  state: StepState,
  code: string,
  numbers: Step["numbers"] = {},
  names?: readonly string[],
): Step => ({ name, state, code, numbers, ...(names === undefined ? {} : { names }) });

async function chainStep({
  policy,
  rpc,
}: CheckOptions): Promise<{ step: Step; found: AnchoredLedger | null }> {
  try {
    const found = await readAnchored(rpc, policy);
    const { chainId, head } = found;
    if (chainId !== policy.chainId)
      return {
        step: step("chain", "unknown", "other", { chainId, wanted: policy.chainId }),
        found: null,
      };
    if (head === null) return { step: step("chain", "fail", "unregistered"), found: null };
    return { step: step("chain", "pass", "asked", { size: head.size }), found };
  } catch (error) {
    if (!(error instanceof ChainUnreachable) && !(error instanceof ChainRejected)) throw error;
    return { step: step("chain", "unknown", "silent"), found: null };
  }
}

interface SignedHead {
  readonly size: number;
  /** In hex with 0x. */
  readonly root: string;
}

/** What the log's newest checkpoint says, and who has signed it. */
function signedSteps(
  bytes: Uint8Array | null,
  policy: Policy,
): { steps: Step[]; head: SignedHead | null } {
  if (bytes === null) return { steps: [step("signature", "unknown", "none")], head: null };
  try {
    const note = parseNote(new TextDecoder().decode(bytes));
    const { size, root } = parseCheckpoint(note.text);
    const key = logKeyFor(policy, size);
    if (key === null) return { steps: [step("signature", "fail", "invalid")], head: null };
    verifyNote(note, [key]);
    const keys = auditorKeysFor(policy, size);
    const cosigned = verifyCosignatures(note, keys);
    const auditors =
      cosigned.length > 0
        ? step(
            "auditors",
            "pass",
            "cosigned",
            {},
            cosigned.map(({ name }) => name),
          )
        : step("auditors", "unknown", keys.length === 0 ? "unnamed" : "waiting");
    return {
      steps: [step("signature", "pass", "signed", { size }), auditors],
      head: { size, root: `0x${hexEncode(root)}` },
    };
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return { steps: [step("signature", "fail", "invalid")], head: null };
  }
}

/** The roots at these sizes, ascending, by the tiles that are served; a code where the tiles do not give them. */
async function rootsAt(
  sizes: readonly number[],
  { fetchOwn, onProgress }: CheckOptions,
): Promise<ReadonlyMap<number, string> | "missing" | "too_long"> {
  const last = sizes.at(-1) ?? 0;
  const tiles = leafTiles(last);
  if (tiles.length > MOST_TILES) return "too_long";
  const wanted = new Set(sizes);
  const roots = new Map<number, string>();
  const tree = new GrowingTree();
  for (let at = 0; at < tiles.length; at += AT_ONCE) {
    const some = tiles.slice(at, at + AT_ONCE);
    const bytes = await Promise.all(some.map(({ path }) => fetchOwn(path)));
    for (const [i, { width }] of some.entries()) {
      const own = bytes[i];
      const hashes = own ? hashesOf(own, width) : null;
      if (hashes === null) return "missing";
      for (const hash of hashes) {
        tree.append(hash);
        if (wanted.has(tree.size)) roots.set(tree.size, `0x${hexEncode(tree.root())}`);
      }
    }
    onProgress(Math.min(tiles.length, at + AT_ONCE), tiles.length);
  }
  return roots;
}

function anchorSteps(
  found: AnchoredLedger,
  head: SignedHead,
  roots: ReadonlyMap<number, string>,
): Step[] {
  const known = found.head ?? { size: 0, root: "" };
  const anchors = found.anchors ?? [{ ...known, block: 0 }];
  const beyond = anchors.find(({ size }) => size > head.size);
  if (beyond !== undefined)
    return [step("anchors", "fail", "ahead", { size: beyond.size, served: head.size })];
  const other = anchors.find(({ size, root }) => size > 0 && roots.get(size) !== root);
  if (other !== undefined) return [step("anchors", "fail", "differs", { size: other.size })];
  const count = anchors.length;
  if (known.size === 0) return [step("anchors", "unknown", "none")];
  const all = found.anchors !== null;
  const held = step("anchors", "pass", all ? "all" : "newest", { count, size: known.size });
  return [held, finalStep(found, head)];
}

function finalStep({ chainId, anchors, finalBlock }: AnchoredLedger, head: SignedHead): Step {
  // Its own word for what is final is worth nothing: whoever runs it can begin again.
  if (DEVELOPMENT_CHAINS.includes(chainId)) return step("final", "unknown", "development");
  if (finalBlock === null || anchors === null) return step("final", "unknown", "untold");
  const final = anchors.filter(({ block }) => block <= finalBlock).at(-1);
  if (final === undefined) return step("final", "unknown", "none");
  const behind = head.size - final.size;
  return step("final", "pass", behind === 0 ? "whole" : "behind", { size: final.size, behind });
}

async function treeSteps(
  options: CheckOptions,
  head: SignedHead,
  found: AnchoredLedger | null,
): Promise<Step[]> {
  const anchored = [...(found?.anchors ?? []), ...(found?.head ? [found.head] : [])];
  const sizes = [head, ...anchored].map(({ size }) => size).filter((size) => size <= head.size);
  const roots = await rootsAt(
    [...new Set(sizes)].sort((a, b) => a - b),
    options,
  );
  if (roots === "too_long") return [step("tree", "unknown", "too_long", { size: head.size })];
  if (roots === "missing") return [step("tree", "fail", "missing")];
  if (roots.get(head.size) !== head.root)
    return [step("tree", "fail", "differs", { size: head.size })];
  const tree = step("tree", "pass", "same", { size: head.size });
  return found === null ? [tree] : [tree, ...anchorSteps(found, head, roots)];
}

/** Rejects where the ledger's own server does not answer. The chain not answering is part of what is told. */
export async function checkLedger(options: CheckOptions): Promise<LedgerReport> {
  // Of the chain first: what is served afterwards must cover what it knew.
  const { step: chain, found } = await chainStep(options);
  const { steps, head } = signedSteps(await options.fetchOwn("/checkpoint"), options.policy);
  const rest = head === null ? [] : await treeSteps(options, head, found);
  const all = [chain, ...steps, ...rest];
  const isBroken = all.some(({ state }) => state === "fail");
  const isWhole = all.some(({ name, state }) => name === "anchors" && state === "pass");
  return { word: isBroken ? "broken" : isWhole ? "holds" : "open", steps: all };
}
