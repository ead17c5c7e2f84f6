import { asLeafIndex, type LeafHash } from "../../../portal/verify/brands.ts";
import { utf8Encode } from "../../../portal/verify/bytes.ts";
import { evidenceText } from "../../../portal/verify/evidence.ts";
import { kindForm } from "../../../portal/verify/kinds.ts";
import { Refusal } from "../../core/errors.ts";
import { intactEntry } from "../../log/damage.ts";
import type { RecordRow } from "../../store/store.ts";
import type { OpenedRecord } from "../../vault/vault.ts";
import { assertCommitted } from "../committed.ts";
import { isLost } from "../lost.ts";
import { placeOf, requireRow } from "../read.ts";
import { damagedStream, lastEntryOf, type NamedStream, nameStream } from "../stream-read.ts";
import { checkpointForStream } from "./checkpoint.ts";
import type { EvidenceContext } from "./context.ts";
import { assertKnown, disclose, disclosed, OF_CURRENT } from "./fields.ts";
import { assertHolds } from "./hold.ts";
import { pathUnder, type RecordFile, type RecordRequest } from "./record.ts";
import { isNewest, streamPart, unmoved } from "./stream.ts";

/**
 * Evidence that a record is in the ledger and is its newest version; of a kind of layout *events*, the newest of its stream.
 *
 * @throws Refusal `not_newest` if there is a newer one, `content_lost` if that one's record was lost, `subject_erased` if it was erased; `not_found`, `unknown_fields`, `not_sealed`, `damaged`
 */
export function currentEvidence(
  context: EvidenceContext,
  request: RecordRequest,
): Promise<RecordFile> {
  return unmoved(() => make(context, request));
}

async function make(context: EvidenceContext, request: RecordRequest): Promise<RecordFile> {
  const { store, vault } = context;
  const row = await requireRow(context, request.id, request.version);
  const newest = request.version === null ? row : await requireRow(context, request.id, null);
  if (newest.version !== row.version) throw notNewest(newest);
  const opened = await vault.open(row);
  assertKnown(request.fields, [opened.names]);
  const stored = await intactEntry(store, row.index);
  assertCommitted(row, opened, stored);

  const stream = await nameStream(context, row.subject, nextStream(row, opened));
  // Version 1 of many lies elsewhere: the stream that version 2 would begin must not be there.
  const expected = stream.name === opened.record["@stream"] ? stored.leafHash : null;
  const [head] = await store.streamHeads([stream.key]);
  if (!isNewest(head?.leafHash ?? null, expected)) throw await newer(context, stream, expected);
  const chosen = await checkpointForStream(context, row.index, request.checkpoint);
  const { members, value } = await streamPart(context, stream, chosen);
  if (!isNewest(value, expected)) throw await newer(context, stream, expected);
  const record = {
    ...disclose(opened, request.fields, OF_CURRENT),
    entry: stored.entry,
    inclusion: await pathUnder(context, stored, chosen),
    index: asLeafIndex(row.index),
  };
  const text = evidenceText({ claim: "current", ...members, record });
  const bytes = utf8Encode(text);
  assertHolds(context, bytes, chosen.checkpoint);
  return { bytes, text, of: placeOf(row), fields: disclosed(request.fields, OF_CURRENT), record };
}

/** The stream in which what supersedes the record would be. */
function nextStream({ kind, id }: RecordRow, { record }: OpenedRecord): string {
  return kindForm(kind)?.layout === "many" ? `${kind}/${id}` : String(record["@stream"]);
}

const notNewest = ({ id, version }: RecordRow): Refusal =>
  new Refusal("not_newest", { id, version });

/** Why the stream does not end as expected: something newer came meanwhile, or is not to be found any more. */
async function newer(
  context: EvidenceContext,
  stream: NamedStream,
  expected: LeafHash | null,
): Promise<Refusal> {
  const { store } = context;
  const last = await lastEntryOf(context, stream, await store.size());
  if (last === null || isNewest(last.leafHash, expected)) return damagedStream(stream.name);
  const [row] = await store.recordsAt([last.index]);
  if (row) return notNewest(row);
  const isErased = (await store.erasedAmong([last.index])).has(last.index);
  if (isErased) return new Refusal("subject_erased", {});
  return (await isLost(context, last.index))
    ? new Refusal("content_lost", { index: last.index })
    : damagedStream(stream.name, last.index);
}
