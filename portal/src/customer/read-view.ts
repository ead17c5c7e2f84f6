/** Who was shown what of somebody, out of the records of access. Pure. */
import type { LedgerRecord } from "./data.ts";

const KINDS = ["customer", "order", "payment", "consent", "access"] as const;
export type SeenKind = (typeof KINDS)[number] | "other";

const ROLES = [
  "administrator",
  "officer",
  "staff",
  "auditor",
  "partner",
  "customer",
  "system",
] as const;
export type ReaderRole = (typeof ROLES)[number];

const TOLD = [
  "consent",
  "consents",
  "decision",
  "document",
  "evidence",
  "identifiers",
  "list",
  "promise",
  "state",
  "subject",
] as const;
export type ToldThing = (typeof TOLD)[number];

export interface Seen {
  readonly kind: SeenKind;
  readonly count: number;
}

export interface ToldOf {
  readonly what: ToldThing;
  /** A purpose, a stream, a form: as it is recorded. */
  readonly of: string | null;
}

export interface ReadView {
  readonly id: string;
  readonly at: string;
  readonly role: ReaderRole;
  readonly readerId: string;
  /** Its id; its name is told beside. */
  readonly organization: string | null;
  readonly refused: boolean;
  readonly reason: string | null;
  readonly purposeId: string | null;
  readonly route: string;
  readonly request: string;
  readonly seen: readonly Seen[];
  readonly told: readonly ToldOf[];
  /** Names of those fields that were shown, where it was not all. */
  readonly fields: readonly string[];
}

type Fields = Readonly<Record<string, unknown>>;
const list = (value: unknown): readonly Fields[] =>
  Array.isArray(value) ? (value as readonly Fields[]) : [];
const text = (value: unknown): string | null => (typeof value === "string" ? value : null);
const amongst = <T extends string>(words: readonly T[], value: unknown): T | undefined =>
  words.find((word) => word === value);

function seenIn(records: readonly Fields[]): readonly Seen[] {
  const ids = new Map<SeenKind, Set<unknown>>();
  for (const { id, kind } of records) {
    const word = amongst(KINDS, kind) ?? "other";
    ids.set(word, (ids.get(word) ?? new Set()).add(id));
  }
  return [...ids].map(([kind, all]) => ({ kind, count: all.size }));
}

/** Each thing once, however often it was told. */
function toldIn(all: readonly Fields[]): readonly ToldOf[] {
  const found = new Map<string, ToldOf>();
  for (const one of all) {
    const what = amongst(TOLD, one.what);
    if (what === undefined) continue;
    const of = text(one.of);
    // Of purposes people know the name; streams and forms are the ledger's own.
    const named = what === "consent" || what === "decision" ? of : null;
    found.set(`${what} ${named}`, { what, of: named });
  }
  return [...found.values()];
}

/** Fields that every file has say nothing of anybody. */
const isOfContent = (name: string): boolean => !name.startsWith("@");

function fieldsIn(all: readonly Fields[]): readonly string[] {
  const partial = all.filter(({ fields }) => Array.isArray(fields));
  if (partial.length < all.length || all.length === 0) return [];
  const names = partial.flatMap(({ fields }) => fields as readonly string[]);
  return [...new Set(names.filter(isOfContent))].sort();
}

export function readView({ id, record }: LedgerRecord): ReadView {
  const reader = (record.reader ?? {}) as Fields;
  const records = list(record.records);
  const told = list(record.told);
  const seen = seenIn(records);
  return {
    id,
    at: String(record["@occurredAt"]),
    role: amongst(ROLES, reader.role) ?? "system",
    readerId: text(reader.id) ?? "",
    organization: text(record.organization),
    refused: record.outcome === "refused",
    reason: text(record.reason),
    purposeId: text(record.purposeId),
    route: text(record.route) ?? "",
    request: text(record.request) ?? "",
    seen,
    // A list is told of by what was on it.
    told: toldIn(told).filter(({ what }) => what !== "list" || seen.length === 0),
    fields: fieldsIn(records.length > 0 ? records : told),
  };
}
