/** The verdict on an evidence file: docs/FORMAT.md §11. */
import { base64Encode } from "./bytes.ts";
import type { AnchorAnswer, AskChain } from "./chain.ts";
import { type Checked, checkEvidence } from "./check.ts";
import { checkChain } from "./online.ts";
import type { Policy } from "./policy.ts";
import { formatTime } from "./time.ts";
import {
  type AnchorFacts,
  type CaveatCode,
  DEVELOPMENT_CHAINS,
  decide,
  EXIT_CODES,
  LAYERS,
  type LayerResult,
  type Verdict,
} from "./verdict.ts";

export { checkEvidence } from "./check.ts";

export interface VerifyOptions {
  /** What the reader trusts. Null: nothing is pinned, and the verdict can at best be UNPINNED. */
  readonly policy: Policy | null;
  /** Null: offline. */
  readonly ask: AskChain | null;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/**
 * Never throws for any bytes, nor for anything the chain answers or fails to. A rejection is a fault
 * of the verifier itself.
 */
export async function verifyEvidence(source: Uint8Array, options: VerifyOptions): Promise<Verdict> {
  const { policy, ask, now } = options;
  const { layers, checked } = checkEvidence(source, policy);
  if (checked === null) return verdict(fill(layers, policy), null, policy, null);
  if (policy === null) return verdict(fill(layers, null), checked, null, null);
  const chain = await checkChain(checked, policy, ask, now);
  return verdict(fill([...layers, ...chain.layers], policy), checked, policy, chain.answer);
}

/** All layers that are asked for, those behind the one that decided as unknown. */
function fill(decided: readonly LayerResult[], policy: Policy | null): readonly LayerResult[] {
  const open = decided.some(({ state }) => state !== "pass");
  const code = policy === null && !open ? "no_policy" : "not_reached";
  const asked = LAYERS.filter(
    (layer) => layer !== "age" || typeof policy?.maxAgeSeconds === "number",
  );
  return asked.map(
    (layer) =>
      decided.find((one) => one.layer === layer) ?? { layer, state: "unknown", code, params: {} },
  );
}

function anchorFacts(answer: AnchorAnswer | null, policy: Policy | null): AnchorFacts | null {
  if (answer === null || policy === null) return null;
  const event = answer.event === "unavailable" ? null : answer.event;
  return {
    chainId: policy.chainId,
    contract: policy.contract,
    ledgerId: policy.ledgerId,
    block:
      event === null
        ? null
        : {
            number: event.blockNumber,
            hash: event.blockHash,
            time: formatTime(event.blockTime * 1000),
            transaction: event.transaction,
          },
  };
}

function verdict(
  layers: readonly LayerResult[],
  checked: Checked | null,
  policy: Policy | null,
  answer: AnchorAnswer | null,
): Verdict {
  const word = decide(layers);
  const told = word === "INVALID" ? null : checked;
  const caveats: CaveatCode[] =
    told === null ? [] : ["truth_not_proven", "others_may_exist", "newer_may_exist"];
  if (told !== null && policy !== null && DEVELOPMENT_CHAINS.includes(policy.chainId)) {
    caveats.push("development_chain");
  }
  return {
    word,
    exitCode: EXIT_CODES[word],
    layers,
    disclosed: told?.content.disclosed ?? [],
    withheld: told?.content.withheld ?? [],
    index: told?.evidence.record.index ?? null,
    checkpoint:
      told === null ? null : { ...told.checkpoint, root: base64Encode(told.checkpoint.root) },
    anchor: told === null ? null : anchorFacts(answer, policy),
    ignored: told?.ignored ?? [],
    caveats,
  };
}
