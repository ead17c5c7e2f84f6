/** Batches and anchors, page by page and in sums. */
import type Database from "better-sqlite3";
import { and, asc, desc, eq, gt, gte, lt, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/better-sqlite3";
import { Refusal } from "../../core/errors.ts";
import { attempt, StoreMisuse } from "../fault.ts";
import type { AnchorSum, LogPageReads, SealedBatch, SealedBy } from "../log-pages.ts";
import { type RowMac, rowMacHolds } from "../row-mac.ts";
import type { AnchorRow, StoredCheckpoint } from "../store.ts";
import { anchorChecker } from "./anchor-rows.ts";
import { isNatural } from "./ranges.ts";
import { anchors, checkpoints } from "./schema.ts";

type Pages = LogPageReads<AnchorRow, StoredCheckpoint>;

const assertNatural = (...numbers: readonly number[]): void => {
  if (!numbers.every(isNatural)) throw new StoreMisuse("a page begins somewhere, and has an end");
};

export function logPageMethods(client: Database.Database, rowMac: RowMac): Pages {
  return { ...batchPages(client, rowMac), ...anchorPages(client, rowMac) };
}

type BatchPages = Pick<Pages, "batchesBelow" | "checkpointAbove" | "sealedBefore">;

function batchPages(client: Database.Database, rowMac: RowMac): BatchPages {
  const db = drizzle(client);
  const [size, limit] = [sql.placeholder("size"), sql.placeholder("limit")];
  const below = db
    .select()
    .from(checkpoints)
    .where(lt(checkpoints.size, size))
    .orderBy(desc(checkpoints.size))
    .limit(limit)
    .prepare();
  const above = db
    .select()
    .from(checkpoints)
    .where(gt(checkpoints.size, size))
    .orderBy(asc(checkpoints.size))
    .limit(1)
    .prepare();
  const numbered = db
    .select({ size: checkpoints.size, sealedAt: checkpoints.sealedAt })
    .from(checkpoints)
    .where(eq(checkpoints.number, size))
    .prepare();
  const newest = client
    .prepare<[], number>("SELECT coalesce(max(number), 0) FROM checkpoints")
    .pluck();

  function checked({ number, mac, ...row }: typeof checkpoints.$inferSelect) {
    const columns = [row.size, row.root, row.note, row.sealedAt, number];
    if (rowMacHolds(rowMac, "checkpoints", columns, mac)) return row;
    throw new Refusal("damaged", { what: "checkpoint", index: row.size });
  }

  /** By bisection over their numbers, which are dense from 1. */
  function sealedBy(time: number, count: number): SealedBy {
    let [least, most, covered] = [0, count, 0];
    while (least < most) {
      const middle = Math.ceil((least + most) / 2);
      const row = numbered.get({ size: middle });
      if (row !== undefined && row.sealedAt < time) {
        least = middle;
        covered = row.size;
      } else most = middle - 1;
    }
    return { batches: least, size: covered };
  }

  return {
    batchesBelow: async (from, most) =>
      attempt("batchesBelow", () => {
        assertNatural(from, most);
        const rows = below.all({ size: from, limit: most + 1 }).map(checked);
        return rows
          .slice(0, most)
          .map(
            (row, i): SealedBatch<StoredCheckpoint> => ({ ...row, from: rows[i + 1]?.size ?? 0 }),
          );
      }),
    checkpointAbove: async (from) =>
      attempt("checkpointAbove", () => {
        const row = above.get({ size: from });
        return row === undefined ? null : checked(row);
      }),
    sealedBefore: async (times) =>
      attempt("sealedBefore", () => {
        const count = newest.get() ?? 0;
        return times.map((time) => sealedBy(time, count));
      }),
  };
}

function anchorPages(
  client: Database.Database,
  rowMac: RowMac,
): Pick<Pages, "anchorsBelow" | "anchorFrom" | "anchorSums"> {
  const db = drizzle(client);
  const checked = anchorChecker(rowMac);
  const size = sql.placeholder("size");
  const below = db
    .select()
    .from(anchors)
    .where(lt(anchors.size, size))
    .orderBy(desc(anchors.size))
    .limit(sql.placeholder("limit"))
    .prepare();
  const from = db
    .select()
    .from(anchors)
    .where(gte(anchors.size, size))
    .orderBy(asc(anchors.size))
    .limit(1)
    .prepare();
  const known = and(sql`${anchors.gasUsed} IS NOT NULL`, sql`${anchors.gasPrice} IS NOT NULL`);
  const sums = db
    .select({
      anchors: sql<number>`count(*)`,
      gas: sql<number>`coalesce(sum(CASE WHEN ${known} THEN ${anchors.gasUsed} END), 0)`,
      fee: sql<number>`total(${anchors.gasUsed} * 1.0 * ${anchors.gasPrice})`,
      unknown: sql<number>`coalesce(sum(NOT (${known})), 0)`,
    })
    .from(anchors)
    .where(
      and(
        eq(anchors.state, sql.placeholder("state")),
        gte(anchors.blockTime, sql.placeholder("begin")),
        lt(anchors.blockTime, sql.placeholder("end")),
      ),
    )
    .prepare();

  /** Each state by itself has its index. */
  function sumOf(begin: number, end: number): AnchorSum {
    const all = { anchors: 0, gas: 0, fee: 0, unknown: 0 };
    for (const state of ["included", "finalized"]) {
      const one = sums.get({ state, begin, end });
      if (one === undefined) continue;
      all.anchors += one.anchors;
      all.gas += one.gas;
      all.fee += one.fee;
      all.unknown += one.unknown;
    }
    return all;
  }

  return {
    anchorsBelow: async (most, limit) =>
      attempt("anchorsBelow", () => {
        assertNatural(most, limit);
        return below.all({ size: most, limit }).map(checked);
      }),
    anchorFrom: async (least) =>
      attempt("anchorFrom", () => {
        const row = from.get({ size: least });
        return row === undefined ? null : checked(row);
      }),
    anchorSums: async (times) =>
      attempt("anchorSums", () => times.slice(1).map((end, i) => sumOf(times[i] as number, end))),
  };
}
