/** Steps 1 to 7 of docs/FORMAT.md §11.1: all that needs no chain. */
import { equalBytes, hexEncode } from "./bytes.ts";
import { type Checkpoint, parseCheckpoint } from "./checkpoint.ts";
import { type Content, checkContent } from "./content.ts";
import { FormatError } from "./errors.ts";
import { type Evidence, type EvidenceAnchor, parseEvidence } from "./evidence.ts";
import { rootFromInclusionProof } from "./merkle.ts";
import { type Note, parseNote, verifyNote } from "./note.ts";
import { logKeyFor, type Policy } from "./policy.ts";
import { at } from "./shape.ts";
import type { IgnoredSignature, Layer, LayerResult, Params, PassCode } from "./verdict.ts";

/** What of the file has been shown: all of it holds together, and is signed if a policy was given. */
export interface Checked {
  readonly evidence: Evidence;
  readonly content: Content;
  readonly checkpoint: Checkpoint;
  /** Signature lines of keys that the policy does not name for this size. */
  readonly ignored: readonly IgnoredSignature[];
}

export interface OfflineCheck {
  /** The layers in their order; the last one has failed if `checked` is null. */
  readonly layers: readonly LayerResult[];
  readonly checked: Checked | null;
}

/** Runs a layer's steps and notes the outcome. Null: they failed, and the check ends. */
function step<T>(
  layers: LayerResult[],
  layer: Layer,
  code: PassCode,
  run: () => { value: T; params: Params },
): T | null {
  try {
    const { value, params } = run();
    layers.push({ layer, state: "pass", code, params });
    return value;
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    layers.push({ layer, state: "fail", code: error.code, params: { ...error.details } });
    return null;
  }
}

function content(source: Uint8Array) {
  const evidence = parseEvidence(source);
  const held = checkContent(evidence.record);
  const params = { disclosed: held.disclosed.length, withheld: held.withheld.length };
  return { value: { evidence, content: held }, params };
}

function inclusion(evidence: Evidence, held: Content) {
  const note = at("checkpoint", () => parseNote(evidence.checkpoint));
  const checkpoint = at("checkpoint", () => parseCheckpoint(note.text));
  const { index, inclusion: proof } = evidence.record;
  const { size } = checkpoint;
  const root = rootFromInclusionProof({ leafHash: held.leafHash, index, size, proof });
  if (!equalBytes(root, checkpoint.root)) throw new FormatError("inclusion_mismatch");
  return { value: { note, checkpoint }, params: { index, size } };
}

function signature(note: Note, checkpoint: Checkpoint, policy: Policy) {
  const key = logKeyFor(policy, checkpoint.size);
  if (key === null) throw new FormatError("no_key_for_size");
  if (key.name !== checkpoint.origin) throw new FormatError("origin_mismatch");
  const ignored = verifyNote(note, [key]).ignored.map(ignoredLine);
  return { value: ignored, params: { origin: checkpoint.origin, size: checkpoint.size } };
}

function ignoredLine(line: { name: string; keyId: Uint8Array }): IgnoredSignature {
  return { name: line.name, keyId: hexEncode(line.keyId) };
}

function checkAnchor(anchor: EvidenceAnchor | null, policy: Policy): void {
  if (anchor === null) return;
  if (anchor.chainId !== policy.chainId) throw new FormatError("anchor_other_chain");
  if (anchor.contract !== policy.contract) throw new FormatError("anchor_other_contract");
  if (anchor.ledgerId !== policy.ledgerId) throw new FormatError("anchor_other_ledger");
}

/**
 * Never throws for any bytes. The layers are content and inclusion, with a policy also the
 * checkpoint's; the anchor's only if the file names another one than the policy.
 */
export function checkEvidence(source: Uint8Array, policy: Policy | null): OfflineCheck {
  const layers: LayerResult[] = [];
  const read = step(layers, "content", "content_holds", () => content(source));
  if (read === null) return { layers, checked: null };
  const { evidence, content: held } = read;
  const proven = step(layers, "inclusion", "included", () => inclusion(evidence, held));
  if (proven === null) return { layers, checked: null };
  const { note, checkpoint } = proven;
  if (policy === null) {
    const ignored = note.signatures.map(ignoredLine);
    return { layers, checked: { evidence, content: held, checkpoint, ignored } };
  }
  const ignored = step(layers, "checkpoint", "checkpoint_signed", () =>
    signature(note, checkpoint, policy),
  );
  if (ignored === null) return { layers, checked: null };
  try {
    checkAnchor(evidence.anchor, policy);
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    layers.push({ layer: "anchor", state: "fail", code: error.code, params: {} });
    return { layers, checked: null };
  }
  return { layers, checked: { evidence, content: held, checkpoint, ignored } };
}
