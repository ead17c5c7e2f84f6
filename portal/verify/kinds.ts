/**
 * The kinds of version 1 (docs/FORMAT.md §2.1). Claims about streams rest on this table: the class of a stream must not be
 * the file's own word, or it could look for a stream under the wrong secret and truly not find it.
 */
import { isStreamName } from "./record.ts";
import type { RetentionClass } from "./subject.ts";

/**
 * How the versions of a kind's records are spread over streams (docs/FORMAT.md §5.1).
 *
 * - `single`: a subject has one record of the kind; all its versions are in the stream `<kind>`.
 * - `many`: version 1 in `<kind>`, later ones in `<kind>/<@id>`.
 * - `events`: never versioned; the stream is `<kind>`, or begins with `<kind>/`.
 */
export type Layout = "single" | "many" | "events";

export interface KindForm {
  readonly layout: Layout;
  readonly class: RetentionClass;
}

const KINDS: ReadonlyMap<string, KindForm> = new Map<string, KindForm>([
  ["access", { layout: "events", class: "access" }],
  ["acknowledgement", { layout: "events", class: "consent" }],
  ["administration", { layout: "events", class: "statutory" }],
  ["agreement", { layout: "events", class: "statutory" }],
  ["assessment", { layout: "events", class: "statutory" }],
  ["breach", { layout: "events", class: "statutory" }],
  ["consent", { layout: "events", class: "consent" }],
  ["controller", { layout: "events", class: "statutory" }],
  ["customer", { layout: "single", class: "personal" }],
  ["erasure", { layout: "events", class: "statutory" }],
  ["erasure-outcome", { layout: "events", class: "statutory" }],
  ["hold", { layout: "events", class: "consent" }],
  ["ledger", { layout: "single", class: "statutory" }],
  ["merge", { layout: "events", class: "consent" }],
  ["notice", { layout: "events", class: "statutory" }],
  ["order", { layout: "many", class: "statutory" }],
  ["payment", { layout: "many", class: "statutory" }],
  ["purpose", { layout: "events", class: "statutory" }],
  ["request", { layout: "events", class: "consent" }],
  ["restriction", { layout: "events", class: "consent" }],
  ["retention", { layout: "events", class: "statutory" }],
  ["signal", { layout: "events", class: "consent" }],
]);

/** Null for a kind that this version does not know. */
export function kindForm(kind: string): KindForm | null {
  return KINDS.get(kind) ?? null;
}

/** All kinds of the table, ascending. */
export const KIND_NAMES: readonly string[] = [...KINDS.keys()];

/** What stands before the first `/` of a stream's name. */
export function kindOfStream(streamName: string): string {
  return streamName.split("/", 1)[0] as string;
}

/** Whether a stream of this name, `<kind>/<@id>`, holds a record's versions from the second on: the first one is in `<kind>`. */
export function isOfLaterVersions(streamName: string): boolean {
  const kind = kindOfStream(streamName);
  return streamName !== kind && kindForm(kind)?.layout === "many";
}

const OWN_STREAM = /^\/[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** Whether a stream of this name can exist: its kind is known, and its layout has such streams. */
export function isStreamOfLayout(streamName: string): boolean {
  const kind = kindOfStream(streamName);
  const form = kindForm(kind);
  if (form === null || !isStreamName(streamName)) return false;
  const rest = streamName.slice(kind.length);
  if (rest === "" || form.layout === "events") return true;
  return form.layout === "many" && OWN_STREAM.test(rest);
}
