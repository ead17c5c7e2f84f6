/** Signed notes (C2SP signed-note) with Ed25519 keys: docs/FORMAT.md §7. */
import { asPublicKey, type PublicKey } from "./brands.ts";
import { base64Decode, base64Encode, concat, equalBytes, hexEncode, utf8Encode } from "./bytes.ts";
import { isPublicKey, SIGNATURE_LENGTH, verifyEd25519 } from "./ed25519.ts";
import { FormatError } from "./errors.ts";
import { sha256 } from "./hash.ts";

export const MAX_NOTE_BYTES = 1_048_576;
export const MAX_SIGNATURES = 64;
const MAX_KEY_NAME_BYTES = 255;

/** Ed25519 over the text of a note. */
export const KEY_TYPE_SIGNATURE = 0x01;
/** Ed25519 over a time and the text of a checkpoint (C2SP tlog-cosignature). */
export const KEY_TYPE_COSIGNATURE = 0x04;
export type KeyType = typeof KEY_TYPE_SIGNATURE | typeof KEY_TYPE_COSIGNATURE;

interface TypedKey<Type extends KeyType> {
  readonly type: Type;
  readonly name: string;
  readonly keyId: Uint8Array;
  readonly publicKey: PublicKey;
}

/** A key that signs notes. */
export type VerifierKey = TypedKey<typeof KEY_TYPE_SIGNATURE>;
/** A key that cosigns checkpoints: an auditor's. */
export type CosignerKey = TypedKey<typeof KEY_TYPE_COSIGNATURE>;

export interface NoteSignature {
  readonly name: string;
  readonly keyId: Uint8Array;
  readonly signature: Uint8Array;
}

export interface Note {
  /** What is signed: ends in a newline. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

/** Not empty, no `+`, no white space (the characters with the Unicode property White_Space). */
export function isKeyName(name: string): boolean {
  return (
    /^[^+\p{White_Space}\p{Cc}\p{Surrogate}]+$/u.test(name) &&
    utf8Encode(name).length <= MAX_KEY_NAME_BYTES
  );
}

export function keyId(
  name: string,
  publicKey: PublicKey,
  type: KeyType = KEY_TYPE_SIGNATURE,
): Uint8Array {
  return sha256(concat(utf8Encode(`${name}\n`), Uint8Array.of(type), publicKey)).slice(0, 4);
}

export function formatVkey(
  name: string,
  publicKey: PublicKey,
  type: KeyType = KEY_TYPE_SIGNATURE,
): string {
  if (!isKeyName(name)) throw new FormatError("key_name_form");
  const key = base64Encode(concat(Uint8Array.of(type), publicKey));
  return `${name}+${hexEncode(keyId(name, publicKey, type))}+${key}`;
}

function parseTyped<Type extends KeyType>(vkey: string, types: readonly Type[]): TypedKey<Type> {
  // The key itself may hold "+", the name may not.
  const [, name, id, key] = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/su.exec(vkey) ?? [];
  if (name === undefined || id === undefined || key === undefined) {
    throw new FormatError("vkey_form");
  }
  if (!isKeyName(name)) throw new FormatError("key_name_form");
  const bytes = base64Decode(key);
  const type = types.find((one) => one === bytes[0]);
  if (type === undefined) throw new FormatError("vkey_type");
  if (!isPublicKey(bytes.subarray(1))) throw new FormatError("public_key_form");
  const publicKey = asPublicKey(bytes.slice(1));
  const computed = keyId(name, publicKey, type);
  if (hexEncode(computed) !== id) throw new FormatError("vkey_id");
  return { type, name, keyId: computed, publicKey };
}

/** A key that signs notes: not an auditor's. */
export function parseVkey(vkey: string): VerifierKey {
  return parseTyped(vkey, [KEY_TYPE_SIGNATURE]);
}

/** An auditor's key. */
export function parseCosignerVkey(vkey: string): CosignerKey {
  return parseTyped(vkey, [KEY_TYPE_COSIGNATURE]);
}

/** A key of either type. */
export function parseAnyVkey(vkey: string): TypedKey<KeyType> {
  return parseTyped<KeyType>(vkey, [KEY_TYPE_SIGNATURE, KEY_TYPE_COSIGNATURE]);
}

function parseSignatureLine(line: string): NoteSignature {
  const [, name, encoded] = /^— ([^ ]+) ([^ ]+)$/u.exec(line) ?? [];
  if (name === undefined || encoded === undefined || !isKeyName(name)) {
    throw new FormatError("note_signature_line");
  }
  const bytes = base64Decode(encoded);
  if (bytes.length < 5) throw new FormatError("note_signature_line");
  return { name, keyId: bytes.slice(0, 4), signature: bytes.slice(4) };
}

export function parseNote(note: string): Note {
  if (note.length > MAX_NOTE_BYTES || utf8Encode(note).length > MAX_NOTE_BYTES) {
    throw new FormatError("too_large", { limit: MAX_NOTE_BYTES });
  }
  if (/[^\n\P{Cc}]/u.test(note)) throw new FormatError("note_characters");
  const blank = note.lastIndexOf("\n\n");
  if (blank < 0 || !note.endsWith("\n")) throw new FormatError("note_form");
  const lines = note.slice(blank + 2).split("\n");
  lines.pop();
  if (lines.length === 0) throw new FormatError("note_form");
  if (lines.length > MAX_SIGNATURES) {
    throw new FormatError("note_too_many_signatures", { limit: MAX_SIGNATURES });
  }
  return { text: note.slice(0, blank + 1), signatures: lines.map(parseSignatureLine) };
}

/** One signature line, its newline included. Whoever adds it to a note keeps the lines that are there. */
export function formatSignatureLine({ name, keyId: id, signature }: NoteSignature): string {
  const line = `— ${name} ${base64Encode(concat(id, signature))}`;
  parseSignatureLine(line);
  return `${line}\n`;
}

export function formatNote(text: string, signatures: readonly NoteSignature[]): string {
  const note = `${text}\n${signatures.map(formatSignatureLine).join("")}`;
  if (parseNote(note).text !== text) throw new FormatError("note_form");
  return note;
}

export interface VerifiedNote {
  readonly text: string;
  readonly verified: readonly NoteSignature[];
  /** Lines of keys that were not given. They prove nothing and spoil nothing. */
  readonly ignored: readonly NoteSignature[];
}

/** By name and key id: it says nothing about whether the signature holds. */
export function isLineOf(line: NoteSignature, key: VerifierKey | CosignerKey): boolean {
  return key.name === line.name && equalBytes(key.keyId, line.keyId);
}

/** Throws unless at least one given key has signed, each at most once, and none of its lines fails. */
export function verifyNote(source: string | Note, keys: readonly VerifierKey[]): VerifiedNote {
  const note = typeof source === "string" ? parseNote(source) : source;
  const message = utf8Encode(note.text);
  const verified: NoteSignature[] = [];
  const ignored: NoteSignature[] = [];
  const seen = new Set<VerifierKey>();
  for (const line of note.signatures) {
    const key = keys.find((one) => isLineOf(line, one));
    if (key === undefined) {
      ignored.push(line);
      continue;
    }
    if (seen.has(key)) throw new FormatError("signed_twice");
    seen.add(key);
    if (
      line.signature.length !== SIGNATURE_LENGTH ||
      !verifyEd25519(key.publicKey, message, line.signature)
    ) {
      throw new FormatError("signature_fails");
    }
    verified.push(line);
  }
  if (verified.length === 0) throw new FormatError("not_signed");
  return { text: note.text, verified, ignored };
}
