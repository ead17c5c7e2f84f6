/** What an auditor adds to a checkpoint (C2SP tlog-cosignature; docs/FORMAT.md §7). */
import { concat, readU64, u64, utf8Encode } from "./bytes.ts";
import { SIGNATURE_LENGTH, verifyEd25519 } from "./ed25519.ts";
import { FormatError } from "./errors.ts";
import { type CosignerKey, isLineOf, type Note, type NoteSignature, parseNote } from "./note.ts";

/** The end of the year 9999, in Unix seconds. */
const LAST_SECOND = 253_402_300_799;
const TIME_LENGTH = 8;

export interface Cosignature {
  /** Of the key. */
  readonly name: string;
  /** When the auditor says to have signed, Unix seconds. */
  readonly time: number;
}

const isSecond = (time: number): boolean =>
  Number.isSafeInteger(time) && time >= 1 && time <= LAST_SECOND;

/**
 * What is signed.
 *
 * @param text of the checkpoint, without its signatures
 * @param time Unix seconds
 */
export function cosignatureMessage(text: string, time: number): Uint8Array {
  if (!isSecond(time)) throw new FormatError("bad_time");
  return utf8Encode(`cosignature/v1\ntime ${time}\n${text}`);
}

/** The signature line's content, from the Ed25519 signature of `cosignatureMessage`; `formatSignatureLine` writes it. */
export function cosignatureLine(
  { name, keyId }: Pick<CosignerKey, "name" | "keyId">,
  time: number,
  signature: Uint8Array,
): NoteSignature {
  if (!isSecond(time)) throw new FormatError("bad_time");
  if (signature.length !== SIGNATURE_LENGTH) {
    throw new FormatError("bad_length", { limit: SIGNATURE_LENGTH });
  }
  return { name, keyId, signature: concat(u64(time), signature) };
}

/** Null unless the line's signature holds. */
function verified(text: string, key: CosignerKey, { signature }: NoteSignature): number | null {
  if (signature.length !== TIME_LENGTH + SIGNATURE_LENGTH) return null;
  const [high, time] = [signature[0] as number, signature.subarray(0, TIME_LENGTH)];
  // Beyond every time that may be written, and beyond what is read as a number.
  if (high !== 0 || (signature[1] as number) >= 0x20) return null;
  const seconds = readU64(time);
  if (!isSecond(seconds)) return null;
  const message = cosignatureMessage(text, seconds);
  return verifyEd25519(key.publicKey, message, signature.subarray(TIME_LENGTH)) ? seconds : null;
}

/**
 * The cosignatures of these keys, in the order of their lines; lines of all other keys are passed over.
 *
 * @throws FormatError `cosignature_fails`, `cosigned_twice`
 */
export function verifyCosignatures(
  source: string | Note,
  keys: readonly CosignerKey[],
): readonly Cosignature[] {
  const note = typeof source === "string" ? parseNote(source) : source;
  const found: Cosignature[] = [];
  const seen = new Set<CosignerKey>();
  for (const line of note.signatures) {
    const key = keys.find((one) => isLineOf(line, one));
    if (key === undefined) continue;
    if (seen.has(key)) throw new FormatError("cosigned_twice");
    seen.add(key);
    const time = verified(note.text, key, line);
    if (time === null) throw new FormatError("cosignature_fails");
    found.push({ name: key.name, time });
  }
  return found;
}
