/** All of a certificate of erasure that needs no chain: E1 to E6 of docs/FORMAT.md §20.3, and steps 6 and 7 of §11.1. */
import { bindStream, checkBelongs } from "./binding.ts";
import type { LeafHash, LeafIndex, NodeHash } from "./brands.ts";
import { equalBytes } from "./bytes.ts";
import {
  type Checked,
  checkPinned,
  ignoredLine,
  Progress,
  readCheckpoint,
  type Shown,
} from "./check.ts";
import { bind, complete, include, type StreamContent } from "./check-stream.ts";
import type { Checkpoint } from "./checkpoint.ts";
import { decodeStateEntry, type StateEntry } from "./entry.ts";
import { type ErasureCertificate, parseCertificate } from "./erasure-certificate.ts";
import { type CheckedDeclaration, checkDeclaration, firmStream } from "./erasure-declaration.ts";
import { erasureCounts } from "./erasure-list.ts";
import { type CheckedOutcome, checkOutcome } from "./erasure-outcome.ts";
import {
  bindStreams,
  extentOf,
  type ListedEntry,
  listedEntries,
  type PersonStream,
  type StreamExtent,
} from "./erasure-streams.ts";
import { FormatError } from "./errors.ts";
import type { StreamEvidence } from "./evidence.ts";
import { rootFromInclusionProof } from "./merkle.ts";
import type { Policy } from "./policy.ts";
import { at, locate } from "./shape.ts";
import type { LayerResult } from "./verdict.ts";

/** A certificate that holds as far as that can be told offline. */
export interface CheckedCertificate {
  readonly certificate: ErasureCertificate;
  readonly listed: readonly ListedEntry[];
  readonly declaration: CheckedDeclaration;
  readonly outcomes: readonly CheckedOutcome[];
  readonly streams: readonly (PersonStream & { readonly extent: StreamExtent })[];
  /** The stream of the outcomes, whose claim the rest of the certificate stands beside: one checkpoint, one map. */
  readonly checked: Checked;
  readonly state: StateEntry;
}

export interface ErasureCheck {
  /** The layers in their order; the last one has failed if `checked` is null. */
  readonly layers: readonly LayerResult[];
  readonly checked: CheckedCertificate | null;
  /** Null: the file could not be read. */
  readonly certificate: ErasureCertificate | null;
}

/** What the certificate claims of the firm's stream `erasure-outcome/<erasureId>`: all of it, or that there is none. */
function outcomesClaim(certificate: ErasureCertificate): StreamEvidence {
  const { anchor, checkpoint, list, map, outcomes, state } = certificate;
  const stream = firmStream(list.ledgerId, `erasure-outcome/${list.erasureId}`);
  const common = { anchor, checkpoint, map, state, stream };
  return outcomes.length === 0
    ? { claim: "absent", ...common }
    : { claim: "history", at: null, events: outcomes, from: null, ...common };
}

/** What fails in an event of that claim fails in an outcome of the certificate. */
function ofOutcomes<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    const ofEvents = error.details.where === "events" || error.details.where === undefined;
    throw ofEvents ? new FormatError(error.code, { ...error.details, where: "outcomes" }) : error;
  }
}

interface Held {
  readonly listed: readonly ListedEntry[];
  readonly declaration: CheckedDeclaration;
  readonly outcomes: readonly CheckedOutcome[];
  readonly content: StreamContent;
}

/** E1 behind the shape of the file, E2, E3. */
function holds(certificate: ErasureCertificate): Held {
  const { anchor, list } = certificate;
  if (anchor !== null && anchor.ledgerId !== list.ledgerId)
    throw new FormatError("anchor_other_ledger");
  const listed = listedEntries(certificate);
  const state = at("state.entry", () => decodeStateEntry(certificate.state.entry));
  const leafHashes = listed.map(({ leafHash }) => leafHash);
  const declaration = at("declaration", () =>
    checkDeclaration(certificate.declaration, list, leafHashes),
  );
  const outcomes = certificate.outcomes.map((outcome, i) =>
    locate({ where: "outcomes", position: i + 1 }, () => checkOutcome(outcome, list)),
  );
  const events = outcomes.length === 0 ? null : outcomes;
  return { listed, declaration, outcomes, content: { state, content: null, events } };
}

/** E4 for the firm's record. */
function bindDeclaration({ list }: ErasureCertificate, { content }: CheckedDeclaration): void {
  const stream = bindStream(firmStream(list.ledgerId, "erasure"));
  at("declaration", () => checkBelongs({ entry: content.entry, content }, stream));
}

interface Placed {
  readonly leafHash: LeafHash;
  readonly index: LeafIndex;
  readonly inclusion: readonly NodeHash[];
}

