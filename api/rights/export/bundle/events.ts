/** What the evidence of an export discloses, event by event: of this alone its data and its tables are made, and against this they are checked. */
import { decodeDisclosure } from "../../../../portal/verify/disclosure.ts";
import { decodeEntry } from "../../../../portal/verify/entry.ts";
import { type EvidenceContent, parseEvidence } from "../../../../portal/verify/evidence.ts";
import type { JsonValue } from "../../../../portal/verify/jcs.ts";
import type { ListedStream } from "./manifest.ts";

/** Reads a file of the export. */
export type ReadFile = (path: string) => Promise<Uint8Array>;

export interface ToldEvent {
  /** Its number in the stream. */
  readonly seq: number;
  /** In the log; `null`: of an event that is not shown. */
  readonly index: number | null;
  /** All its fields; `null`: the record is erased, lost or damaged, and the log has its place. */
  readonly record: Readonly<Record<string, JsonValue>> | null;
}

function recordOf({ fields }: EvidenceContent): Readonly<Record<string, JsonValue>> {
  const shown = fields.flatMap((field) =>
    "disclosure" in field ? [decodeDisclosure(field.disclosure)] : [],
  );
  return Object.fromEntries(shown.map(({ name, value }) => [name, value]));
}

/** Oldest first. @throws FormatError for what is no evidence; whether it holds is not looked at */
export async function* eventsOf(stream: ListedStream, read: ReadFile): AsyncGenerator<ToldEvent> {
  for (const [at, path] of stream.records.entries()) {
    if (path === null) {
      yield { seq: at + 1, index: null, record: null };
      continue;
    }
    const evidence = parseEvidence(await read(path));
    if (evidence.claim !== "record") throw new Error("no record");
    const { entry, index } = evidence.record;
    yield { seq: decodeEntry(entry).seq, index, record: recordOf(evidence.record) };
  }
  if (stream.claim === "absent") return;
  const evidence = parseEvidence(await read(stream.file));
  if (evidence.claim !== "history") throw new Error("no history");
  for (const { entry, index, record } of evidence.events)
    yield { seq: decodeEntry(entry).seq, index, record: record && recordOf(record) };
}
