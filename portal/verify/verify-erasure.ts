/** The verdict on a certificate of erasure: docs/FORMAT.md §20.3. */
import { checkBound } from "./bounds.ts";
import { base64Encode } from "./bytes.ts";
import type { AnchorAnswer, AnchorEvent } from "./chain.ts";
import { type Finding, finding, layerResult } from "./chain-findings.ts";
import { type CheckedCertificate, checkCertificate } from "./check-erasure.ts";
import {
  acknowledgementFacts,
  completedAt,
  declarationFacts,
  erasedStreams,
  erasureCaveats,
  keptFacts,
} from "./erasure-facts.ts";
import { type ErasureVerdict, erasureLayers } from "./erasure-verdict.ts";
import { FormatError } from "./errors.ts";
import { anchorFacts, boundFacts } from "./facts.ts";
import { checkAge, checkAnchor, type Reader } from "./online.ts";
import type { Policy } from "./policy.ts";
import { checkReplay } from "./replay.ts";
import { formatTime } from "./time.ts";
import { decide, EXIT_CODES, type LayerResult } from "./verdict.ts";
import type { VerifyOptions } from "./verify.ts";

/** Never throws for any bytes, nor for anything the chain answers or fails to. A rejection is a fault of the verifier itself. */
export async function verifyErasureCertificate(
  source: Uint8Array,
  { policy, ask, now, replay = null }: VerifyOptions,
): Promise<ErasureVerdict> {
  const { layers, checked, certificate } = checkCertificate(source, policy);
  const timed = certificate !== null && certificate.since !== null;
  const fill = (decided: readonly LayerResult[]) => filled(decided, policy, timed);
  if (checked === null || policy === null)
    return told(fill(layers), checked, policy, NOTHING_ASKED);
  const asked = await askChain(checked, { policy, ask, now, replay });
  return told(fill([...layers, ...asked.layers]), checked, policy, asked);
}

interface Asked {
  readonly layers: readonly LayerResult[];
  /** Null unless the anchor layer passes. */
  readonly answer: AnchorAnswer | null;
  /** Null unless the layer time passes. */
  readonly since: AnchorEvent | null;
}

const NOTHING_ASKED: Asked = { layers: [], answer: null, since: null };

/** E7. */
async function sinceFinding(
  { certificate, checked }: CheckedCertificate,
  { policy, ask }: Reader,
): Promise<AnchorEvent | Finding> {
  const { since, declaration } = certificate;
  if (since === null) return null;
  const { size } = checked.checkpoint;
  if (since.size > size) return finding("bound_beyond_checkpoint", { found: since.size, size });
  const { index } = declaration;
  if (since.size <= index) return finding("since_before_declaration", { found: since.size, index });
  return checkBound(since, policy, ask);
}

/** Steps 8 to 11, E7, S7 and step 12. */
async function askChain(held: CheckedCertificate, reader: Reader): Promise<Asked> {
  const { policy, now, replay } = reader;
  if (!Number.isFinite(now)) throw new FormatError("bad_time");
  const { note, checkpoint } = held.checked;
  const { anchor, since: named } = held.certificate;
  const { size, root } = checkpoint;
  const block = anchor?.block ?? null;
  const { layers: first, answer, event } = await checkAnchor({ size, root, block }, reader);
  const layers = [...first];
  const goesOn = () => layers.every(({ state }) => state === "pass");
  let since: AnchorEvent | null = null;
  if (goesOn() && named !== null) {
    const found = await sinceFinding(held, reader);
    const isEvent = found !== null && "blockTime" in found;
    since = isEvent ? found : null;
    const params = {
      time: since === null ? "" : formatTime(since.blockTime * 1000),
      size: named.size,
    };
    const passes = { code: "erasure_known_since", params } as const;
    layers.push(layerResult("time", isEvent ? null : found, passes));
  }
  if (goesOn()) layers.push(checkReplay(note, checkpoint, held.state, policy, replay));
  if (goesOn() && policy.maxAgeSeconds !== null)
    layers.push(checkAge(event, policy.maxAgeSeconds, now));
  return { layers, answer, since };
}

/** All layers that a certificate has, those behind the one that decided as unknown. */
function filled(
  decided: readonly LayerResult[],
  policy: Policy | null,
  timed: boolean,
): readonly LayerResult[] {
  const open = decided.some(({ state }) => state !== "pass");
  const code = policy === null && !open ? "no_policy" : "not_reached";
  const aged = typeof policy?.maxAgeSeconds === "number";
  return erasureLayers(timed, aged).map(
    (layer) =>
      decided.find((one) => one.layer === layer) ?? { layer, state: "unknown", code, params: {} },
  );
}

function told(
  layers: readonly LayerResult[],
  held: CheckedCertificate | null,
  policy: Policy | null,
  { answer, since }: Asked,
): ErasureVerdict {
  const word = decide(layers);
  const head = { word, exitCode: EXIT_CODES[word], layers };
  if (word === "INVALID" || held === null) return { ...head, ...NOTHING };
  const { checkpoint, ignored } = held.checked;
  const { mapSize, time } = held.state;
  return {
    ...head,
    declaration: declarationFacts(held),
    subjects: held.certificate.list.subjects.map(({ subject }) => subject),
    streams: erasedStreams(held),
    kept: keptFacts(held),
    since: since && boundFacts(since),
    completedAt: completedAt(held),
    acknowledgements: acknowledgementFacts(held),
    asOf: { mapSize, gap: checkpoint.size - 1 - mapSize, time: formatTime(time) },
    checkpoint: { ...checkpoint, root: base64Encode(checkpoint.root) },
    anchor: anchorFacts(answer, policy),
    ignored,
    caveats: erasureCaveats(held, policy),
  };
}

const NOTHING = {
  declaration: null,
  subjects: [],
  streams: [],
  kept: [],
  since: null,
  completedAt: null,
  acknowledgements: [],
  asOf: null,
  checkpoint: null,
  anchor: null,
  ignored: [],
  caveats: [],
} as const;
