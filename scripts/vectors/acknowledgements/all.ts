/** Vectors of acknowledgements (docs/FORMAT.md §19): two that hold, and what is refused of others. Made without the kernel's writer: they must hold what is not allowed, too. */
import { base64Encode, concat, hexEncode, utf8Encode } from "../../../portal/verify/bytes.ts";
import { sha256 } from "../../../portal/verify/hash.ts";
import { canonicalJson } from "../../../portal/verify/jcs.ts";
import { formatVkey } from "../../../portal/verify/note.ts";
import { type SigningKey, seed, sign, signingKey } from "../world.ts";

const partnerKey = signingKey("fourthcoffee.example/acknowledgement", "acknowledgement key");
const forger = signingKey(partnerKey.name, "forger of acknowledgements");
const other = signingKey("other.example/acknowledgement", "another partner's key");

/** What was sent: whoever acknowledges it has its bytes. */
const BODY = canonicalJson({
  data: {
    acknowledgeBy: "2026-12-27T10:00:00.000Z",
    agreement: "a1".repeat(20),
    deleteBy: "2026-12-25T10:00:00.000Z",
    index: 12,
    occurredAt: "2026-12-24T09:59:58.000Z",
    purpose: "partner-offers",
    reason: "withdrawn",
    record: null,
    recordVersion: null,
    subject: hexEncode(seed("subject")),
    version: 2,
  },
  timestamp: "2026-12-24T10:00:00.000Z",
  type: "consent.withdrawn",
});

const LINES = [
  "counterfoil/acknowledgement/v1",
  "a1".repeat(20),
  `msg_${hexEncode(seed("message")).slice(0, 32)}`,
  base64Encode(sha256(utf8Encode(BODY))),
  "received",
  "2026-12-24T10:00:03.250Z",
] as const;

const lineOf = (key: SigningKey, text: string): string => {
  const { name, keyId, signature } = sign(key, text);
  return `— ${name} ${base64Encode(concat(keyId, signature))}\n`;
};

interface Recipe {
  /** By its place: another line. */
  readonly lines?: Readonly<Record<number, string>>;
  /** Behind the six. */
  readonly more?: string;
  readonly keys?: readonly SigningKey[];
  /** What is signed, if it is not what stands there. */
  readonly signed?: string;
}

function note({ lines = {}, more = "", keys = [partnerKey], signed }: Recipe = {}): string {
  const text = `${LINES.map((line, i) => `${lines[i] ?? line}\n`).join("")}${more}`;
  return `${text}\n${keys.map((key) => lineOf(key, signed ?? text)).join("")}`;
}

const FORM = "acknowledgement_form";
const unpadded = LINES[3].replace("=", "");

/** By name: the code that it is refused with (`null`: it holds), and what is particular about it. */
const CASES: Readonly<Record<string, readonly [code: string | null, what: string, note: string]>> =
  {
    received: [null, "what the others change one thing of", note()],
    done: [null, "what the message asks for is done", note({ lines: { 4: "done" } })],
    "agreement-by-name": [
      null,
      "an agreement of another spelling of its identifier",
      note({ lines: { 1: "fourth-coffee-2026" } }),
    ],
    "other-header": [FORM, "of another version", note({ lines: { 0: `${LINES[0]}1` } })],
    "other-word": [FORM, "a word that is not said", note({ lines: { 4: "Done" } })],
    "line-more": [FORM, "a line more", note({ more: "x\n" })],
    "no-newline": [FORM, "a blank line within", note({ more: "\n" })],
    "message-in-capitals": [
      FORM,
      "the identifier of the message spelled otherwise",
      note({ lines: { 2: LINES[2].toUpperCase().replace("MSG", "msg") } }),
    ],
    "message-too-short": [
      FORM,
      "an identifier of a message that is too short",
      note({ lines: { 2: LINES[2].slice(0, -1) } }),
    ],
    "agreement-in-capitals": [
      FORM,
      "the identifier of the agreement spelled otherwise",
      note({ lines: { 1: LINES[1].toUpperCase() } }),
    ],
    "short-hash": [
      FORM,
      "a hash of 31 bytes",
      note({ lines: { 3: base64Encode(seed("x").slice(1)) } }),
    ],
    "hash-without-padding": [
      "bad_base64",
      "base64 without padding",
      note({ lines: { 3: unpadded } }),
    ],
    "time-in-seconds": [
      "bad_time",
      "a time without milliseconds",
      note({ lines: { 5: "2026-12-24T10:00:03Z" } }),
    ],
    "time-with-offset": [
      "bad_time",
      "a time in another zone",
      note({ lines: { 5: "2026-12-24T11:00:03.250+01:00" } }),
    ],
    "carriage-returns": [
      "note_characters",
      "lines of another system",
      note().replaceAll("\n", "\r\n"),
    ],
    unsigned: ["note_form", "no signature", note({ keys: [] })],
    "signed-by-another": ["not_signed", "signed by another partner", note({ keys: [other] })],
    "signed-by-two": [
      FORM,
      "another line beside that of the key",
      note({ keys: [partnerKey, other] }),
    ],
    "signed-twice": [FORM, "one line twice", note({ keys: [partnerKey, partnerKey] })],
    "other-signature": [
      "not_signed",
      "signed by another key under this one's name",
      note({ keys: [forger] }),
    ],
    "other-text": [
      "signature_fails",
      "the signature of another text",
      note({ lines: { 4: "done" }, signed: `${LINES.join("\n")}\n` }),
    ],
    "too-large": ["too_large", "larger than any can be", note({ more: "x".repeat(1_000) })],
  };

export function allAcknowledgementVectors(): Map<string, string> {
  const vkey = formatVkey(partnerKey.name, partnerKey.publicKey);
  return new Map(
    Object.entries(CASES).map(([name, [code, description, acknowledgement]]) => {
      const vector = { description, acknowledgement, vkey, body: BODY, expect: code };
      return [`${name}.json`, `${JSON.stringify(vector, null, 2)}\n`];
    }),
  );
}
