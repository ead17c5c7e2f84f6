/** What the audit asks of the ledger's database by its indexes, besides keys and pages. */
import type Database from "better-sqlite3";
import type { LedgerSnapshot, RawValue } from "../../audit-store.ts";
import { attempt } from "../../fault.ts";
import { keyedReader } from "./pages.ts";

type Lookups = Pick<
  LedgerSnapshot,
  | "recordIndexes"
  | "recordsOfKinds"
  | "recordsOf"
  | "newestOfStream"
  | "stateBefore"
  | "markKeys"
  | "newestMark"
>;

const STREAM_PREFIX = 8;

/** Statements are made when they are first asked for: of a table that is missing, nothing else fails. */
export function lookups(client: Database.Database): Lookups {
  const byName = lazy(() =>
    keyedReader(client, "records", { key: ["id", "version"], columns: { idx: "integer" } }),
  );
  const ofKinds = lazy(() =>
    client
      .prepare<[RawValue, RawValue, RawValue, string, number], RawValue[]>(
        // As bytes, there and back: what is no UTF-8 would come as another text, and the next page would begin with the same row.
        `SELECT CAST(subject AS BLOB), CAST(kind AS BLOB), idx FROM records
         WHERE (subject, kind, idx) > (CAST(? AS TEXT), CAST(? AS TEXT), ?) AND kind IN (SELECT value FROM json_each(?))
         ORDER BY subject, kind, idx LIMIT ?`,
      )
      .raw(),
  );
  const ofSubject = lazy(() =>
    client
      .prepare<[string], RawValue[]>(
        "SELECT idx, retention_class, expiry FROM records WHERE subject = ? ORDER BY idx",
      )
      .raw(),
  );
  const ofStream = lazy(() =>
    client
      .prepare<[Uint8Array, Uint8Array, number], RawValue>(
        `SELECT idx FROM entries
         WHERE length(entry) = 105 AND substr(entry, 34, 8) = ? AND substr(entry, 34, 32) = ? AND idx < ?
         ORDER BY idx DESC LIMIT 1`,
      )
      .pluck(),
  );
  const stateEntry = lazy(() =>
    client
      .prepare<[number], RawValue>(
        "SELECT idx FROM entries WHERE length(entry) = 49 AND idx < ? ORDER BY idx DESC LIMIT 1",
      )
      .pluck(),
  );
  const markKey = lazy(() =>
    client.prepare<[number], RawValue>("SELECT key_mac FROM idempotency WHERE number = ?").pluck(),
  );
  const newestMark = lazy(() =>
    client.prepare<[], RawValue>("SELECT max(number) FROM idempotency").pluck(),
  );
  return {
    recordIndexes: async (names) =>
      attempt("recordIndexes", () => byName()(names).map((row) => row?.[0] ?? null)),
    recordsOfKinds: async (kinds, after, limit) =>
      attempt(
        "recordsOfKinds",
        () => {
          const [subject = "", kind = "", index = -1] = after ?? [];
          return ofKinds().all(subject, kind, index, JSON.stringify(kinds), limit);
        },
        "records",
      ),
    recordsOf: async (subject) => attempt("recordsOf", () => ofSubject().all(subject), "records"),
    newestOfStream: async (key, below) =>
      attempt("newestOfStream", () =>
        index(ofStream().get(key.subarray(0, STREAM_PREFIX), key, below)),
      ),
    stateBefore: async (below) => attempt("stateBefore", () => index(stateEntry().get(below))),
    markKeys: async (numbers) =>
      attempt("markKeys", () => numbers.map((number) => markKey().get(number) ?? null)),
    newestMark: async () =>
      attempt("newestMark", () => Math.max(0, index(newestMark().get()) ?? 0)),
  };
}

const index = (value: RawValue | undefined): number | null =>
  typeof value === "number" ? value : null;

function lazy<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
