/** The layer *binding* (docs/FORMAT.md §11.3, S2 and S3): whose stream it is, and that all that is shown belongs to it. */
import type { SecretHash, StreamKey } from "./brands.ts";
import { equalBytes } from "./bytes.ts";
import { type Content, shown } from "./content.ts";
import type { RecordEntry } from "./entry.ts";
import { FormatError } from "./errors.ts";
import type { EvidenceStream } from "./evidence-stream.ts";
import {
  isOfLaterVersions,
  isStreamOfLayout,
  type KindForm,
  kindForm,
  kindOfStream,
} from "./kinds.ts";
import { locate } from "./shape.ts";
import {
  RETENTION_CLASSES,
  type RetentionClass,
  secretHash,
  streamKey,
  subjectId,
} from "./subject.ts";

/** A stream whose identifier commits to the secret that its key is made of. */
export interface BoundStream {
  readonly name: string;
  readonly subject: string;
  readonly secret: EvidenceStream["secret"];
  readonly key: StreamKey;
  readonly kind: string;
  readonly form: KindForm;
  /** The `@id` that the name holds; null where streams of the kind hold no one record's versions alone. */
  readonly recordId: string | null;
}

/** S2. */
export function bindStream(stream: EvidenceStream): BoundStream {
  const { name, secret, subject } = stream;
  const kind = kindOfStream(name);
  const form = kindForm(kind);
  if (form === null) throw new FormatError("kind_unknown");
  if (form.class !== stream.class) throw new FormatError("class_not_of_kind");
  if (!isStreamOfLayout(name)) throw new FormatError("stream_not_of_layout");
  if (subjectId(allHashes(stream)) !== subject) throw new FormatError("subject_mismatch");
  const recordId = isOfLaterVersions(name) ? name.slice(kind.length + 1) : null;
  return { name, subject, secret, key: streamKey(secret, name), kind, form, recordId };
}

function allHashes({ class: named, hashes, secret }: EvidenceStream) {
  const others = RETENTION_CLASSES.filter((one) => one !== named);
  const pairs = others.map((one, i) => [one, hashes[i] as SecretHash] as const);
  return Object.fromEntries([...pairs, [named, secretHash(secret)]]) as Record<
    RetentionClass,
    SecretHash
  >;
}

/** An entry, and its record as far as it is shown; null: wholly withheld. */
export interface Shown {
  readonly entry: RecordEntry;
  readonly content: Content | null;
}

/** S3 for one event of a history. */
export function checkBelongs({ entry, content }: Shown, stream: BoundStream): void {
  checkInStream({ entry, content }, stream, stream.name, stream.key);
  if (content === null) return;
  const { form, recordId } = stream;
  const version = shown(content, "@version");
  const demanded = form.layout === "single" ? entry.seq : recordId === null ? 1 : entry.seq + 1;
  if (version !== undefined && version !== demanded) throw new FormatError("version_not_of_layout");
  checkId(content, recordId);
}

function checkInStream({ entry, content }: Shown, of: BoundStream, name: string, key: StreamKey) {
  if (!equalBytes(entry.streamKey, key)) throw new FormatError("entry_of_other_stream");
  if (content === null) return;
  if (shown(content, "@subject") !== of.subject) throw new FormatError("record_of_other_subject");
  // This holds the kind too: a record's stream begins with its kind (step 3).
  if (shown(content, "@stream") !== name) throw new FormatError("record_of_other_stream");
}

function checkId(content: Content, recordId: string | null): void {
  const id = shown(content, "@id");
  if (recordId !== null && id !== undefined && id !== recordId) {
    throw new FormatError("id_not_of_layout");
  }
}

/** Version 1 of a record of layout *many*: it lies apart from the stream of its later versions. */
export function liesApart(content: Content, { form }: BoundStream): boolean {
  return form.layout === "many" && shown(content, "@version") === 1;
}

/** S3 for the claim *current*. */
export function checkCurrent(content: Content, stream: BoundStream): void {
  const { form, recordId, kind, secret } = stream;
  // The stream `<kind>` holds first versions only: its newest entry says nothing of newer versions of that record.
  if (form.layout === "many" && recordId === null) throw new FormatError("own_stream_not_named");
  const both = { entry: content.entry, content };
  locate({ where: "record" }, () => {
    if (!liesApart(content, stream)) return checkBelongs(both, stream);
    checkInStream(both, stream, kind, streamKey(secret, kind));
    checkId(content, recordId);
  });
}