function checkPlaced({ leafHash, index, inclusion: proof }: Placed, checkpoint: Checkpoint): void {
  const { size, root } = checkpoint;
  if (!equalBytes(rootFromInclusionProof({ leafHash, index, size, proof }), root))
    throw new FormatError("inclusion_mismatch");
}

/** E5, but for the state entry and the outcomes. */
function includeAll(
  { entries, declaration, list }: ErasureCertificate,
  { listed, declaration: declared, outcomes, content: { state } }: Held,
  streams: readonly PersonStream[],
  checkpoint: Checkpoint,
): void {
  const { treeSize } = list;
  if (state.mapSize < treeSize) throw new FormatError("erasure_map_behind");
  listed.forEach(({ leafHash, index }, i) => {
    const { inclusion } = entries[i] as (typeof entries)[number];
    locate({ where: "entries", position: i + 1 }, () =>
      checkPlaced({ leafHash, index, inclusion }, checkpoint),
    );
  });
  const { index, inclusion } = declaration;
  at("declaration", () => {
    checkPlaced({ leafHash: declared.content.leafHash, index, inclusion }, checkpoint);
    if (index < treeSize) throw new FormatError("erasure_declared_before");
  });
  streams.forEach(({ stream, next }, i) => {
    if (next === null || stream.next === null) return;
    const { leafHash } = next;
    const placed = { leafHash, index: stream.next.index, inclusion: stream.next.inclusion };
    locate({ where: "streams.next", position: i + 1 }, () => {
      checkPlaced(placed, checkpoint);
      if (placed.index < treeSize) throw new FormatError("erasure_left_out");
    });
  });
  if (outcomes.some((outcome) => outcome.index <= index))
    throw new FormatError("erasure_outcome_before");
}

function checkAll(certificate: ErasureCertificate, policy: Policy | null, progress: Progress) {
  const held = holds(certificate);
  const { treeSize } = certificate.list;
  const counts = { ...erasureCounts(certificate.list) };
  progress.pass({ code: "erasure_listed", params: counts });

  progress.enter("binding");
  const streams = bindStreams(certificate, held.listed);
  bindDeclaration(certificate, held.declaration);
  const evidence = outcomesClaim(certificate);
  const bound = ofOutcomes(() => bind(evidence, held.content));
  const identifiers = certificate.list.subjects.length;
  progress.pass({ code: "erasure_bound", params: { identifiers, streams: streams.length } });

  progress.enter("inclusion");
  const { note, checkpoint } = readCheckpoint(evidence);
  ofOutcomes(() => include(evidence, held.content, checkpoint));
  includeAll(certificate, held, streams, checkpoint);
  const { size } = checkpoint;
  const { index } = certificate.declaration;
  progress.pass({ code: "erasure_included", params: { size, treeSize, index } });

  progress.enter("completeness");
  const { mapRoot, mapSize } = held.content.state;
  const told = streams.map((stream, i) => ({
    ...stream,
    extent: locate({ where: "streams", position: i + 1 }, () => extentOf(stream, mapRoot)),
  }));
  ofOutcomes(() => complete(evidence, held.content, bound));
  const whole = told.filter(({ extent }) => extent === "all").length;
  const shown = told.filter(({ extent }) => extent !== "none").length;
  const { outcomes } = held;
  progress.pass({
    code: "erasure_streams_shown",
    params: { whole, streams: shown, outcomes: outcomes.length, mapSize },
  });

  const { state, events } = held.content;
  const shownOf: Shown = {
    evidence,
    content: null,
    stream: { bound, state, events },
    note,
    checkpoint,
  };
  const checked =
    policy === null
      ? { ...shownOf, ignored: note.signatures.map(ignoredLine) }
      : checkPinned(shownOf, policy, progress);
  // Step 7 for a certificate that names no anchor, too: the declaration is the firm's of this ledger.
  if (policy !== null && certificate.list.ledgerId !== policy.ledgerId)
    throw new FormatError("anchor_other_ledger");
  return { certificate, ...held, streams: told, checked, state };
}

/** Never throws for any bytes. The layers are those up to completeness, with a policy also the checkpoint's; the anchor's only if the file names another one than the policy. */
export function checkCertificate(source: Uint8Array, policy: Policy | null): ErasureCheck {
  const progress = new Progress();
  const { layers } = progress;
  let certificate: ErasureCertificate | null = null;
  try {
    certificate = parseCertificate(source);
    return { layers, checked: checkAll(certificate, policy, progress), certificate };
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    progress.fail(error);
    return { layers, checked: null, certificate };
  }
}
