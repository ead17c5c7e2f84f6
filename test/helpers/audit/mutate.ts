/** Random changes to a ledger's files, the same for a seed: edits, deletions, swaps and insertions, each in rows of its own. */
import { sha256 } from "../../../api/core/hash.ts";
import {
  AUDITED,
  type AuditedFile,
  type RawRow,
  type RawValue,
} from "../../../api/store/audit-store.ts";
import { columnsOf, described, keyOf, lengthOf, namesOf, type Tamper, withByte } from "./tamper.ts";

export interface Mutation {
  readonly what: "edit" | "delete" | "swap" | "insert";
  readonly file: AuditedFile;
  readonly table: string;
  readonly column: string | null;
  /** Each row that was changed, by all the names that the audit may call it. */
  readonly rows: readonly (readonly string[])[];
}

export interface Draw {
  below(limit: number): number;
  bytes(length: number): Buffer;
}

export function drawing(seed: string): Draw {
  let counter = 0;
  const next = (): Buffer => sha256(`${seed} ${counter++}`);
  return {
    below: (limit) => next().readUIntBE(0, 6) % limit,
    bytes(length) {
      const parts: Buffer[] = [];
      for (let made = 0; made < length; made += 32) parts.push(next());
      return Buffer.concat(parts).subarray(0, length);
    },
  };
}

type Place = readonly [file: AuditedFile, table: string];

/**
 * Tables in which a row may be changed; those of the ledger more often. Not the ledger's own keys: without them nobody can tell of the rows that they
 * authenticate.
 */
export const PLACES: readonly Place[] = (["ledger", "ledger", "map", "keys"] as const)
  .flatMap((file) => Object.keys(AUDITED[file]).map((table): Place => [file, table]))
  .filter(([, table]) => table !== "named_secrets");

/** Of the map, which follows from the log and is small here, no more rows than these are changed at a time. */
const MOST_OF_MAP = 3;

/**
 * What two changes together would hide from everybody, so that only one of them is made: what is derived from a record that cannot be opened, the last
 * rows of a table whose counter is gone, and pages of a map whose version, or page above, is gone.
 */
function ties(
  tampers: MutateOptions["tampers"],
  file: AuditedFile,
  table: string,
  row: RawRow,
): string[] {
  const value = (of: string, one: RawRow, column: string): string =>
    String(one[columnsOf(file, of).indexOf(column)]);
  const at = (column: string): string => value(table, row, column);
  switch (table) {
    case "identities":
      return [
        `derived from ${at("id")}`,
        ...tampers.ledger
          .rows("records")
          .filter((one) => value("records", one, "id") === at("id"))
          .map((one) => `opened by ${value("records", one, "subject")}`),
      ];
    case "records":
      return [`derived from ${at("id")}`, `opened by ${at("subject")}`];
    case "stream_secrets":
    case "sealing_keys":
      return [`opened by ${at("subject")}`];
    // What only one version, or one page above, leads to nobody can judge without it.
    case "versions":
    case "pages":
      return ["kept by versions"];
    case "counters":
      return [`counted ${at("name")}`];
    default:
      return file === "ledger" ? [`counted ${table}`] : [];
  }
}

/** Changes of these tables may hide those of others that share a tie with them. */
const HIDING: ReadonlySet<string> = new Set([
  "records",
  "stream_secrets",
  "sealing_keys",
  "counters",
  "versions",
  "pages",
]);

export interface MutateOptions {
  readonly draw: Draw;
  readonly tampers: Readonly<Record<AuditedFile, Tamper>>;
  /** Names of rows that were changed already, and what they share with others. */
  readonly taken: Set<string>;
  readonly places?: readonly Place[];
}

/** One change; `null` where what was drawn cannot be done. */
export function mutate(options: MutateOptions): Mutation | null {
  const { draw, tampers, taken, places = PLACES } = options;
  const [file, table] = places[draw.below(places.length)] as Place;
  const tamper = tampers[file];
  const rows = tamper.rows(table);
  const what = (["edit", "edit", "delete", "swap", "insert"] as const)[draw.below(5)] ?? "edit";
  const free = rows.filter((row) => namesOf(file, table, row).every((name) => !taken.has(name)));
  const row = free[draw.below(Math.max(1, free.length))];
  if (row === undefined) return null;
  const others = what === "swap" ? free.filter((one) => one !== row) : [];
  const other = others[draw.below(Math.max(1, others.length))] ?? null;
  const tied = [row, other].flatMap((one) => (one === null ? [] : ties(tampers, file, table, one)));
  const isHidden = tied.some((tie) => taken.has(`hiding ${tie}`));
  const hides = HIDING.has(table) && tied.some((tie) => taken.has(tie));
  if (isHidden || hides || (file === "map" && taken.has(`map ${MOST_OF_MAP}`))) return null;
  const done = act(options, { what, file, table, row, other, rows });
  if (done === null) return null;
  for (const names of done.rows) for (const name of names) taken.add(name);
  for (const tie of tied) taken.add(HIDING.has(table) ? `hiding ${tie}` : tie).add(tie);
  if (file === "map") {
    const before = Array.from({ length: MOST_OF_MAP }, (_, i) => `map ${i + 1}`);
    taken.add(before.find((name) => !taken.has(name)) ?? "map");
  }
  return done;
}

