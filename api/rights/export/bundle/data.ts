/** `data.json` of an export (docs/FORMAT.md §21.3), piece by piece: canonical JSON as a whole. */
import { canonicalJson, type JsonObject } from "../../../../portal/verify/jcs.ts";
import { eventsOf, type ReadFile } from "./events.ts";
import { DATA_FORMAT } from "./form.ts";
import type { Manifest } from "./manifest.ts";

/** @param about what the firm says besides (GDPR 15(1)): nothing proves it */
export async function* dataJson(
  about: JsonObject,
  { identifiers, streams }: Pick<Manifest, "identifiers" | "streams">,
  read: ReadFile,
): AsyncGenerator<string> {
  yield `{"about":${canonicalJson(about)},"format":${canonicalJson(DATA_FORMAT)},"people":[`;
  for (const [at, subject] of identifiers.entries()) {
    yield `${at === 0 ? "" : ","}{"streams":[`;
    let first = true;
    for (const stream of streams.filter((one) => one.subject === subject)) {
      yield `${first ? "" : ","}{"claim":${canonicalJson(stream.claim)},"events":[`;
      first = false;
      let begun = false;
      for await (const { index, record, seq } of eventsOf(stream, read)) {
        // The record by itself: it may be nested as deep as canonical JSON may.
        yield `${begun ? "," : ""}{"index":${index},"record":${canonicalJson(record)},"seq":${seq}}`;
        begun = true;
      }
      yield `],"name":${canonicalJson(stream.name)}}`;
    }
    yield `],"subject":${canonicalJson(subject)}}`;
  }
  yield "]}";
}
