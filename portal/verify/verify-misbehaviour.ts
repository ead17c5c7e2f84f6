/** The verdict on a proof of misbehaviour: docs/FORMAT.md §14.3. */
import { contradictsChain } from "./anchor-contradiction.ts";
import { asRootHash, type LeafIndex, type RootHash } from "./brands.ts";
import { base64Encode, hexDecode } from "./bytes.ts";
import type { AskChain } from "./chain.ts";
import { askedOf, chainFinding } from "./chain-findings.ts";
import { checkMisbehaviour, originOf, type Signers } from "./check-misbehaviour.ts";
import { FormatError } from "./errors.ts";
import type { Misbehaviour } from "./misbehaviour.ts";
import { caveatsOf } from "./misbehaviour-caveats.ts";
import {
  type ChainCode,
  exitCodeOf,
  type MisbehaviourCaveat,
  type MisbehaviourVerdict,
  type SideFacts,
} from "./misbehaviour-verdict.ts";
import type { Policy } from "./policy.ts";
import type { Shown } from "./shown.ts";
import { type Fact, placedAt } from "./statement-facts.ts";
import { formatTime } from "./time.ts";
import type { Params } from "./verdict.ts";

export interface MisbehaviourOptions {
  /** What the reader trusts. Null: the verdict can at best be UNPINNED. */
  readonly policy: Policy | null;
  /** Null: offline. Only the kind `off_chain` asks. */
  readonly ask: AskChain | null;
}

/** Never throws for any bytes, nor for anything the chain answers or fails to. */
export async function verifyMisbehaviour(
  source: Uint8Array,
  { policy, ask }: MisbehaviourOptions,
): Promise<MisbehaviourVerdict> {
  const { proof, shown, signers, failure } = checkMisbehaviour(source, policy);
  if (proof === null || shown === null) return invalid(failure ?? new FormatError("bad_value"));
  const told = tell(proof, shown, signers, policy);
  if (policy === null) return ended("UNPINNED", "no_policy", {}, told);
  if (proof.kind !== "off_chain") return proven(told);
  return judged(shown, policy, ask, told);
}

type Told = Pick<
  MisbehaviourVerdict,
  "kind" | "origin" | "sides" | "params" | "ignored" | "caveats"
>;

function invalid({ code, details }: FormatError): MisbehaviourVerdict {
  return {
    word: "INVALID",
    exitCode: exitCodeOf("INVALID"),
    kind: null,
    reason: { code, params: { ...details } },
    origin: null,
    sides: [],
    params: {},
    ignored: [],
    caveats: [],
  };
}

const proven = (told: Told): MisbehaviourVerdict => ({
  word: "DIVERGED",
  exitCode: exitCodeOf("DIVERGED"),
  reason: null,
  ...told,
});

function ended(
  word: "UNPINNED" | "CANNOT_TELL",
  code: ChainCode | "no_policy",
  params: Params,
  told: Told,
): MisbehaviourVerdict {
  return { word, exitCode: exitCodeOf(word), reason: { code, params }, ...told };
}

/** M5. A root that only the newest blocks have is as good as one in final blocks: an honest ledger anchors no other either. */
async function judged(shown: Shown, policy: Policy, ask: AskChain | null, told: Told) {
  const size = shown.b?.anchored as number;
  const { chainId, contract, ledgerId } = policy;
  const question = { chainId, contract, ledgerId, size, block: null };
  const answer = await askedOf(ask, question);
  if (typeof answer === "string") return ended("CANNOT_TELL", answer as ChainCode, {}, told);
  const finding = chainFinding(answer, question);
  if (finding !== null) {
    return ended("CANNOT_TELL", finding.code as ChainCode, finding.params, told);
  }
  if (answer.rootAtLatest === null) return ended("CANNOT_TELL", "not_anchored", { size }, told);
  const caveats: readonly MisbehaviourCaveat[] =
    answer.rootAtFinalized === null ? [...told.caveats, "chain_may_move"] : told.caveats;
  const params = { ...told.params, onChain: answer.rootAtLatest };
  try {
    if (contradictsChain(shown, rootOf(answer.rootAtLatest))) {
      return proven({ ...told, params, caveats });
    }
    return invalid(new FormatError("no_contradiction"));
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return invalid(error);
  }
}

const rootOf = (hex: string): RootHash => asRootHash(hexDecode(hex.slice(2)));

function sideOf(fact: Fact, { cosigned }: Signers): SideFacts {
  const { signed, placed, node, anchored } = fact;
  const checkpoint = signed?.by === "log" ? signed.checkpoint : null;
  const receipt = signed?.by === "receipt" ? signed.receipt : null;
  const leaf = placed?.leaf ?? receipt?.leafHash ?? (node?.level === 0 ? node.hash : null);
  return {
    signed: signed?.by ?? null,
    size: checkpoint?.size ?? anchored,
    root: checkpoint && base64Encode(checkpoint.root),
    cosigned,
    index: placed?.index ?? receipt?.index ?? (node?.level === 0 ? node.index : null),
    leafHash: leaf && base64Encode(leaf),
    seq: placed?.record?.seq ?? null,
    mapSize: placed?.state?.mapSize ?? null,
    time: receipt && formatTime(receipt.time),
    deadline: receipt && formatTime(receipt.deadline),
  };
}

const NOBODY: Signers = { cosigned: [], ignored: [], lines: [] };

/** What is known of a proof whose statements hold and contradict each other. */
function tell(
  proof: Misbehaviour,
  shown: Shown,
  signers: readonly Signers[],
  policy: Policy | null,
): Told {
  const facts = [shown.a, shown.b, shown.c].filter((fact) => fact !== null);
  const sides = facts.map((fact, i) => sideOf(fact, signers[i] ?? NOBODY));
  const { signed } = shown.a;
  return {
    kind: proof.kind,
    origin: signed && originOf(signed),
    sides,
    params: paramsOf(shown),
    ignored: signers.flatMap(({ ignored }) => ignored),
    caveats: caveatsOf(proof.kind, sides, policy),
  };
}

/** Of the entry that a map, or another entry, names. */
function seqOfValue({ value }: Shown): Params {
  if (value === null) return {};
  const { record } = placedAt(value, 0 as LeafIndex);
  return record === null ? {} : { named: record.seq };
}

function paramsOf(shown: Shown): Params {
  const { node } = shown.a;
  const width = node === null ? 1 : 2 ** node.level;
  const range = node && { first: node.index * width, last: (node.index + 1) * width - 1 };
  const { stream } = shown.b ?? {};
  return { ...range, ...(stream && { name: stream.name }), ...seqOfValue(shown) };
}
