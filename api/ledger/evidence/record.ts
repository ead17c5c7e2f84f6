/**
 * Evidence that a record is in the ledger (FORMAT §11.1). Every stored thing it is made of is checked against what the log
 * committed to before it is handed out; what no longer fits is named (`damaged`), never papered over.
 */
import { asLeafIndex } from "../../../portal/verify/brands.ts";
import { utf8Encode } from "../../../portal/verify/bytes.ts";
import { type EvidenceRecord, evidenceText } from "../../../portal/verify/evidence.ts";
import { intactEntry } from "../../log/damage.ts";
import { assertCommitted, type provenPath } from "../committed.ts";
import { placeOf, type RecordPlace, requireRow } from "../read.ts";
import { checkpointFor } from "./checkpoint.ts";
import type { Chosen } from "./chosen.ts";
import type { EvidenceContext, PreferredCheckpoint } from "./context.ts";
import { assertKnown, disclose, disclosed, OF_RECORD } from "./fields.ts";
import { assertHolds } from "./hold.ts";

export interface RecordRequest {
  readonly id: string;
  /** `null`: the newest version. */
  readonly version: number | null;
  /** Names of the fields to disclose (`@kind` and `@schema` always are); `null`: all. */
  readonly fields: readonly string[] | null;
  readonly checkpoint: PreferredCheckpoint;
}

/** A file about one version of a record. */
export interface RecordFile {
  /** Its exact bytes. */
  readonly bytes: Uint8Array;
  readonly text: string;
  readonly of: RecordPlace;
  /** Names of the fields that it discloses; `null`: all. */
  readonly fields: readonly string[] | null;
  /** What it says of the record. */
  readonly record: EvidenceRecord;
}

/** @throws Refusal `not_found`, `unknown_fields`, `not_sealed`, `damaged` */
export async function recordEvidence(
  context: EvidenceContext,
  request: RecordRequest,
): Promise<RecordFile> {
  const { store, vault } = context;
  const row = await requireRow(context, request.id, request.version);
  const opened = await vault.open(row);
  assertKnown(request.fields, [opened.names]);
  const chosen = await checkpointFor(context, row.index, request.checkpoint);
  const stored = await intactEntry(store, row.index);
  assertCommitted(row, opened, stored);
  const inclusion = await pathUnder(context, stored, chosen);
  const record = {
    ...disclose(opened, request.fields, OF_RECORD),
    entry: stored.entry,
    inclusion,
    index: asLeafIndex(row.index),
  };
  const text = evidenceText({
    claim: "record",
    record,
    checkpoint: chosen.checkpoint.note,
    anchor: chosen.anchor,
  });
  const bytes = utf8Encode(text);
  assertHolds(context, bytes, chosen.checkpoint);
  return { bytes, text, of: placeOf(row), fields: disclosed(request.fields, OF_RECORD), record };
}

/** The proof of an entry under a checkpoint whose columns are those of its note. @throws Refusal `damaged` */
export async function pathUnder(
  context: EvidenceContext,
  stored: Parameters<typeof provenPath>[1],
  { checkpoint }: Pick<Chosen, "checkpoint">,
): ReturnType<typeof provenPath> {
  context.assertWhole(checkpoint);
  return context.path(stored, checkpoint);
}
