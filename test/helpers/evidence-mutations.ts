/** Everything that somebody might change in an evidence file: members, elements, values, bytes, and what its disclosures say. */
import { base64Encode, utf8Decode, utf8Encode } from "../../portal/verify/bytes.ts";
import {
  decodeDisclosure,
  disclosureDigest,
  encodeDisclosure,
} from "../../portal/verify/disclosure.ts";
import { canonicalBytes, type JsonObject, type JsonValue } from "../../portal/verify/jcs.ts";

export interface Mutation {
  /** Where, and what was done there. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

type Path = readonly (string | number)[];

/** Every place in a JSON value but the whole. */
function* places(value: JsonValue, path: Path = []): Generator<Path> {
  if (path.length > 0) yield path;
  if (value === null || typeof value !== "object") return;
  const members: Path = Array.isArray(value) ? value.map((_, i) => i) : Object.keys(value);
  for (const name of members)
    yield* places((value as JsonObject)[name] as JsonValue, [...path, name]);
}

const valueAt = (file: JsonValue, path: Path): JsonValue =>
  path.reduce<JsonValue>((value, name) => (value as JsonObject)[name] as JsonValue, file);

/** The file with another value in a place; `undefined`: without it. */
function changed(file: JsonValue, path: Path, to: JsonValue | undefined): Uint8Array {
  const copy = structuredClone(file);
  const within = valueAt(copy, path.slice(0, -1)) as Record<string | number, JsonValue>;
  const last = path.at(-1)!;
  if (to !== undefined) within[last] = to;
  else if (Array.isArray(within)) within.splice(Number(last), 1);
  else delete within[last];
  return canonicalBytes(copy);
}

const OTHERS: readonly ((old: JsonValue) => JsonValue)[] = [
  (old) => (typeof old === "number" ? old + 1 : 0),
  () => "",
  (old) => (Array.isArray(old) ? old.toReversed() : [old]),
  () => "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
  () => null,
  () => ({}),
  (old) => (Array.isArray(old) ? [...old, ...old.slice(0, 1)] : "x"),
];

const jsonOf = (bytes: Uint8Array): JsonValue => JSON.parse(utf8Decode(bytes)) as JsonValue;

/** Every member and element left out, and every one with another value, of kinds that go round. */
export function* otherParts(bytes: Uint8Array): Generator<Mutation> {
  const file = jsonOf(bytes);
  let turn = 0;
  for (const path of places(file)) {
    const name = path.join(".");
    const old = valueAt(file, path);
    yield { name: `${name} left out`, bytes: changed(file, path, undefined) };
    let other = old;
    while (JSON.stringify(other) === JSON.stringify(old))
      other = OTHERS[turn++ % OTHERS.length]!(old);
    yield { name: `${name} as ${JSON.stringify(other)}`, bytes: changed(file, path, other) };
  }
}

/** One bit flipped in every so many bytes, each bit in its turn. */
export function* flippedBits(bytes: Uint8Array, step: number): Generator<Mutation> {
  for (let at = 0; at < bytes.length; at += step + (at % 8)) {
    const copy = bytes.slice();
    copy[at] = copy[at]! ^ (1 << (at % 8));
    yield { name: `bit ${at % 8} of byte ${at}`, bytes: copy };
  }
}

/** What somebody might rather have had a field say. */
function rather(value: JsonValue): JsonValue {
  if (value === "given" || value === "refused") return "withdrawn";
  if (typeof value === "string") {
    const time = Date.parse(value);
    return value.endsWith("Z") && !Number.isNaN(time)
      ? new Date(time - 1).toISOString()
      : `${value.slice(0, -1)}${value.endsWith("A") ? "B" : "A"}`;
  }
  if (typeof value === "number") return value + 1;
  return value === null ? "2030-01-01T00:00:00.000Z" : null;
}

/** Where the disclosures of a file of records stand, and the name of each field. */
function* disclosures(file: JsonValue): Generator<{ path: Path; name: string; text: string }> {
  for (const path of places(file)) {
    if (path.at(-1) !== "disclosure") continue;
    const text = valueAt(file, path) as string;
    yield { path, text, name: decodeDisclosure(text).name };
  }
}

/** Every field of every record that is shown, saying something else, well-formed. */
export function* otherWords(bytes: Uint8Array): Generator<Mutation> {
  const file = jsonOf(bytes);
  for (const { path, name, text } of disclosures(file)) {
    const { salt, value } = decodeDisclosure(text);
    const other = encodeDisclosure(salt, name, rather(value));
    yield { name: `${name} says otherwise`, bytes: changed(file, path, other) };
  }
}

/** Every field of every record withheld, as a holder may: the file stays true, and says less. */
export function* withheldFields(bytes: Uint8Array): Generator<Mutation> {
  const file = jsonOf(bytes);
  for (const { path, name, text } of disclosures(file)) {
    const digest = base64Encode(disclosureDigest(text));
    yield { name, bytes: changed(file, path.slice(0, -1), { digest }) };
  }
}

/** The file with a word of its text in the place of another. */
export const reworded = (bytes: Uint8Array, from: string, to: string): Uint8Array =>
  utf8Encode(utf8Decode(bytes).replaceAll(from, to));
