/** `manifest.json` of an export (docs/FORMAT.md §21.1): a closed form with one spelling. Pure. */
import { utf8Encode } from "../../../../portal/verify/bytes.ts";
import { canonicalBytes, type JsonValue, parseCanonical } from "../../../../portal/verify/jcs.ts";
import {
  constant,
  integer,
  list,
  members,
  text,
  wrongShape,
} from "../../../../portal/verify/shape.ts";
import { EXPORT_FORMAT, FORMS, type Form } from "./form.ts";

export const MANIFEST = "manifest.json";
const MAX_MANIFEST_BYTES = 64 * 1024 * 1024;
/** Of a ZIP without the extension for large ones, which not every program reads. */
export const MOST_FILES = 60_000;
const MOST_STREAMS = 60_000;

export interface ListedFile {
  readonly bytes: number;
  readonly path: string;
  /** Hex. */
  readonly sha256: string;
}

export interface ListedStream {
  readonly claim: "history" | "absent";
  /** Path of the evidence file. */
  readonly file: string;
  readonly name: string;
  /** Paths of *record* evidence, one for each event before those of `file`; `null`: its record is gone or damaged. Of a stream that one file holds: none. */
  readonly records: readonly (string | null)[];
  readonly subject: string;
}

/** A stream that there is no evidence of, and why. */
export interface Unproven {
  readonly name: string;
  readonly subject: string;
  /** Code of the refusal: `damaged`, `not_sealed`, … */
  readonly why: string;
}

export interface Manifest {
  /** The signed note that all evidence rests on, with cosignatures. */
  readonly checkpoint: string;
  /** All files but this one, ascending by path. */
  readonly files: readonly ListedFile[];
  readonly form: Form;
  /** `@subject`s, the one that was asked for first. */
  readonly identifiers: readonly string[];
  /** Identifiers that are joined with one of these and are not told of here, as they are not of whoever got it: ascending. */
  readonly others: readonly string[];
  /** Purposes that the firm has stated, ascending. */
  readonly purposes: readonly string[];
  /** Entries under the checkpoint. */
  readonly size: number;
  /** Ascending by subject, as in `identifiers`, then by name. */
  readonly streams: readonly ListedStream[];
  readonly unproven: readonly Unproven[];
}

export const formatManifest = (manifest: Manifest): Uint8Array =>
  canonicalBytes({ ...manifest, format: EXPORT_FORMAT } as unknown as JsonValue);

const NAMES = [
  "checkpoint",
  "files",
  "form",
  "format",
  "identifiers",
  "others",
  "purposes",
  "size",
  "streams",
];

/** @throws FormatError */
export function parseManifest(source: Uint8Array): Manifest {
  const all = members(
    parseCanonical(source, MAX_MANIFEST_BYTES),
    [...NAMES, "unproven"],
    "manifest",
  );
  constant(all.format, EXPORT_FORMAT, "unknown_format");
  const form = FORMS.find((one) => one === all.form);
  if (form === undefined) throw wrongShape("form");
  const texts = (value: JsonValue | undefined, where: string): string[] =>
    list(value, MOST_STREAMS, where).map((one) => text(one, where));
  return {
    form,
    checkpoint: text(all.checkpoint, "checkpoint"),
    identifiers: texts(all.identifiers, "identifiers"),
    others: texts(all.others, "others"),
    purposes: texts(all.purposes, "purposes"),
    size: integer(all.size, 1, "size"),
    files: list(all.files, MOST_FILES, "files").map(readFile),
    streams: list(all.streams, MOST_STREAMS, "streams").map(readStream),
    unproven: list(all.unproven, MOST_STREAMS, "unproven").map((one) => {
      const { name, subject, why } = members(one, ["name", "subject", "why"], "unproven");
      return {
        name: text(name, "unproven"),
        subject: text(subject, "unproven"),
        why: text(why, "unproven"),
      };
    }),
  };
}

function readFile(value: JsonValue): ListedFile {
  const { bytes, path, sha256 } = members(value, ["bytes", "path", "sha256"], "files");
  const hash = text(sha256, "files");
  if (!/^[0-9a-f]{64}$/.test(hash)) throw wrongShape("files");
  const named = text(path, "files");
  if (!isPath(named)) throw wrongShape("files");
  return { bytes: integer(bytes, 0, "files"), path: named, sha256: hash };
}

function readStream(value: JsonValue): ListedStream {
  const names = ["claim", "file", "name", "records", "subject"];
  const { claim, file, name, records, subject } = members(value, names, "streams");
  if (claim !== "history" && claim !== "absent") throw wrongShape("streams");
  return {
    claim,
    file: text(file, "streams"),
    name: text(name, "streams"),
    records: list(records, MOST_FILES, "streams").map((one) =>
      one === null ? null : text(one, "streams"),
    ),
    subject: text(subject, "streams"),
  };
}

const PART = /^[A-Za-z0-9_][A-Za-z0-9_.-]*$/;

/** Relative, of plain names, deep enough for us: nothing that leads out of a folder anywhere. */
export const isPath = (path: string): boolean =>
  utf8Encode(path).length <= 300 && path.split("/").every((part) => PART.test(part));
