/** All that needs no chain: steps 1 to 7 of docs/FORMAT.md §11.1, and S1 to S5 of §11.3. */
import type { BoundStream } from "./binding.ts";
import { equalBytes, hexEncode } from "./bytes.ts";
import { bind, complete, include, type Passed, streamContent } from "./check-stream.ts";
import { type Checkpoint, parseCheckpoint } from "./checkpoint.ts";
import type { CheckedEvent } from "./completeness.ts";
import { type Content, checkContent } from "./content.ts";
import type { StateEntry } from "./entry.ts";
import { FormatError } from "./errors.ts";
import {
  type Evidence,
  type EvidenceAnchor,
  parseEvidence,
  type RecordEvidence,
  type StreamEvidence,
} from "./evidence.ts";
import { rootFromInclusionProof } from "./merkle.ts";
import { isLineOf, type Note, parseNote, verifyNote } from "./note.ts";
import { auditorKeysFor, logKeyFor, type Policy } from "./policy.ts";
import { at } from "./shape.ts";
import type { IgnoredSignature, Layer, LayerResult } from "./verdict.ts";

/** What a stream claim adds to what has been shown. */
export interface CheckedStream {
  readonly bound: BoundStream;
  readonly state: StateEntry;
  /** Null: the claim is no history. */
  readonly events: readonly CheckedEvent[] | null;
}

/** What of the file has been shown: all of it holds together, and is signed if a policy was given. */
export interface Checked {
  readonly evidence: Evidence;
  /** Of the record; null: the claim is about none. */
  readonly content: Content | null;
  /** Null: of the claim *record*. */
  readonly stream: CheckedStream | null;
  readonly note: Note;
  readonly checkpoint: Checkpoint;
  /** Signature lines that nothing of the verdict rests on. */
  readonly ignored: readonly IgnoredSignature[];
}

export interface OfflineCheck {
  /** The layers in their order; the last one has failed if `checked` is null. */
  readonly layers: readonly LayerResult[];
  readonly checked: Checked | null;
  /** Null: the file could not be read. */
  readonly evidence: Evidence | null;
}

/** Which layer is being checked, and what became of those before it. */
export class Progress {
  readonly layers: LayerResult[] = [];
  #layer: Layer = "content";

  enter(layer: Layer): void {
    this.#layer = layer;
  }

  pass({ code, params }: Passed): void {
    this.layers.push({ layer: this.#layer, state: "pass", code, params });
  }

  fail({ code, details }: FormatError): void {
    this.layers.push({ layer: this.#layer, state: "fail", code, params: { ...details } });
  }
}

export function readCheckpoint(evidence: Pick<Evidence, "checkpoint">): {
  note: Note;
  checkpoint: Checkpoint;
} {
  const note = at("checkpoint", () => parseNote(evidence.checkpoint));
  return { note, checkpoint: at("checkpoint", () => parseCheckpoint(note.text)) };
}

export type Shown = Omit<Checked, "ignored">;

/** Steps 2 to 5. */
function checkRecord(evidence: RecordEvidence, progress: Progress): Shown {
  const content = checkContent(evidence.record, evidence.record.entry);
  const { disclosed, withheld } = content;
  const counts = { disclosed: disclosed.length, withheld: withheld.length };
  progress.pass({ code: "content_holds", params: counts });

  progress.enter("inclusion");
  const { note, checkpoint } = readCheckpoint(evidence);
  const { index, inclusion: proof } = evidence.record;
  const { size } = checkpoint;
  const root = rootFromInclusionProof({ leafHash: content.leafHash, index, size, proof });
  if (!equalBytes(root, checkpoint.root)) throw new FormatError("inclusion_mismatch");
  progress.pass({ code: "included", params: { index, size } });
  return { evidence, content, stream: null, note, checkpoint };
}

/** S1, behind the shape of the file, to S5. */
function checkStream(evidence: StreamEvidence, progress: Progress): Shown {
  const held = streamContent(evidence);
  progress.pass(held.passed);

  progress.enter("binding");
  const bound = bind(evidence, held);
  progress.pass({ code: "stream_bound", params: { name: bound.name } });

  progress.enter("inclusion");
  const { note, checkpoint } = readCheckpoint(evidence);
  progress.pass(include(evidence, held, checkpoint));

  progress.enter("completeness");
  progress.pass(complete(evidence, held, bound));
  const { content, state, events } = held;
  return { evidence, content, stream: { bound, state, events }, note, checkpoint };
}

/** Step 6. Answers the lines that nothing rests on: of stream claims, the auditors' lines are for step S7. */
function signature({ note, checkpoint, stream }: Shown, policy: Policy) {
  const key = logKeyFor(policy, checkpoint.size);
  if (key === null) throw new FormatError("no_key_for_size");
  if (key.name !== checkpoint.origin) throw new FormatError("origin_mismatch");
  const auditors = stream === null ? [] : auditorKeysFor(policy, checkpoint.size);
  return verifyNote(note, [key])
    .ignored.filter((line) => !auditors.some((auditor) => isLineOf(line, auditor)))
    .map(ignoredLine);
}

export function ignoredLine(line: { name: string; keyId: Uint8Array }): IgnoredSignature {
  return { name: line.name, keyId: hexEncode(line.keyId) };
}

/** Step 7. */
function checkAnchor(anchor: EvidenceAnchor | null, policy: Policy): void {
  if (anchor === null) return;
  if (anchor.chainId !== policy.chainId) throw new FormatError("anchor_other_chain");
  if (anchor.contract !== policy.contract) throw new FormatError("anchor_other_contract");
  if (anchor.ledgerId !== policy.ledgerId) throw new FormatError("anchor_other_ledger");
}

/** Steps 6 and 7. */
export function checkPinned(shown: Shown, policy: Policy, progress: Progress): Checked {
  const { origin, size } = shown.checkpoint;
  progress.enter("checkpoint");
  const ignored = signature(shown, policy);
  progress.pass({ code: "checkpoint_signed", params: { origin, size } });
  // This layer passes only when the chain has been asked.
  progress.enter("anchor");
  checkAnchor(shown.evidence.anchor, policy);
  return { ...shown, ignored };
}

/**
 * Never throws for any bytes. The layers are those up to completeness (of the claim *record*: inclusion), with a policy also the
 * checkpoint's; the anchor's only if the file names another one than the policy.
 */
export function checkEvidence(source: Uint8Array, policy: Policy | null): OfflineCheck {
  const progress = new Progress();
  const { layers } = progress;
  let evidence: Evidence | null = null;
  try {
    evidence = parseEvidence(source);
    const shown =
      evidence.claim === "record"
        ? checkRecord(evidence, progress)
        : checkStream(evidence, progress);
    if (policy !== null) {
      return { layers, checked: checkPinned(shown, policy, progress), evidence };
    }
    const ignored = shown.note.signatures.map(ignoredLine);
    return { layers, checked: { ...shown, ignored }, evidence };
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    progress.fail(error);
    return { layers, checked: null, evidence };
  }
}
