/** Data subjects (docs/FORMAT.md §5.1): secrets that are hashes of a label, and what follows from them. */
import { base64UrlEncode, concat, hexDecode, utf8Encode } from "../../../portal/verify/bytes.ts";
import { hmacSha256, sha256 } from "../../../portal/verify/hash.ts";
import { LEDGER_ID } from "../build.ts";
import { seed } from "../world.ts";

export const CLASSES = ["personal", "consent", "statutory", "access"] as const;
export type Class = (typeof CLASSES)[number];

/** The kinds of §2.1, and under which secret each is. A map: `constructor` may be asked for. */
const CLASS_OF: ReadonlyMap<string, Class> = new Map([
  ["access", "access"],
  ["administration", "statutory"],
  ["consent", "consent"],
  ["customer", "personal"],
  ["ledger", "statutory"],
  ["order", "statutory"],
  ["payment", "statutory"],
]);

/** The class of a stream; of a kind that is in no table, that of orders. */
export function classOf(stream: string): Class {
  return CLASS_OF.get(kindOf(stream)) ?? "statutory";
}

export interface Person {
  readonly subject: string;
  readonly secrets: Readonly<Record<Class, Uint8Array>>;
}

function personWith(secretOf: (name: Class) => Uint8Array): Person {
  const secrets = Object.fromEntries(CLASSES.map((name) => [name, secretOf(name)]));
  const hashes = CLASSES.map((name) => sha256(secrets[name] as Uint8Array));
  const id = sha256(concat(utf8Encode("counterfoil/subject/v1\0"), ...hashes));
  return { subject: base64UrlEncode(id), secrets: secrets as Record<Class, Uint8Array> };
}

export function person(label: string): Person {
  return personWith((name) => seed(`secret of ${label}: ${name}`));
}

/** The firm itself, whose secrets are public. */
export function firm(ledgerId: string = LEDGER_ID): Person {
  const prefix = concat(utf8Encode("counterfoil/firm/v1\0"), hexDecode(ledgerId.slice(2)));
  return personWith((name) => sha256(concat(prefix, utf8Encode(name))));
}

export const kindOf = (stream: string): string => stream.split("/")[0] as string;

export function secretOf(who: Person, stream: string): Uint8Array {
  return who.secrets[classOf(stream)];
}

export function keyOf(who: Person, stream: string): Uint8Array {
  return hmacSha256(secretOf(who, stream), utf8Encode(stream));
}
