/** A checkpoint, or a C2SP tlog-proof: the layers of evidence that they have, by the same rules (docs/FORMAT.md §6, §7, §11.1). */
import { anchorFacts } from "../../../verify/facts.ts";
import {
  type Checkpoint,
  decide,
  equalBytes,
  FormatError,
  hexEncode,
  type LayerResult,
  leafHash,
  logKeyFor,
  type Note,
  type Policy,
  parseCheckpoint,
  parseNote,
  parseTlogProof,
  policyOrigin,
  rootFromInclusionProof,
  type TlogProof,
  utf8Decode,
  verifyNote,
} from "../../../verify/index.ts";
import { checkAnchor } from "../../../verify/online.ts";
import type { Chain } from "./chain.ts";
import { cosignersOf } from "./cosigners.ts";
import type { Brought, JudgedLogText } from "./judged.ts";

type Layer = LayerResult["layer"];

interface Read {
  readonly note: Note;
  readonly checkpoint: Checkpoint;
  readonly proof: TlogProof | null;
}

/** @throws FormatError */
function read({ bytes }: Brought, isProof: boolean): Read {
  const text = utf8Decode(bytes);
  const proof = isProof ? parseTlogProof(text) : null;
  const note = parseNote(proof?.checkpoint ?? text);
  return { note, checkpoint: parseCheckpoint(note.text), proof };
}

/** @throws FormatError */
function include({ proof, checkpoint }: Read): void {
  if (proof?.entry == null) return;
  const { index, inclusion } = proof;
  const claim = { index, size: checkpoint.size, proof: inclusion };
  const root = rootFromInclusionProof({ leafHash: leafHash(proof.entry), ...claim });
  if (!equalBytes(root, checkpoint.root)) throw new FormatError("inclusion_mismatch");
}

/** @throws FormatError */
function signed({ note, checkpoint }: Read, policy: Policy) {
  const key = logKeyFor(policy, checkpoint.size);
  if (key === null) throw new FormatError("no_key_for_size");
  if (checkpoint.origin !== policyOrigin(policy)) throw new FormatError("origin_mismatch");
  return verifyNote(note, [key]).ignored;
}

const pass = (layer: Layer, code: LayerResult["code"], params = {}): LayerResult => ({
  layer,
  state: "pass",
  code,
  params,
});

/** @param isProof a tlog-proof, else a checkpoint by itself */
export async function judgeLogText(
  file: Brought,
  isProof: boolean,
  { policy, chain }: { readonly policy: Policy | null; readonly chain: Chain | null },
): Promise<JudgedLogText> {
  const layers: LayerResult[] = [];
  const names: Layer[] = ["content", ...(isProof ? (["inclusion"] as const) : []), "checkpoint"];
  const all: Layer[] = [...names, "anchor", "finality"];
  const rest = (code: "not_reached" | "no_policy"): LayerResult[] =>
    all.slice(layers.length).map((layer) => ({ layer, state: "unknown", code, params: {} }));
  try {
    const found = read(file, isProof);
    layers.push(pass("content", "form_holds"));
    include(found);
    const { size } = found.checkpoint;
    if (isProof && found.proof?.entry != null) {
      layers.push(pass("inclusion", "included", { index: found.proof.index, size }));
    } else if (isProof) all.splice(all.indexOf("inclusion"), 1);
    const { checkpoint, proof } = found;
    const told = { kind: "log_text", file, checkpoint, proof } as const;
    if (policy === null) {
      layers.push(...rest("no_policy"));
      return { ...told, word: decide(layers), layers, anchor: null, cosigners: [], ignored: [] };
    }
    const ignored = signed(found, policy).map(({ name, keyId }) => ({
      name,
      keyId: hexEncode(keyId),
    }));
    layers.push(
      pass("checkpoint", "checkpoint_signed", { origin: checkpoint.origin, size: checkpoint.size }),
    );
    const anchorable = { size: checkpoint.size, root: checkpoint.root, block: null };
    const check = await checkAnchor(anchorable, { policy, ask: chain?.ask ?? null });
    layers.push(...check.layers);
    layers.push(...rest("not_reached"));
    const cosigners = cosignersOf(proof?.checkpoint ?? utf8Decode(file.bytes), policy);
    const anchor = anchorFacts(check.answer, policy);
    return { ...told, word: decide(layers), layers, anchor, cosigners, ignored };
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    const layer = all[layers.length] as Layer;
    layers.push({ layer, state: "fail", code: error.code, params: { ...error.details } });
    layers.push(...rest("not_reached"));
    const nothing = { checkpoint: null, proof: null, anchor: null, cosigners: [], ignored: [] };
    return { kind: "log_text", file, word: decide(layers), layers, ...nothing };
  }
}
