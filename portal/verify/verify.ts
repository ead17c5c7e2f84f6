/** The verdict on an evidence file: docs/FORMAT.md §11. */
import { base64Encode } from "./bytes.ts";
import type { AskChain } from "./chain.ts";
import { type Checked, checkEvidence } from "./check.ts";
import type { Evidence } from "./evidence.ts";
import { anchorFacts, asOfFacts, caveatsOf, eventFacts, streamFacts } from "./facts.ts";
import { type ChainCheck, checkChain } from "./online.ts";
import type { Policy } from "./policy.ts";
import type { Replay } from "./replay-log.ts";
import { decide, EXIT_CODES, type LayerResult, layersOf, type Verdict } from "./verdict.ts";

export { checkEvidence } from "./check.ts";

export interface VerifyOptions {
  /** What the reader trusts. Null: nothing is pinned, and the verdict can at best be UNPINNED. */
  readonly policy: Policy | null;
  /** Null: offline. */
  readonly ask: AskChain | null;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** The reader's own replay of the log; null or left out: there is none. Only stream claims rest on one. */
  readonly replay?: Replay | null;
}

/**
 * Never throws for any bytes, nor for anything the chain answers or fails to. A rejection is a fault
 * of the verifier itself.
 */
export async function verifyEvidence(source: Uint8Array, options: VerifyOptions): Promise<Verdict> {
  const { policy, ask, now, replay = null } = options;
  const { layers, checked, evidence } = checkEvidence(source, policy);
  if (checked === null || policy === null) {
    return verdict(fill(layers, evidence, policy), checked, policy, null);
  }
  const chain = await checkChain(checked, { policy, ask, now, replay });
  return verdict(fill([...layers, ...chain.layers], evidence, policy), checked, policy, chain);
}

/** All layers that the claim has, those behind the one that decided as unknown. */
function fill(
  decided: readonly LayerResult[],
  evidence: Evidence | null,
  policy: Policy | null,
): readonly LayerResult[] {
  const open = decided.some(({ state }) => state !== "pass");
  const code = policy === null && !open ? "no_policy" : "not_reached";
  return layersOf(evidence, typeof policy?.maxAgeSeconds === "number").map(
    (layer) =>
      decided.find((one) => one.layer === layer) ?? { layer, state: "unknown", code, params: {} },
  );
}

function verdict(
  layers: readonly LayerResult[],
  checked: Checked | null,
  policy: Policy | null,
  chain: ChainCheck | null,
): Verdict {
  const word = decide(layers);
  const head = { word, exitCode: EXIT_CODES[word], layers };
  if (word === "INVALID" || checked === null) return { ...head, ...NOTHING };
  const { evidence, content, checkpoint, ignored } = checked;
  return {
    ...head,
    claim: evidence.claim,
    disclosed: content?.disclosed ?? [],
    withheld: content?.withheld ?? [],
    index: "record" in evidence ? evidence.record.index : null,
    stream: streamFacts(checked),
    events: eventFacts(checked),
    asOf: asOfFacts(checked, chain?.bounds ?? null),
    checkpoint: { ...checkpoint, root: base64Encode(checkpoint.root) },
    anchor: anchorFacts(chain?.answer ?? null, policy),
    ignored,
    caveats: caveatsOf(checked, policy),
  };
}

const NOTHING = {
  claim: null,
  disclosed: [],
  withheld: [],
  index: null,
  stream: null,
  events: null,
  asOf: null,
  checkpoint: null,
  anchor: null,
  ignored: [],
  caveats: [],
} as const;
