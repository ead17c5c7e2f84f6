import type { FindingKey, Place } from "../finding.ts";
import type { Names } from "./texts.ts";

/** One thing of each place. */
const ONE: Readonly<Record<Place, string>> = {
  schema: "object",
  migrations: "migration",
  meta: "setting",
  counters: "counter",
  entries: "entry",
  tiles: "hash tile",
  checkpoints: "checkpoint",
  cosignatures: "cosignature",
  anchors: "anchor",
  streams: "stream head",
  records: "record",
  subjects: "subject",
  identities: "number of a source",
  idempotency: "remembered request",
  standings: "standing",
  erased: "mark of erasure",
  closed: "closed class of a person",
  vacated: "number of an erased row",
  "map.pages": "map page",
  "map.versions": "map version",
  "map.garbage": "list of replaced map pages",
  "keys.stream_secrets": "set of stream secrets",
  "keys.sealing_keys": "sealing key",
  "keys.named_secrets": "named key",
  "keys.certificates": "certificate of erasure",
  "keys.erasures": "journal of an erasure",
  "keys.erased_keys": "destroyed key",
  "keys.kept_keys": "kept key",
  "keys.root_keys": "root key",
  signer: "signer state",
  policy: "policy file",
  "copy.entries": "copied entry",
  "copy.times": "times of copied entry",
  "copy.checkpoints": "copied checkpoint",
  chain: "chain",
};

function row(place: Place, key: FindingKey): string {
  const { index, size, level, n, number, name, object, file, prefix, from, to } = key;
  const one = ONE[place];
  if (place === "chain") return "the chain";
  if (place === "signer" || place === "policy") return `the ${one}`;
  if (object !== undefined) return `${one} “${object}” of ${file}.db`;
  if (level !== undefined && n !== undefined) return `${one} ${n} of level ${level}`;
  if (size !== undefined) return `the ${one} of ${size} entries`;
  if (file !== undefined && place.startsWith("copy.")) return `“${file}” of the second copy`;
  if (index !== undefined)
    return place === "records" || place === "erased"
      ? `the ${one} at index ${index}`
      : `${one} ${index}`;
  if (from !== undefined && to !== undefined)
    return `the part of ${place} from index ${from} to ${to}`;
  if (number !== undefined)
    return `${one} number ${number}${file === undefined ? "" : ` of ${file}.db`}`;
  if (name !== undefined) return `${one} “${name}”`;
  if (prefix !== undefined) {
    const more = [key.class, key.expiry].filter((part) => part !== undefined);
    return `${one} ${prefix}…${more.length === 0 ? "" : ` (${more.join(", ")})`}`;
  }
  const [first] = Object.entries(key).filter(([, value]) => value !== "unknown" && value !== "all");
  return first === undefined
    ? `the table ${place}`
    : `${one} (${first[0]} ${first[1]}) of ${place}`;
}

export const namesEn: Names = {
  places: {
    schema: "tables, indexes and triggers",
    migrations: "steps by which the tables were made",
    meta: "settings of the ledger",
    counters: "how many rows were ever written",
    entries: "entries of the log",
    tiles: "hash tiles of the log",
    checkpoints: "signed checkpoints",
    cosignatures: "cosignatures of auditors and witnesses",
    anchors: "anchors on the chain",
    streams: "newest entry of each stream",
    records: "sealed records",
    subjects: "data subjects",
    identities: "numbers of sources",
    idempotency: "remembered requests",
    standings: "standings of consents",
    erased: "entries whose records are erased",
    closed: "classes that erasures have closed",
    vacated: "numbers of erased rows",
    "map.pages": "pages of the map",
    "map.versions": "versions of the map",
    "map.garbage": "replaced pages of the map",
    "keys.stream_secrets": "stream secrets",
    "keys.sealing_keys": "sealing keys",
    "keys.named_secrets": "named keys",
    "keys.certificates": "certificates of erasure",
    "keys.erasures": "journal of erasures",
    "keys.erased_keys": "keys that erasures have destroyed",
    "keys.kept_keys": "keys of erased people that are kept",
    "keys.root_keys": "root keys that there were",
    signer: "what the signer remembers",
    policy: "policy that is handed out",
    "copy.entries": "second copy: entries",
    "copy.times": "second copy: times",
    "copy.checkpoints": "second copy: checkpoints",
    chain: "the chain",
  },
  counted: {
    record_entries: "of the entries: of records",
    state_entries: "of the entries: state entries",
    void_entries: "of the entries: void",
    streams_replayed: "streams, followed from first to newest",
    maps_replayed: "signed maps, worked out again",
    promises_kept: "promises of receipts, kept",
    promises_open: "promises of receipts, not due",
    chain_anchors: "anchors that the chain lists",
    chain_blocks: "blocks of anchors, compared",
  },
  kinds: {
    changed: "changed",
    missing: "missing",
    inserted: "put in",
    swapped: "in another's place",
    unreadable: "unreadable",
    contradicts: "contradicts",
  },
  steps: {
    integrity: "files",
    tables: "tables",
    entries: "entries",
    copy: "second copy",
    streams: "streams",
    map: "map",
    pages: "pages of the map",
    records: "records",
    subjects: "subjects",
    idempotency: "requests",
    keys: "keys",
    chain: "chain",
  },
  row,
  comma: ", ",
  begin: (sentence) => sentence.charAt(0).toUpperCase() + sentence.slice(1),
  keys: {
    index: "index",
    size: "size",
    level: "level",
    n: "tile",
    number: "number",
    name: "name",
    object: "object",
    file: "file",
    prefix: "begins with",
    class: "class",
    expiry: "expiry",
    from: "from",
    to: "to",
    part: "part",
    rows: "rows",
    vkey: "key",
    ledgerId: "ledger",
    page: "page",
    id: "id",
  },
};
