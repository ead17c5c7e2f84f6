/** What a partner says of a message that it was sent (docs/FORMAT.md §19): that it has it, or has done what it asks for. */
import { base64Decode, base64Encode, utf8Encode } from "./bytes.ts";
import { FormatError } from "./errors.ts";
import { sha256 } from "./hash.ts";
import { formatNote, type NoteSignature, parseNote, type VerifierKey, verifyNote } from "./note.ts";
import { formatTime, parseTime } from "./time.ts";

const HEADER = "counterfoil/acknowledgement/v1";
/** Of the whole note: the six lines, and a signature line with the longest name that a key can have. */
export const MAX_ACKNOWLEDGEMENT_BYTES = 1_024;
const AGREEMENT = /^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/;
const MESSAGE = /^msg_[0-9a-f]{32}$/;

/** In the order in which they are said. */
export const ACKNOWLEDGED = ["received", "done"] as const;
/** `done`: what the message asks for is carried out. */
export type Acknowledged = (typeof ACKNOWLEDGED)[number];

export interface Acknowledgement {
  /** Under which the ledger records the agreement. */
  readonly agreement: string;
  /** Id of the message. */
  readonly message: string;
  /** SHA-256 of its exact body. */
  readonly bodyHash: Uint8Array;
  readonly what: Acknowledged;
  /** When the partner says to have signed, in milliseconds since 1970. */
  readonly time: number;
}

/** Of the body of a message as it came, byte for byte. */
export const messageBodyHash = (body: Uint8Array | string): Uint8Array =>
  sha256(typeof body === "string" ? utf8Encode(body) : body);

/** The text of the note, without its signature: what is signed. */
export function formatAcknowledgementText(acknowledgement: Acknowledgement): string {
  const { agreement, message, bodyHash, what, time } = acknowledgement;
  const lines = [HEADER, agreement, message, base64Encode(bodyHash), what, formatTime(time)];
  const text = lines.map((line) => `${line}\n`).join("");
  parseAcknowledgement(text);
  return text;
}

/** From the text of a note, without its signature. */
export function parseAcknowledgement(noteText: string): Acknowledgement {
  const [header, agreement = "", message = "", hash = "", said, time = "", end, ...more] =
    noteText.split("\n");
  const what = ACKNOWLEDGED.find((one) => one === said);
  if (
    header !== HEADER ||
    !AGREEMENT.test(agreement) ||
    !MESSAGE.test(message) ||
    what === undefined ||
    end !== "" ||
    more.length > 0
  ) {
    throw new FormatError("acknowledgement_form");
  }
  const bodyHash = base64Decode(hash);
  if (bodyHash.length !== 32) throw new FormatError("acknowledgement_form");
  return { agreement, message, bodyHash, what, time: parseTime(time) };
}

/** The note, from the key's Ed25519 signature of the text. */
export function formatAcknowledgement(
  acknowledgement: Acknowledgement,
  { name, keyId }: Pick<VerifierKey, "name" | "keyId">,
  signature: Uint8Array,
): string {
  const line: NoteSignature = { name, keyId, signature };
  return formatNote(formatAcknowledgementText(acknowledgement), [line]);
}

/**
 * What the note says, if this key has signed it, and no other line stands in it: so whoever holds the key alone can make one, and nobody a second spelling of
 * it.
 *
 * @throws FormatError whatever is wrong first
 */
export function verifyAcknowledgement(source: string, key: VerifierKey): Acknowledgement {
  if (utf8Encode(source).length > MAX_ACKNOWLEDGEMENT_BYTES)
    throw new FormatError("too_large", { limit: MAX_ACKNOWLEDGEMENT_BYTES });
  const note = parseNote(source);
  const acknowledgement = parseAcknowledgement(note.text);
  if (note.signatures.length > 1) throw new FormatError("acknowledgement_form");
  verifyNote(note, [key]);
  return acknowledgement;
}
