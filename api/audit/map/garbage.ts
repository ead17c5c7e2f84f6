/** The list of pages that are not used any more: every page is either used by the newest version, or on it, once, at the version that did without it. */
import type { AuditSnapshot, RawKey, RawRow, RawValue } from "../../store/audit-store.ts";
import { bytesOf, isCount } from "../row.ts";
import { createSorter, type Sorter } from "../spool/sorter.ts";
import { pagesOf } from "../tables/pages.ts";
import type { KeptVersion } from "./versions.ts";
import type { Walk } from "./walk.ts";

export interface GarbageRow {
  readonly number: number;
  readonly mapSize: number;
  /** Its list is none: cut off, or not ascending. */
  broken: boolean;
  /** How many ids of it are no ids of pages that it could list. */
  wrong: number;
  /** How many of its pages belong to which version, by the size of the version that did without them. */
  readonly of: Map<number, number>;
  /** The first page that it lists. */
  first: number;
}

/** What does not fit. */
export interface GarbageFaults {
  readonly rows: readonly GarbageRow[];
  /** Rows without a number or a size. */
  readonly foreign: readonly RawRow[];
  /** Pages that should be listed at a version, by its size: that many are not. */
  readonly unlisted: ReadonlyMap<number, number>;
  /** Pages that are listed and not there, by the number of the row. */
  readonly gone: readonly { readonly id: number; readonly number: number }[];
  /** Pages that no version uses, and that are listed nowhere. */
  readonly orphans: readonly RawValue[];
  /** Pages that no version uses though one should, by what the list says. */
  readonly early: number;
  /** Pages that wait for their end. */
  readonly due: number;
}

/** `page id[6] ‖ place of the row[6] ‖ map size[6]`: numbers may be any, places are counted. */
const LISTED = 18;
const ID = 6;

export interface GarbageOptions {
  readonly map: Pick<AuditSnapshot<"map">, "file" | "page" | "keys">;
  readonly walk: Walk;
  /** Newest first. */
  readonly versions: readonly KeptVersion[];
  /** Pages that were named as damaged. */
  readonly isNamed: (id: number) => boolean;
  readonly directory: string;
}

export async function checkGarbage(options: GarbageOptions): Promise<GarbageFaults> {
  const { map, directory } = options;
  const sorter = await createSorter({ record: LISTED, key: ID, directory, name: "garbage" });
  try {
    const { rows, foreign } = await readRows(map, sorter);
    return { rows, foreign, ...(await compare(options, sorter, rows)) };
  } finally {
    await sorter.close();
  }
}

async function readRows(map: GarbageOptions["map"], sorter: Sorter) {
  const rows: GarbageRow[] = [];
  const foreign: RawRow[] = [];
  for await (const page of pagesOf(map, "garbage")) {
    for (const row of page) {
      const [number, mapSize, list] = row;
      if (!Number.isSafeInteger(number) || !isCount(mapSize)) {
        foreign.push(row);
        continue;
      }
      const own: GarbageRow = {
        ...{ number: number as number, mapSize, broken: false, wrong: 0, first: -1 },
        of: new Map(),
      };
      const place = rows.push(own) - 1;
      const bytes = bytesOf(list) ?? Buffer.alloc(0);
      if (bytes.length >= ID) own.first = bytes.readUIntBE(0, ID);
      own.broken = bytes.length === 0 || bytes.length % ID !== 0;
      for (let at = 0, last = -1; at + ID <= bytes.length; at += ID) {
        const id = bytes.readUIntBE(at, ID);
        if (id <= last) own.broken = true;
        last = Math.max(last, id);
        await sorter.ready(1);
        const next = sorter.next();
        bytes.copy(next.buffer, next.at, at, at + ID);
        next.buffer.writeUIntBE(place, next.at + ID, ID);
        next.buffer.writeUIntBE(Math.min(mapSize, 2 ** 47), next.at + 2 * ID, ID);
      }
    }
  }
  return { rows, foreign };
}

async function compare(
  { map, walk, versions, isNamed }: GarbageOptions,
  sorter: Sorter,
  rows: readonly GarbageRow[],
): Promise<Omit<GarbageFaults, "rows" | "foreign">> {
  const unlisted = new Map<number, number>();
  const gone: { id: number; number: number }[] = [];
  const orphans: RawValue[] = [];
  let [early, due] = [0, 0];
  const oldest = versions.at(-1)?.mapSize ?? 0;
  const wrong = ({ row }: Listed): void => {
    row.wrong += 1;
  };
  const listed = listedIds(sorter, rows);
  let next = await listed();

  async function listsOf(id: number): Promise<Listed[]> {
    const lists: Listed[] = [];
    while (next !== null && next.id <= id) {
      if (next.id === id) lists.push(next);
      else {
        wrong(next);
        gone.push({ id: next.id, number: next.row.number });
      }
      next = await listed();
    }
    return lists;
  }

  for await (const stored of pageIds(map)) {
    const id = Number(stored);
    const lists = await listsOf(id);
    const user = walk.userOf(id);
    if (user === null) {
      for (const list of lists.slice(1)) wrong(list);
      const [first] = lists;
      if (isNamed(id)) continue;
      if (first === undefined) orphans.push(stored);
      else if (first.mapSize <= oldest) due += 1;
      else early += 1;
      continue;
    }
    // Between the newest version that uses it and the one behind that.
    const [from, to] = [versions[user]?.mapSize ?? 0, versions[user - 1]?.mapSize ?? null];
    if (to !== null) for (const { row } of lists) row.of.set(to, (row.of.get(to) ?? 0) + 1);
    const fitting = lists.filter(({ mapSize }) => to !== null && mapSize > from && mapSize <= to);
    for (const list of lists) if (list !== fitting[0]) wrong(list);
    if (to !== null && fitting.length === 0) unlisted.set(to, (unlisted.get(to) ?? 0) + 1);
  }
  await listsOf(Number.POSITIVE_INFINITY);
  return { unlisted, gone, orphans, early, due };
}

/** A page of a list. */
interface Listed {
  readonly id: number;
  readonly row: GarbageRow;
  readonly mapSize: number;
}

function listedIds(sorter: Sorter, rows: readonly GarbageRow[]) {
  const pages = sorter.sorted()[Symbol.asyncIterator]();
  let page: Buffer = Buffer.alloc(0);
  let at = 0;
  return async (): Promise<Listed | null> => {
    if (at >= page.length) {
      const more = await pages.next();
      if (more.done) return null;
      page = more.value;
      at = 0;
    }
    const from = at;
    at += LISTED;
    return {
      id: page.readUIntBE(from, ID),
      row: rows[page.readUIntBE(from + ID, ID)] as GarbageRow,
      mapSize: page.readUIntBE(from + 2 * ID, ID),
    };
  };
}

const PAGE = 4_096;

/** Ids of all stored pages, ascending. */
async function* pageIds(map: GarbageOptions["map"]): AsyncIterable<RawValue> {
  for (let after: RawKey | null = null; ; ) {
    const page: readonly RawKey[] = await map.keys("pages", { after, limit: PAGE });
    for (const [id = null] of page) yield id;
    after = page.at(-1) ?? null;
    if (page.length < PAGE) return;
  }
}
