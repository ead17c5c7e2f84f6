/** What became of an erasure, as the firm has recorded it and partners have signed (docs/FORMAT.md §20.3, E3). */
import { type Acknowledgement, messageBodyHash, verifyAcknowledgement } from "./acknowledgement.ts";
import { base64UrlEncode, equalBytes, hexEncode } from "./bytes.ts";
import type { CheckedEvent } from "./completeness.ts";
import { checkContent, shown } from "./content.ts";
import type { CertificateOutcome } from "./erasure-certificate.ts";
import type { ErasureList } from "./erasure-list.ts";
import { FormatError } from "./errors.ts";
import { sha256 } from "./hash.ts";
import { canonicalBytes, type JsonObject, type JsonValue, parseCanonical } from "./jcs.ts";
import { parseVkey } from "./note.ts";
import { members, text } from "./shape.ts";
import { formatTime } from "./time.ts";

/** Of a message to a partner (§19.1). */
const MAX_MESSAGE_BYTES = 8_192;
/** The message that asks a partner to erase a person. */
const ERASED = "person.erased";

/** A partner's signed word. */
export interface CheckedAcknowledgement extends Acknowledgement {
  /** The partner, by the ledger's opaque id. */
  readonly organization: string;
  /** Of the key that has signed. That it is the partner's is the firm's word. */
  readonly keyName: string;
  readonly vkey: string;
  /** One of the list's identifiers, also one of which the list has no entry: the message's body is shown, and is about it. Null: not shown. */
  readonly subject: string | null;
}

export interface CheckedOutcome extends CheckedEvent {
  readonly recordedAt: string;
  /** Null: the root key that had wrapped the destroyed keys is destroyed, too. */
  readonly acknowledgement: CheckedAcknowledgement | null;
}

const SIGNED = [...["message", "messageHash", "note", "organization", "statedAt", "vkey", "what"]];

/** The note says what the record says of it. */
function readSigned(value: JsonValue): Omit<CheckedAcknowledgement, "subject"> {
  const read = members(value, SIGNED, "acknowledgement");
  const said = (name: string) => text(read[name], "acknowledgement");
  const vkey = said("vkey");
  const key = parseVkey(vkey);
  const signed = verifyAcknowledgement(said("note"), key);
  const fits =
    signed.message === said("message") &&
    base64UrlEncode(signed.bodyHash) === said("messageHash") &&
    formatTime(signed.time) === said("statedAt") &&
    signed.what === said("what");
  if (!fits) throw new FormatError("erasure_acknowledgement");
  return { ...signed, organization: said("organization"), keyName: key.name, vkey };
}

/** §19.1. */
const messageId = (organization: string, { data, timestamp, type }: JsonObject): string => {
  const { agreement, index, purpose, record, recordVersion, subject } = data as JsonObject;
  const cause = index ?? timestamp ?? null;
  const all = [organization, agreement, purpose, subject, type, cause, record, recordVersion];
  const hash = sha256(canonicalBytes(all.map((one) => one ?? null)));
  return `msg_${hexEncode(hash).slice(0, 32)}`;
};

const DATA = [
  ...["acknowledgeBy", "agreement", "deleteBy", "index", "occurredAt", "purpose", "reason"],
  ...["record", "recordVersion", "subject", "version"],
];

/** Whom the message is about that was acknowledged. */
function checkMessage(
  body: Uint8Array,
  signed: Omit<CheckedAcknowledgement, "subject">,
  { subjects }: ErasureList,
): string {
  const wrong = new FormatError("erasure_message");
  if (!equalBytes(messageBodyHash(body), signed.bodyHash)) throw wrong;
  const said = members(
    parseCanonical(body, MAX_MESSAGE_BYTES),
    ["data", "timestamp", "type"],
    "message",
  );
  const data = members(said.data, DATA, "message");
  const fits =
    said.type === ERASED &&
    data.agreement === signed.agreement &&
    messageId(signed.organization, said) === signed.message;
  if (!fits) throw wrong;
  const about = subjects.find(({ subject }) => subject === data.subject);
  if (about === undefined) throw new FormatError("erasure_message_other_subject");
  return about.subject;
}

/** Of the record, all of which is disclosed. */
export function checkOutcome(outcome: CertificateOutcome, list: ErasureList): CheckedOutcome {
  const content = checkContent(outcome.record, outcome.entry);
  if (content.withheld.length > 0) throw new FormatError("erasure_field_withheld");
  const [event, erasureId, value, recordedAt] = [
    ...["event", "erasureId", "acknowledgement", "@recordedAt"],
  ].map((name) => shown(content, name));
  if (erasureId !== list.erasureId) throw new FormatError("erasure_outcome_form");
  const { entry, leafHash } = content;
  const told = { entry, leafHash, content, index: outcome.index, recordedAt: recordedAt as string };
  if (event === "completed" && value === null && outcome.message === null)
    return { ...told, acknowledgement: null };
  if (event !== "acknowledged" || value === undefined)
    throw new FormatError("erasure_outcome_form");
  const signed = readSigned(value);
  const { message } = outcome;
  const subject = message === null ? null : checkMessage(message, signed, list);
  return { ...told, acknowledgement: { ...signed, subject } };
}
