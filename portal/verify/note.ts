/** Signed notes (C2SP signed-note) with Ed25519 keys: docs/FORMAT.md §7. */
import { asPublicKey, type PublicKey } from "./brands.ts";
import { base64Decode, base64Encode, concat, equalBytes, hexEncode, utf8Encode } from "./bytes.ts";
import { isPublicKey, SIGNATURE_LENGTH, verifyEd25519 } from "./ed25519.ts";
import { FormatError } from "./errors.ts";
import { sha256 } from "./hash.ts";

export const MAX_NOTE_BYTES = 1_048_576;
export const MAX_SIGNATURES = 64;
const MAX_KEY_NAME_BYTES = 255;
const ED25519 = 0x01;

export interface VerifierKey {
  readonly name: string;
  readonly keyId: Uint8Array;
  readonly publicKey: PublicKey;
}

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

export function keyId(name: string, publicKey: PublicKey): Uint8Array {
  return sha256(concat(utf8Encode(`${name}\n`), Uint8Array.of(ED25519), publicKey)).slice(0, 4);
}

export function formatVkey(name: string, publicKey: PublicKey): string {
  if (!isKeyName(name)) throw new FormatError("key_name_form");
  const key = base64Encode(concat(Uint8Array.of(ED25519), publicKey));
  return `${name}+${hexEncode(keyId(name, publicKey))}+${key}`;
}

export function parseVkey(vkey: string): VerifierKey {
  // The key itself may hold "+", the name may not.
  const [, name, id, key] = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/su.exec(vkey) ?? [];
  if (name === undefined || id === undefined || key === undefined) {
    throw new FormatError("vkey_form");
  }
  if (!isKeyName(name)) throw new FormatError("key_name_form");
  const bytes = base64Decode(key);
  if (bytes[0] !== ED25519) throw new FormatError("vkey_type");
  if (!isPublicKey(bytes.subarray(1))) throw new FormatError("public_key_form");
  const publicKey = asPublicKey(bytes.slice(1));
  if (hexEncode(keyId(name, publicKey)) !== id) throw new FormatError("vkey_id");
  return { name, keyId: keyId(name, publicKey), publicKey };
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

export function formatNote(text: string, signatures: readonly NoteSignature[]): string {
  const lines = signatures.map(
    ({ name, keyId: id, signature }) => `— ${name} ${base64Encode(concat(id, signature))}\n`,
  );
  const note = `${text}\n${lines.join("")}`;
  if (parseNote(note).text !== text) throw new FormatError("note_form");
  return note;
}

export interface VerifiedNote {
  readonly text: string;
  readonly verified: readonly NoteSignature[];
  /** Lines of keys that were not given. They prove nothing and spoil nothing. */
  readonly ignored: readonly NoteSignature[];
}

/** Throws unless at least one given key has signed, each at most once, and none of its lines fails. */
export function verifyNote(source: string | Note, keys: readonly VerifierKey[]): VerifiedNote {
  const note = typeof source === "string" ? parseNote(source) : source;
  const message = utf8Encode(note.text);
  const verified: NoteSignature[] = [];
  const ignored: NoteSignature[] = [];
  const seen = new Set<VerifierKey>();
  for (const line of note.signatures) {
    const key = keys.find((k) => k.name === line.name && equalBytes(k.keyId, line.keyId));
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
