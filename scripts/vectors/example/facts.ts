/** What the steps of the worked example come to: by the rules, and not by the shell commands that stand beside them. */
import { asFieldDigest } from "../../../portal/verify/brands.ts";
import {
  base64Encode,
  base64UrlDecode,
  concat,
  hexDecode,
  hexEncode,
  utf8Decode,
} from "../../../portal/verify/bytes.ts";
import { disclosureDigest } from "../../../portal/verify/disclosure.ts";
import { sha256 } from "../../../portal/verify/hash.ts";
import { leafHash, rootOfHashes } from "../../../portal/verify/merkle.ts";
import { schemaHash } from "../../../portal/verify/record.ts";
import { auditor, COSIGNED_AT, cosignerId } from "../streams/auditor.ts";
import { CLASSES, keyOf, secretOf } from "../streams/people.ts";
import { theFirm } from "../streams/story.ts";
import { logKey, type SigningKey, sign } from "../world.ts";
import { type Example, STREAM } from "./world.ts";

const hash = (type: string, ...hex: readonly string[]): string =>
  hexEncode(sha256(concat(...[type, ...hex].map(hexDecode))));

const typedKey = ({ publicKey }: SigningKey, type: number): string =>
  base64Encode(concat(Uint8Array.of(type), publicKey));

export type Facts = ReturnType<typeof factsOf>;

export function factsOf({ ledger, first, events, who, state, text, note }: Example) {
  const digests = first.disclosures.map((one) => asFieldDigest(disclosureDigest(one)));
  const leaves = ledger.entries.map((entry) => hexEncode(leafHash(entry)));
  const keys = {
    ledger: hexEncode(keyOf(theFirm, "ledger")),
    person: hexEncode(keyOf(who, STREAM)),
  };
  const lines = note.slice(text.length + 1).split("\n");
  return {
    secrets: CLASSES.map((name) => `${name} ${hexEncode(theFirm.secrets[name])}`),
    subject: theFirm.subject,
    fields: first.disclosures.map((one) => utf8Decode(base64UrlDecode(one))),
    schema: schemaHash(first.names),
    disclosure: first.disclosures[1] as string,
    digests: digests.slice(0, 2).map(hexEncode),
    tree: hexEncode(rootOfHashes(digests)),
    recordRoots: [first, ...events].map(({ entry }) => hexEncode(entry.slice(1, 33))),
    keys,
    personSecret: hexEncode(secretOf(who, STREAM)),
    entries: ledger.entries.map(hexEncode),
    leaves,
    mapLeaves: [
      hash("02", keys.ledger, leaves[0] as string),
      hash("02", keys.person, leaves[2] as string),
    ],
    mapRoot: hexEncode(state.mapRoot),
    time: Number.parseInt(hexEncode(state.entry.slice(-8)), 16),
    root: hexEncode(ledger.log().root),
    text,
    signatures: lines.slice(0, 2).map((line) => line.split(" ")[2] as string),
    logKey: {
      typed: typedKey(logKey, 1),
      id: hexEncode(sign(logKey, text).keyId),
      name: logKey.name,
    },
    auditorKey: {
      typed: typedKey(auditor, 4),
      id: hexEncode(cosignerId(auditor)),
      name: auditor.name,
    },
    cosignedAt: COSIGNED_AT,
  };
}
