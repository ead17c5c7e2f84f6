/** The record that the vectors are about, and how a writer turns one into evidence. */
import {
  asFieldDigest,
  asStreamSeq,
  type LeafHash,
  type RecordRoot,
} from "../../portal/verify/brands.ts";
import {
  base64Encode,
  base64UrlEncode,
  concat,
  u16,
  utf8Encode,
} from "../../portal/verify/bytes.ts";
import { disclosureDigest } from "../../portal/verify/disclosure.ts";
import { encodeRecordEntry } from "../../portal/verify/entry.ts";
import { sha256 } from "../../portal/verify/hash.ts";
import { canonicalJson, type JsonValue } from "../../portal/verify/jcs.ts";
import { leafHash, rootOfHashes } from "../../portal/verify/merkle.ts";
import { schemaHash } from "../../portal/verify/record.ts";
import { otherEntry, SUBJECT, seed, statutoryStream } from "./world.ts";

export type Field = readonly [name: string, value: JsonValue];

const BODY: readonly Field[] = [
  ["billTo", { city: "上海", name: "王小明", street: "南京东路 1 号" }],
  ["carrier", null],
  ["channel", "web"],
  ["currency", "CNY"],
  ["externalNumber", "SO-2026-0417"],
  ["handledBy", "staff-7"],
  [
    "lines",
    [
      { amount: "199.00", quantity: 1, sku: "TEA-01" },
      { amount: "25.50", quantity: 2, sku: "CUP-09" },
    ],
  ],
  ["note", "Bitte klingeln – 谢谢 \u{1F375}"],
  ["orderStatus", "placed"],
  ["requestedOn", null],
  ["shipTo", null],
  ["shippedOn", null],
  ["total", { amount: "250.00", currency: "CNY" }],
];

/** The fields of the record, ascending; `changes` replace or add, undefined takes away. */
export function orderFields(
  changes: Readonly<Record<string, JsonValue | undefined>> = {},
): Field[] {
  const all = new Map<string, JsonValue | undefined>([
    ["@id", "01936a3e-7b00-7c3d-8a4f-2b6c5d7e8f90"],
    ["@kind", "order"],
    ["@occurredAt", "2026-11-22T09:29:58.000Z"],
    ["@recordedAt", "2026-11-22T09:30:00.000Z"],
    ["@schema", ""],
    ["@source", "webshop"],
    ["@stream", "order"],
    ["@subject", SUBJECT],
    ["@version", 1],
    ...BODY,
  ]);
  const names = Object.keys(changes);
  for (const name of names) all.set(name, changes[name]);
  const kept = [...all].filter((field): field is [string, JsonValue] => field[1] !== undefined);
  kept.sort(([a], [b]) => (a < b ? -1 : 1));
  const list = kept.map(([name]) => name);
  return kept.map(([name, value]) =>
    name === "@schema" && !names.includes(name) ? [name, schemaHash(list)] : [name, value],
  );
}

export function saltText(name: string): string {
  return base64UrlEncode(seed(`salt ${name}`).slice(0, 16));
}

/** Without any of the checks of the kernel's writer: vectors must hold what is not allowed, too. */
export function rawDisclosure(elements: readonly JsonValue[]): string {
  return base64UrlEncode(utf8Encode(canonicalJson(elements)));
}

export function disclose([name, value]: Field): string {
  return rawDisclosure([saltText(name), name, value]);
}

/** `H(0x04 ‖ n[2] ‖ T)`, with any n. */
export function rootOf(disclosures: readonly string[], n: number = disclosures.length): RecordRoot {
  const tree = rootOfHashes(disclosures.map((text) => asFieldDigest(disclosureDigest(text))));
  return sha256(concat(Uint8Array.of(4), u16(n), tree)) as RecordRoot;
}

/** The record's entry: the second of its stream. */
export function entryFor(root: RecordRoot): Uint8Array {
  const prev: LeafHash = leafHash(otherEntry(3));
  const streamKey = statutoryStream("order");
  return encodeRecordEntry({ recordRoot: root, streamKey, seq: asStreamSeq(2), prev });
}

export function digestText(disclosure: string): string {
  return base64Encode(disclosureDigest(disclosure));
}
