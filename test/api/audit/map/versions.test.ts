/** Which sizes a kept version of the map may have, also where somebody put in as many as there are entries. */
import { expect, it } from "vitest";
import { collectFindings } from "../../../../api/audit/findings.ts";
import { readVersions } from "../../../../api/audit/map/versions.ts";
import { REBUILD_STEP } from "../../../../api/log/map-check.ts";
import type { RawRow } from "../../../../api/store/audit-store.ts";

const ROOT = Buffer.alloc(32, 1);

/** Answers the sizes of versions that are inserted, of versions of these sizes. */
async function inserted(sizes: readonly number[], isState: (size: number) => boolean) {
  const findings = collectFindings();
  const map = {
    file: "map" as const,
    page: async (_: string, { after, limit }: { after: RawRow | null; limit: number }) => {
      const from = after === null ? 0 : sizes.indexOf(Number(after[0])) + 1;
      return sizes.slice(from, from + limit).map((size): RawRow => [size, ROOT, 1, 0, 1]);
    },
  };
  const entries = Number.MAX_SAFE_INTEGER;
  await readVersions({ ...{ map, findings, entries, isState }, rootAt: () => ROOT });
  return findings.all.flatMap(({ key, cause }) => (cause === "version_inserted" ? [key.size] : []));
}

it("is one of a state entry, or steps away from one before it, or the newest", async () => {
  const state = 4_711;
  const sizes = [
    ...[17, state, state + 1, REBUILD_STEP, REBUILD_STEP + 17],
    ...[state + REBUILD_STEP, state + 3 * REBUILD_STEP, 4 * REBUILD_STEP + 17],
  ];
  expect(await inserted(sizes, (size) => size === state)).toEqual([
    ...[17, state + 1, REBUILD_STEP + 17],
  ]);
  // One that comes later explains none before it.
  expect(await inserted([5, 5 + REBUILD_STEP, 9 * REBUILD_STEP], (n) => n === sizes[5])).toEqual([
    ...[5, 5 + REBUILD_STEP],
  ]);
  const later = 5 + REBUILD_STEP;
  expect(await inserted([5, later, later + 1], (size) => size === later)).toEqual([5]);
});

it("is judged however many there are", async () => {
  const sizes = Array.from({ length: 80_000 }, (_, i) => i + 1);
  expect(await inserted(sizes, (size) => size % 2 === 0)).toHaveLength(40_000);
});
