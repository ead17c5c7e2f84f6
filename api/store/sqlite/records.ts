import type Database from "better-sqlite3";
import {
  and,
  asc,
  desc,
  eq,
  getTableColumns,
  gt,
  inArray,
  lt,
  ne,
  notExists,
  sql,
} from "drizzle-orm";
import { drizzle } from "drizzle-orm/better-sqlite3";
import { alias } from "drizzle-orm/sqlite-core";
import { asRecordRoot, asStreamKey } from "../../../portal/verify/brands.ts";
import { RECORD_ENTRY_LENGTH } from "../../../portal/verify/entry.ts";
import { Refusal } from "../../core/errors.ts";
import { attempt, StoreMisuse } from "../fault.ts";
import type { KnownRecord, ListQuery, TimelineQuery } from "../record-reads.ts";
import type { RecordRow, Store } from "../store.ts";
import { plain } from "./bytes.ts";
import { inOrder, numbersAsJson } from "./ranges.ts";
import { entries, records } from "./schema.ts";

type RecordMethods = Pick<
  Store,
  "findByIdentity" | "record" | "recordsAt" | "newestRecords" | "list" | "timeline"
>;

/** Offsets in a record entry (FORMAT §5.2): the root and the stream key are stored there, and nowhere else. */
const ROOT_AT = 1;
const STREAM_KEY_AT = 33;

export function recordMethods(client: Database.Database): RecordMethods {
  const db = drizzle(client);
  const newer = alias(records, "newer");
  const param = sql.placeholder;
  const rows = () =>
    db
      .select({ ...getTableColumns(records), entry: entries.entry })
      .from(records)
      .innerJoin(entries, eq(entries.index, records.index));

  const byVersion = rows()
    .where(and(eq(records.id, param("id")), eq(records.version, param("version"))))
    .prepare();
  // One statement for many: one for each takes five times as long.
  const among = (name: string) => sql`(SELECT value FROM json_each(${param(name)}))`;
  const byIndexes = rows()
    .where(sql`${records.index} IN ${among("indexes")}`)
    .prepare();
  const newestById = rows()
    .where(eq(records.id, param("id")))
    .orderBy(desc(records.version))
    .limit(1)
    .prepare();
  const isNewest = notExists(
    db
      .select({ one: sql`1` })
      .from(newer)
      .where(and(eq(newer.id, records.id), gt(newer.version, records.version))),
  );
  const newestByIds = rows()
    .where(and(sql`${records.id} IN ${among("ids")}`, isNewest))
    .prepare();
  const page = (which: "all" | "kind" | "without") =>
    rows()
      .where(
        and(
          eq(records.subject, param("subject")),
          which === "kind" ? eq(records.kind, param("kind")) : undefined,
          which === "without" ? ne(records.kind, param("without")) : undefined,
          gt(records.index, param("after")),
          isNewest,
        ),
      )
      .orderBy(asc(records.index))
      .limit(param("limit"))
      .prepare();
  // Their places first: to find the newest of many, no contents are sorted.
  const backwards = (which: "all" | "kinds") =>
    rows()
      .where(
        inArray(
          records.index,
          db
            .select({ index: newer.index })
            .from(newer)
            .where(
              and(
                eq(newer.subject, param("subject")),
                lt(newer.index, param("below")),
                which === "kinds"
                  ? sql`${newer.kind} IN (SELECT value FROM json_each(${param("kinds")}))`
                  : undefined,
              ),
            )
            .orderBy(desc(newer.index))
            .limit(param("limit")),
        ),
      )
      .orderBy(desc(records.index))
      .prepare();
  const backwardsAll = backwards("all");
  const backwardsOfKinds = backwards("kinds");
  const pageOfAll = page("all");
  const pageOfKind = page("kind");
  const pageWithout = page("without");

  const idOf = client
    .prepare<[Uint8Array], string>("SELECT id FROM identities WHERE mac = ?")
    .pluck();
  const contents = client
    .prepare<[string], [number, Uint8Array]>(
      "SELECT version, content_mac FROM records WHERE id = ? ORDER BY version",
    )
    .raw();

  function record(id: string, version: number | null): RecordRow | null {
    const row = version === null ? newestById.get({ id }) : byVersion.get({ id, version });
    return row === undefined ? null : toRecordRow(row);
  }

  function known(mac: Uint8Array): KnownRecord<RecordRow> | null {
    const id = idOf.get(mac);
    const newest = id === undefined ? null : record(id, null);
    if (newest === null) return null;
    const contentMacs = contents
      .all(newest.id)
      .map(([version, contentMac]) => ({ version, contentMac: plain(contentMac) }));
    return { newest, contentMacs };
  }

  // One read transaction: beginning and ending one for each costs as much as the looking up.
  const knownOfAll = client.transaction((macs: readonly Uint8Array[]) => macs.map(known));

  function recordsAt(indexes: readonly number[]): (RecordRow | null)[] {
    const found = byIndexes.all({ indexes: numbersAsJson(indexes) }).map(toRecordRow);
    return inOrder(indexes, new Map(found.map((row) => [row.index, row])));
  }

  function newestRecords(ids: readonly string[]): (RecordRow | null)[] {
    const found = newestByIds.all({ ids: JSON.stringify(ids) }).map(toRecordRow);
    return inOrder(ids, new Map(found.map((row) => [row.id, row])));
  }

  function list({ subject, kind, without, after, limit }: ListQuery): RecordRow[] {
    if (!(Number.isSafeInteger(limit) && limit >= 0)) throw new StoreMisuse("list wants a limit");
    const found =
      kind !== null
        ? pageOfKind.all({ subject, kind, after, limit })
        : without === undefined
          ? pageOfAll.all({ subject, after, limit })
          : pageWithout.all({ subject, without, after, limit });
    return found.map(toRecordRow);
  }

  function timeline({ subject, kinds, below, limit }: TimelineQuery): RecordRow[] {
    if (!(Number.isSafeInteger(limit) && limit >= 0))
      throw new StoreMisuse("timeline wants a limit");
    const found =
      kinds === null
        ? backwardsAll.all({ subject, below, limit })
        : backwardsOfKinds.all({ subject, below, limit, kinds: JSON.stringify(kinds) });
    return found.map(toRecordRow);
  }

  return {
    findByIdentity: async (macs) => attempt("findByIdentity", () => knownOfAll(macs)),
    record: async (id, version) => attempt("record", () => record(id, version)),
    recordsAt: async (indexes) => attempt("recordsAt", () => recordsAt(indexes)),
    newestRecords: async (ids) => attempt("newestRecords", () => newestRecords(ids)),
    list: async (query) => attempt("list", () => list(query)),
    timeline: async (query) => attempt("timeline", () => timeline(query)),
  };
}

type StoredRow = typeof records.$inferSelect & { readonly entry: Uint8Array };

function toRecordRow({ entry, ...row }: StoredRow): RecordRow {
  // No record is of a state or void entry, though a broken database may say so.
  if (entry.length !== RECORD_ENTRY_LENGTH)
    throw new Refusal("damaged", { what: "entry", index: row.index });
  return {
    ...row,
    recordRoot: asRecordRoot(entry.slice(ROOT_AT, ROOT_AT + 32)),
    streamKey: asStreamKey(entry.slice(STREAM_KEY_AT, STREAM_KEY_AT + 32)),
  };
}
