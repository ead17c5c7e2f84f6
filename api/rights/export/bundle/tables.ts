/** `csv/<kind>.csv` of an export (docs/FORMAT.md §21.4): one line for each event, the columns those of all its kind's records. */
import { canonicalJson, type JsonValue } from "../../../../portal/verify/jcs.ts";
import { kindOfStream } from "../../../../portal/verify/kinds.ts";
import { csvHead, csvLine } from "../../../core/csv.ts";
import { eventsOf, type ReadFile } from "./events.ts";
import type { ListedStream } from "./manifest.ts";

export const tablePath = (kind: string): string => `csv/${kind}.csv`;

/** Before the fields of the record. */
const PLACE = ["subject", "stream", "seq", "index"];

function said(value: JsonValue | undefined): string | number | null {
  if (value === undefined || value === null) return null;
  if (typeof value === "string" || typeof value === "number") return value;
  return canonicalJson(value);
}

/** Kinds of which there are events. */
export const kindsOf = (streams: readonly ListedStream[]): readonly string[] =>
  [
    ...new Set(
      streams.filter(({ claim }) => claim === "history").map(({ name }) => kindOfStream(name)),
    ),
  ].sort();

const ofKind = (streams: readonly ListedStream[], kind: string): readonly ListedStream[] =>
  streams.filter(({ claim, name }) => claim === "history" && kindOfStream(name) === kind);

/** @yields lines, the first of them the names of the columns */
export async function* tableOf(
  kind: string,
  streams: readonly ListedStream[],
  read: ReadFile,
): AsyncGenerator<string> {
  const names = new Set<string>();
  for (const stream of ofKind(streams, kind))
    for await (const { record } of eventsOf(stream, read))
      for (const name of Object.keys(record ?? {})) names.add(name);
  const fields = [...names].sort();
  yield csvHead([...PLACE, ...fields]);
  for (const stream of ofKind(streams, kind))
    for await (const { seq, index, record } of eventsOf(stream, read)) {
      const place = [stream.subject, stream.name, seq, index];
      yield csvLine([...place, ...fields.map((name) => said(record?.[name]))]);
    }
}
