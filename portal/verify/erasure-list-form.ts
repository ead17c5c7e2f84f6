/** The list of an erasure as JSON (docs/FORMAT.md §20.1): its shape, read and written. */
import {
  asLeafIndex,
  asLedgerId,
  asSecretHash,
  asStreamSecret,
  asSubjectId,
  asTreeSize,
} from "./brands.ts";
import { base64Encode } from "./bytes.ts";
import {
  checkErasureList,
  type ErasureFate,
  type ErasureGround,
  type ErasureList,
  type ErasureListEntry,
  type ErasureSecret,
  type ErasureSubject,
  writeFate,
  writeGrounds,
} from "./erasure-list.ts";
import { FormatError } from "./errors.ts";
import { canonicalBytes, type JsonObject, type JsonValue, parseCanonical } from "./jcs.ts";
import { isStreamName } from "./record.ts";
import { at, bytes, integer, list, locate, members, text, wrongShape } from "./shape.ts";
import { RETENTION_CLASSES, type RetentionClass } from "./subject.ts";

/** Of one list. Of as many a certificate has 33 MB over a small log, and half as much again over one of a million entries; of whom there are more entries, no erasure begins. */
export const MAX_ERASURE_ENTRIES = 30_000;
const SALT_BYTES = 16;
const MAX_SUBJECTS = 64;
const MAX_GROUNDS = 64;
const MAX_GROUND = 200;
const MAX_TEXTS = 50;
const MAX_TEXT = 1_000;
const ERASURE_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const LANGUAGE = /^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}$/;

function readSecret(value: JsonValue, where: string): ErasureSecret {
  if (value !== null && typeof value === "object" && "secret" in value) {
    const { secret } = members(value, ["secret"], where);
    return { secret: asStreamSecret(bytes(secret, 32, where)) };
  }
  return { hash: asSecretHash(bytes(members(value, ["hash"], where).hash, 32, where)) };
}

function readSubject(value: JsonValue): ErasureSubject {
  const where = "list.subjects";
  const read = members(value, ["secrets", "subject"], where);
  const secrets = members(read.secrets, [...RETENTION_CLASSES].sort(), where);
  const pairs = RETENTION_CLASSES.map((one) => [one, readSecret(secrets[one] ?? null, where)]);
  return {
    subject: at(where, () => asSubjectId(text(read.subject, where))),
    secrets: Object.fromEntries(pairs) as Record<RetentionClass, ErasureSecret>,
  };
}

function matching(value: JsonValue | undefined, pattern: RegExp, where: string): string {
  const said = text(value, where);
  if (!pattern.test(said)) throw new FormatError("bad_identifier", { where });
  return said;
}

function readText(value: JsonValue | undefined, most: number, where: string): string {
  const said = text(value, where);
  if (said === "") throw wrongShape(where);
  if (said.length > most) throw new FormatError("too_large", { limit: most, where });
  return said;
}

function readGround(value: JsonValue): ErasureGround {
  const where = "list.grounds";
  const { ground, texts } = members(value, ["ground", "texts"], where);
  const read = list(texts, MAX_TEXTS, where).map((one) => {
    const told = members(one, ["language", "text"], where);
    return {
      language: matching(told.language, LANGUAGE, where),
      text: readText(told.text, MAX_TEXT, where),
    };
  });
  if (read.length === 0) throw wrongShape(where);
  return { ground: readText(ground, MAX_GROUND, where), texts: read };
}

function readFate({ fate, ground, until }: JsonObject, where: string): ErasureFate {
  if (fate === "erased" && ground === null && until === null) return { fate };
  if (fate !== "kept") throw wrongShape(where);
  const year = until === null ? null : integer(until, 1, where);
  if (year !== null && year > 9999) throw wrongShape(where);
  return { fate, ground: readText(ground, MAX_GROUND, where), until: year };
}

function readEntry(value: JsonValue): ErasureListEntry {
  const where = "list.entries";
  const names = ["fate", "ground", "index", "salt", "stream", "subject", "until"];
  const read = members(value, names, where);
  const stream = text(read.stream, where);
  if (!isStreamName(stream)) throw new FormatError("bad_identifier", { where });
  return {
    ...readFate(read, where),
    index: asLeafIndex(integer(read.index, 0, where)),
    salt: bytes(read.salt, SALT_BYTES, where),
    stream,
    subject: at(where, () => asSubjectId(text(read.subject, where))),
  };
}

const each = <T>(all: readonly JsonValue[], read: (one: JsonValue) => T): readonly T[] =>
  all.map((one, i) => locate({ position: i + 1 }, () => read(one)));

/** The member `list` of a certificate. */
export function readErasureList(value: JsonValue | undefined): ErasureList {
  const names = ["entries", "erasureId", "grounds", "ledgerId", "subjects", "treeSize"];
  const read = members(value, names, "list");
  const whole = {
    erasureId: matching(read.erasureId, ERASURE_ID, "list.erasureId"),
    ledgerId: at("list.ledgerId", () => asLedgerId(text(read.ledgerId, "list.ledgerId"))),
    treeSize: asTreeSize(integer(read.treeSize, 0, "list.treeSize")),
    subjects: each(list(read.subjects, MAX_SUBJECTS, "list.subjects"), readSubject),
    grounds: each(list(read.grounds, MAX_GROUNDS, "list.grounds"), readGround),
    entries: each(list(read.entries, MAX_ERASURE_ENTRIES, "list.entries"), readEntry),
  };
  checkErasureList(whole);
  return whole;
}

function writeSecret(secret: ErasureSecret): JsonValue {
  return "secret" in secret
    ? { secret: base64Encode(secret.secret) }
    : { hash: base64Encode(secret.hash) };
}

export function writeErasureList(whole: ErasureList): JsonValue {
  const { entries, erasureId, grounds, ledgerId, subjects, treeSize } = whole;
  return {
    entries: entries.map((entry) => {
      const { index, salt, stream, subject } = entry;
      return { ...writeFate(entry), index, salt: base64Encode(salt), stream, subject };
    }),
    erasureId,
    grounds: writeGrounds(grounds),
    ledgerId,
    subjects: subjects.map(({ secrets, subject }) => ({
      secrets: Object.fromEntries(RETENTION_CLASSES.map((c) => [c, writeSecret(secrets[c])])),
      subject,
    })),
    treeSize,
  };
}

const MAX_LIST_BYTES = 33_554_432;

/** The list by itself, as canonical JSON: for who keeps it until it goes into a certificate. Refuses what `parseErasureList` would. */
export function encodeErasureList(whole: ErasureList): Uint8Array {
  const source = canonicalBytes(writeErasureList(whole));
  parseErasureList(source);
  return source;
}

/** @throws FormatError */
export function parseErasureList(source: Uint8Array): ErasureList {
  return readErasureList(parseCanonical(source, MAX_LIST_BYTES));
}
