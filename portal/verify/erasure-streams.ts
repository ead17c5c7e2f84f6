/** The person's streams in a certificate of erasure (docs/FORMAT.md §20.3, E4 and E6): whose they are, and whether all of them is told. */
import { type BoundStream, bindStream } from "./binding.ts";
import type { LeafHash, LeafIndex, MapRoot, SecretHash } from "./brands.ts";
import { equalBytes } from "./bytes.ts";
import { decodeEntry, NO_PREV, type RecordEntry } from "./entry.ts";
import type { CertificateStream, ErasureCertificate } from "./erasure-certificate.ts";
import type { ErasureList, ErasureSecret, ErasureSubject } from "./erasure-list.ts";
import { FormatError } from "./errors.ts";
import { kindForm, kindOfStream } from "./kinds.ts";
import { provenValue } from "./map.ts";
import { leafHash } from "./merkle.ts";
import { locate } from "./shape.ts";
import { RETENTION_CLASSES, type RetentionClass, secretHash, subjectId } from "./subject.ts";

/** An entry of the list, read. */
export interface ListedEntry {
  readonly entry: RecordEntry;
  readonly leafHash: LeafHash;
  readonly index: LeafIndex;
  readonly fate: "erased" | "kept";
}

/**
 * - `all`: from the first to the last there was when the list was made;
 * - `to_here`: from the first on without a gap, but nothing shows that the last told was the last there was;
 * - `some`: entries between those told, or before them, are not told;
 * - `none`: there is no such stream.
 */
export const STREAM_EXTENTS = ["all", "to_here", "some", "none"] as const;
export type StreamExtent = (typeof STREAM_EXTENTS)[number];

/** A stream whose key follows from the person's identifier. */
export interface PersonStream {
  readonly stream: CertificateStream;
  readonly bound: BoundStream;
  /** In the order of the log. */
  readonly entries: readonly ListedEntry[];
  readonly next: { readonly entry: RecordEntry; readonly leafHash: LeafHash } | null;
}

const hashOf = (secret: ErasureSecret): SecretHash =>
  "secret" in secret ? secretHash(secret.secret) : secret.hash;

/** E4: each identifier commits to the secrets that stand beside it, also one that no stream is told of. */
function checkIdentifiers({ subjects }: ErasureList): void {
  subjects.forEach(({ subject, secrets }, i) => {
    const hashes = RETENTION_CLASSES.map((one) => [one, hashOf(secrets[one])] as const);
    const named = subjectId(Object.fromEntries(hashes) as Record<RetentionClass, SecretHash>);
    if (named !== subject)
      throw new FormatError("subject_mismatch", { where: "list.subjects", position: i + 1 });
  });
}

/** S2 for a stream of the person's. */
function bindOf({ subject, secrets }: ErasureSubject, name: string): BoundStream {
  const form = kindForm(kindOfStream(name));
  if (form === null) throw new FormatError("kind_unknown");
  const own = secrets[form.class];
  if (!("secret" in own)) throw new FormatError("erasure_secret_missing");
  const hashes = RETENTION_CLASSES.filter((one) => one !== form.class).map((one) =>
    hashOf(secrets[one]),
  );
  return bindStream({ class: form.class, hashes, name, secret: own.secret, subject });
}

/** E1 of the entries: of every one its leaf hash. */
export function listedEntries({ entries, list }: ErasureCertificate): readonly ListedEntry[] {
  return entries.map((one, i) =>
    locate({ where: "entries", position: i + 1 }, () => {
      const { index, fate } = list.entries[i] as (typeof list.entries)[number];
      return { entry: decodeEntry(one.entry), leafHash: leafHash(one.entry), index, fate };
    }),
  );
}

const nameOf = ({ subject, name }: Pick<CertificateStream, "subject" | "name">): string =>
  `${subject} ${name}`;

/** E4: the identifiers are those of their secrets, the streams are the person's, and each entry is in the one that the list says. */
export function bindStreams(
  { list, streams }: ErasureCertificate,
  listed: readonly ListedEntry[],
): readonly PersonStream[] {
  checkIdentifiers(list);
  const subjects = new Map(list.subjects.map((one) => [one.subject, one]));
  const told = new Map<string, ListedEntry[]>(streams.map((stream) => [nameOf(stream), []]));
  list.entries.forEach(({ subject, stream: name }, i) => {
    const of = told.get(nameOf({ subject, name }));
    const place = { where: "entries", position: i + 1 };
    if (of === undefined) throw new FormatError("erasure_streams", place);
    of.push(listed[i] as ListedEntry);
  });
  const bound = streams.map((stream, i) =>
    locate({ where: "streams", position: i + 1 }, () => {
      const subject = subjects.get(stream.subject);
      if (subject === undefined) throw new FormatError("erasure_other_subject");
      const entries = told.get(nameOf(stream)) ?? [];
      // Of a stream of which nothing is told it is told that it is not there.
      if (entries.length === 0 && stream.map === null) throw new FormatError("erasure_streams");
      const next = stream.next && {
        entry: decodeEntry(stream.next.entry),
        leafHash: leafHash(stream.next.entry),
      };
      return { stream, bound: bindOf(subject, stream.name), entries, next };
    }),
  );
  const positions = new Map(listed.map((one, i) => [one, i + 1]));
  for (const { bound: to, entries, next, stream } of bound) {
    for (const one of entries)
      if (!equalBytes(one.entry.streamKey, to.key))
        throw new FormatError("entry_of_other_stream", {
          where: "entries",
          position: positions.get(one) ?? 0,
        });
    if (next !== null && !equalBytes(next.entry.streamKey, to.key))
      throw new FormatError("entry_of_other_stream", {
        where: "streams.next",
        position: streams.indexOf(stream) + 1,
      });
  }
  return bound;
}

/** Whether the entries follow each other from the first on. @throws FormatError if they cannot be of one stream */
function isUnbroken(entries: readonly ListedEntry[]): boolean {
  let seq = 0;
  let prev: LeafHash = NO_PREV;
  let unbroken = true;
  for (const { entry, leafHash: leaf } of entries) {
    if (entry.seq === seq) throw new FormatError("event_doubled");
    if (entry.seq < seq) throw new FormatError("events_out_of_order");
    const follows = entry.seq === seq + 1;
    if (follows && !equalBytes(entry.prev, prev)) throw new FormatError("event_foreign");
    unbroken &&= follows;
    [seq, prev] = [entry.seq, leaf];
  }
  return unbroken;
}

/** E6: what is shown of one stream. */
export function extentOf(
  { stream, bound, entries, next }: PersonStream,
  root: MapRoot,
): StreamExtent {
  const unbroken = isUnbroken(entries);
  const last = entries.at(-1);
  if (stream.map !== null) {
    const value = provenValue(bound.key, stream.map, root);
    if (last === undefined) {
      if (value !== null) throw new FormatError("stream_exists");
      return "none";
    }
    if (value === null) throw new FormatError("stream_absent");
    if (!equalBytes(value, last.leafHash)) throw new FormatError("newer_exists");
  }
  if (next !== null) {
    const follows =
      last !== undefined &&
      next.entry.seq === last.entry.seq + 1 &&
      equalBytes(next.entry.prev, last.leafHash);
    if (!follows) throw new FormatError("event_foreign");
  }
  if (!unbroken) return "some";
  return stream.map === null && next === null ? "to_here" : "all";
}
