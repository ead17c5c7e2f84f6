/**
 * What an audit finds: one stored thing that is not what it should be, named so that its operator finds the row, and nobody else a person.
 * Tables, kinds and causes are stable codes; the sentences are in words/.
 */
import type { RawValue } from "../store/audit-store.ts";
import type { FindingCause } from "./causes.ts";

/** Tables of `ledger.db` by their names; of other files behind the file's, and a point. */
export const PLACES = [
  "schema",
  "migrations",
  "meta",
  "counters",
  "entries",
  "tiles",
  "checkpoints",
  "cosignatures",
  "anchors",
  "streams",
  "records",
  "subjects",
  "identities",
  "idempotency",
  "standings",
  "erased",
  "closed",
  "vacated",
  "map.pages",
  "map.versions",
  "map.garbage",
  "keys.stream_secrets",
  "keys.sealing_keys",
  "keys.named_secrets",
  "keys.certificates",
  "keys.erasures",
  "keys.erased_keys",
  "keys.kept_keys",
  "keys.root_keys",
  "signer",
  "policy",
  "copy.entries",
  "copy.times",
  "copy.checkpoints",
  "chain",
] as const;
export type Place = (typeof PLACES)[number];

/**
 * - `changed`: it is there, and something of it is another than it was.
 * - `missing`: it should be there.
 * - `inserted`: it should not be there.
 * - `swapped`: it is whole, and stands in another's place.
 * - `unreadable`: it could not be read, so nothing is known about it.
 * - `contradicts`: it is what was written, and two things that were written or signed cannot both be true.
 */
export const FINDING_KINDS = [
  "changed",
  "missing",
  "inserted",
  "swapped",
  "unreadable",
  "contradicts",
] as const;
export type FindingKind = (typeof FINDING_KINDS)[number];

/** Never personal data: an index, number, size, name of ours, or the first digits of a hash or pseudonym. */
export type FindingKey = Readonly<Record<string, string | number>>;

export interface Finding {
  readonly place: Place;
  readonly key: FindingKey;
  readonly kind: FindingKind;
  readonly cause: FindingCause;
  /** What the sentence of the cause names: numbers, sizes, codes. */
  readonly details?: FindingKey;
}

/** One name for one row: the order of the members is the one in which the key was made. */
export const nameOf = ({ place, key }: Pick<Finding, "place" | "key">): string =>
  `${place} ${Object.entries(key)
    .map(([name, value]) => `${name}=${value}`)
    .join(" ")}`;

const SHOWN_BYTES = 8;
const SHOWN_LETTERS = 8;

/** The first digits of what a row is known by, as its operator can look for it: `hex(mac) LIKE '…%'`. */
export function prefixOf(value: RawValue): string {
  if (value instanceof Uint8Array) {
    return Buffer.from(value.subarray(0, SHOWN_BYTES)).toString("hex");
  }
  const text = String(value);
  if (/^[A-Za-z0-9_-]{8}/.test(text)) return text.slice(0, SHOWN_LETTERS);
  return `hex ${Buffer.from(text).subarray(0, SHOWN_BYTES).toString("hex")}`;
}

/** A whole number of a key; what is none, or too large to be one, as text. */
export function numberOf(value: RawValue): string | number {
  if (Number.isSafeInteger(value)) return value as number;
  if (typeof value === "number" || typeof value === "bigint") return String(value);
  return value === null ? "null" : prefixOf(value);
}

/** A name of ours; of what somebody else wrote there only how it begins. */
export function wordOf(value: RawValue): string {
  return typeof value === "string" && /^[A-Za-z0-9_.-]{1,64}$/.test(value)
    ? value
    : prefixOf(value);
}
