/** What disclosed records may contradict: candidates, which the rules judge. */
import { equalBytes } from "./bytes.ts";
import { type Content, shown } from "./content.ts";
import type { EvidenceStream } from "./evidence-stream.ts";
import { kindForm, kindOfStream } from "./kinds.ts";
import type { Known } from "./known.ts";
import { type Misbehaviour, misbehaviour } from "./misbehaviour.ts";
import { isMisplaced } from "./record-contradictions.ts";
import type { PromisedRecordStatement, RecordStatement } from "./statement.ts";
import { entryStatement, type KnownEntry } from "./statements.ts";
import { streamKey } from "./subject.ts";

function recordStatement(entry: KnownEntry): RecordStatement | PromisedRecordStatement | null {
  if (entry.record === null) return null;
  const { names, fields } = entry.record;
  const statement = entryStatement(entry);
  const record = { names, fields };
  return statement.form === "entry"
    ? { ...statement, form: "record", record }
    : { ...statement, form: "promised_record", record };
}

/** The stream that a record says it is in, with the secret that the subject's identifier commits to; null: it is not known. */
function streamOf(content: Content, streams: readonly EvidenceStream[]): EvidenceStream | null {
  const name = shown(content, "@stream");
  if (typeof name !== "string") return null;
  const subject = shown(content, "@subject");
  const form = kindForm(kindOfStream(name));
  const own = streams.find((one) => one.subject === subject && one.class === form?.class);
  return own === undefined ? null : { ...own, name };
}

export function* recordCandidates({ entries, streams }: Known): Generator<Misbehaviour> {
  for (const entry of entries) {
    const statement = recordStatement(entry);
    if (statement !== null && entry.record !== null && isMisplaced(entry.record.content)) {
      yield misbehaviour("record_layout", statement);
    }
  }
  for (const entry of entries) {
    const statement = recordStatement(entry);
    const stream = entry.record && streamOf(entry.record.content, streams);
    if (statement === null || stream === null) continue;
    const key = streamKey(stream.secret, stream.name);
    if (equalBytes(key, entry.record?.content.entry.streamKey ?? key)) continue;
    yield misbehaviour("wrong_stream", statement, { form: "stream", stream });
  }
}