interface Act {
  readonly what: Mutation["what"];
  readonly file: AuditedFile;
  readonly table: string;
  readonly row: RawRow;
  /** The one that it changes places with. */
  readonly other: RawRow | null;
  readonly rows: readonly RawRow[];
}

function act(options: MutateOptions, own: Act): Mutation | null {
  switch (own.what) {
    case "edit":
      return edit(options, own);
    case "delete":
      return remove(options, own);
    case "swap":
      return swap(options, own);
    case "insert":
      return insert(options, own);
  }
}

const same = (a: RawValue, b: RawValue): boolean =>
  a instanceof Uint8Array && b instanceof Uint8Array ? Buffer.compare(a, b) === 0 : a === b;

function edit({ draw, tampers, taken }: MutateOptions, own: Act): Mutation | null {
  const { file, table, row } = own;
  const columns = columnsOf(file, table);
  const at = draw.below(columns.length);
  const [column, value] = [columns[at] as string, row[at] ?? null];
  const length = lengthOf(value);
  if (length === 0) return null;
  const changed = withByte(value, draw.below(length), 1 + draw.below(255));
  const now = row.map((old, i) => (i === at ? changed : old));
  const after = namesOf(file, table, now);
  const before = namesOf(file, table, row);
  if (after.some((name) => !before.includes(name) && taken.has(name))) return null;
  if (!tampers[file].set(table, keyOf(file, table, row), column, changed)) return null;
  return { what: "edit", file, table, column, rows: [[...before, ...after]] };
}

function remove({ tampers }: MutateOptions, { file, table, row }: Act): Mutation {
  tampers[file].remove(table, keyOf(file, table, row));
  return { what: "delete", file, table, column: null, rows: [namesOf(file, table, row)] };
}

/** All columns but those of the key change places. */
function swap({ tampers }: MutateOptions, { file, table, row, other }: Act): Mutation | null {
  if (other === null) return null;
  const columns = columnsOf(file, table);
  const { key } = described(file, table);
  const moved = columns.filter(
    (name, at) => !key.includes(name) && !same(row[at] ?? null, other[at] ?? null),
  );
  if (moved.length === 0) return null;
  const tamper = tampers[file];
  tamper.remove(table, keyOf(file, table, row));
  tamper.remove(table, keyOf(file, table, other));
  const exchanged = (a: RawRow, b: RawRow): RawRow =>
    a.map((value, at) => (key.includes(columns[at] as string) ? value : (b[at] ?? null)));
  if (
    !tamper.insert(table, exchanged(row, other)) ||
    !tamper.insert(table, exchanged(other, row))
  ) {
    throw new Error(`${table}: rows could not be swapped`);
  }
  // Where a row is known by a number that is no key it took that along.
  const names = [row, other].map((one) => namesOf(file, table, one));
  const after = [exchanged(row, other), exchanged(other, row)].map((one) =>
    namesOf(file, table, one),
  );
  return {
    ...{ what: "swap", file, table, column: null },
    rows: names.map((own, i) => [...own, ...(after[i] ?? [])]),
  };
}

/** A row like another one, under a key of its own. */
function insert(
  { draw, tampers, taken }: MutateOptions,
  { file, table, row, rows }: Act,
): Mutation | null {
  const columns = columnsOf(file, table);
  const { key, columns: types } = described(file, table);
  const fresh = row.map((value, at): RawValue => {
    const column = columns[at] as string;
    const isUnique = key.includes(column) || UNIQUE.has(`${table}.${column}`);
    return isUnique
      ? freshValue(
          types[column] ?? "blob",
          value,
          rows.map((one) => one[at] ?? null),
          draw,
        )
      : value;
  });
  const names = namesOf(file, table, fresh);
  if (names.some((name) => taken.has(name))) return null;
  if (!tampers[file].insert(table, fresh)) return null;
  return { what: "insert", file, table, column: null, rows: [names] };
}

const UNIQUE: ReadonlySet<string> = new Set([
  "meta.number",
  "subjects.number",
  "subjects.reference_mac",
  "idempotency.number",
  "checkpoints.number",
  "cosignatures.number",
  "standings.number",
  "records.id",
  "versions.map_root",
]);

function freshValue(type: string, like: RawValue, all: readonly RawValue[], draw: Draw): RawValue {
  if (type === "integer") {
    const numbers = all.filter((value) => typeof value === "number");
    return Math.max(0, ...numbers) + 1 + draw.below(3);
  }
  const bytes = draw.bytes(Math.max(4, lengthOf(like)));
  if (type === "blob") return bytes;
  return bytes.toString("base64url").slice(0, Math.max(4, lengthOf(like)));
}
