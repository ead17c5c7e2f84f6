/** Pages that no walk came to, known by their content: where a page above is damaged, those below it are found here. Read only when something is wrong. */
import { HASH, subtreeInto } from "../../log/map/hashing.ts";
import { decodePage, isBucket, type Page } from "../../log/map/page.ts";
import type { AuditSnapshot, RawKey, RawRow } from "../../store/audit-store.ts";
import { bytesOf, isCount } from "../row.ts";
import { contentOfBucket, contentOfInner } from "./truth.ts";
import type { Walk } from "./walk.ts";

export interface Unvisited {
  /** A page of this content that no walk came to. It is not found again. */
  take(content: string): number | null;
  /** Ids of pages that would be a root with this hash. */
  roots(): ReadonlyMap<string, number>;
}

const PAGE = 256;

export async function findUnvisited(
  map: Pick<AuditSnapshot<"map">, "page">,
  walk: Pick<Walk, "userOf">,
): Promise<Unvisited> {
  /** Ids of pages that say the same, and which of them was not handed out yet. */
  const byContent = new Map<string, { readonly ids: number[]; next: number }>();
  const roots = new Map<string, number>();
  for await (const rows of allPages(map)) {
    for (const [id, stored] of rows) {
      const bytes = bytesOf(stored);
      if (!isCount(id) || bytes === null || walk.userOf(id) !== null) continue;
      const page = decodePage(bytes);
      if (page === null) continue;
      const content = contentOf(page, bytes);
      const same = byContent.get(content) ?? { ids: [], next: 0 };
      same.ids.push(id);
      byContent.set(content, same);
      roots.set(rootOf(page).toString("latin1"), id);
    }
  }
  return {
    take(content) {
      const same = byContent.get(content);
      while (same !== undefined && same.next < same.ids.length) {
        const id = same.ids[same.next++] as number;
        if (walk.userOf(id) === null) return id;
      }
      return null;
    },
    roots: () => roots,
  };
}

export const contentOf = (page: Page, bytes: Buffer): string =>
  isBucket(page) ? contentOfBucket(bytes) : contentOfInner(page);

/** How many pages say the same. Reads all of them. */
export async function countContents(
  map: Pick<AuditSnapshot<"map">, "page">,
): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  for await (const rows of allPages(map)) {
    for (const [, stored] of rows) {
      const bytes = bytesOf(stored);
      const page = bytes === null ? null : decodePage(bytes);
      if (bytes === null || page === null) continue;
      const content = contentOf(page, bytes);
      counts.set(content, (counts.get(content) ?? 0) + 1);
    }
  }
  return counts;
}

async function* allPages(
  map: Pick<AuditSnapshot<"map">, "page">,
): AsyncIterable<readonly RawRow[]> {
  for (let after: RawKey | null = null; ; ) {
    const rows: readonly RawRow[] = await map.page("pages", { after, limit: PAGE });
    yield rows;
    const last = rows.at(-1);
    if (rows.length < PAGE || last === undefined) return;
    after = [last[0] ?? null];
  }
}

/** The hash of a page as a root. */
export function rootOf(page: Page): Buffer {
  if (!isBucket(page)) return page.nodes.subarray(HASH, 2 * HASH);
  const hash = Buffer.alloc(HASH);
  subtreeInto(hash, 0, page.bytes, 0, page.count, 0);
  return hash;
}
