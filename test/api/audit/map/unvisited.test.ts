/** Pages that no walk came to, by their content; also of a map in which somebody stored one page over and over. */
import { expect, it } from "vitest";
import { contentOf, findUnvisited } from "../../../../api/audit/map/unvisited.ts";
import { decodePage, encodeBucket } from "../../../../api/log/map/page.ts";
import type { RawRow } from "../../../../api/store/audit-store.ts";

const COPIES = 60_000;

it("are each found once, the first ones first, however many say the same", async () => {
  const bytes = encodeBucket(Buffer.alloc(64, 7), 0, 1);
  const page = decodePage(bytes);
  if (page === null) throw new Error("no page");
  const content = contentOf(page, bytes);
  const map = {
    page: async (_: string, { after, limit }: { after: RawRow | null; limit: number }) => {
      const from = Number(after?.[0] ?? 0);
      const rows = Math.min(limit, COPIES - from);
      return Array.from({ length: rows }, (_row, i): RawRow => [from + i + 1, bytes]);
    },
  };
  const visited = new Set([2, COPIES]);
  const unvisited = await findUnvisited(map, { userOf: (id) => (visited.has(id) ? 0 : null) });
  visited.add(4);
  const found: (number | null)[] = [];
  for (let i = 0; i < COPIES - 2; i++) found.push(unvisited.take(content));
  expect(found.slice(0, 4)).toEqual([1, 3, 5, 6]);
  expect(found.slice(-2)).toEqual([COPIES - 1, null]);
  expect(new Set(found).size).toBe(COPIES - 2);
});
