/** The stored map: every page of every version that is kept, the versions themselves, and the list of what is not used any more. */

import { decodePage, isBucket } from "../../log/map/page.ts";
import type { AuditSnapshot, RawValue } from "../../store/audit-store.ts";
import { collectFindings, type Findings } from "../findings.ts";
import { bytesOf } from "../row.ts";
import { checkGarbage, type GarbageFaults } from "./garbage.ts";
import { judgeGarbage } from "./judge-garbage.ts";
import { resolveAll } from "./resolve.ts";
import type { MapTruth } from "./truth.ts";
import { contentOf, countContents, findUnvisited, type Unvisited } from "./unvisited.ts";
import { type KeptVersion, readVersions, type VersionOptions } from "./versions.ts";
import { type BadRef, type Walk, walkPages } from "./walk.ts";

export interface MapOptions extends Omit<VersionOptions, "map" | "findings"> {
  readonly map: AuditSnapshot<"map">;
  readonly truth: MapTruth;
  /** The map of the newest checkpoint, which is always kept; 0: there is none. */
  readonly needed: number;
  /** The map sizes of state entries by their roots (latin1). Asked for only where a version's row is gone. */
  readonly sizesByRoot: () => Promise<ReadonlyMap<string, number>>;
  /** Whether a page is still there now: versions are forgotten while the audit runs. */
  readonly isThere: (id: number) => Promise<boolean>;
  readonly directory: string;
  readonly onPages: (pages: number) => void;
}

export interface CheckedMap {
  readonly versions: number;
  readonly pages: number;
}

export async function checkMap(options: MapOptions, findings: Findings): Promise<CheckedMap> {
  const rows = collectFindings();
  const stored = await readVersions({ ...options, findings: rows });
  let lost: readonly KeptVersion[] = [];
  for (;;) {
    // A version whose row is gone explains much of what else would be found: then all is looked at once more with it.
    const own = collectFindings(rows.all);
    const all = [...stored, ...lost].sort((a, b) => b.mapSize - a.mapSize);
    const pass = await walkAll(options, all, own);
    const more = lost.length === 0 ? await lostVersions(options, pass, stored) : [];
    if (more.length === 0) {
      nameLost(options, stored, lost, own);
      const wasUsed = historic(options);
      await judgeGarbage(pass.garbage, { versions: all, findings: own, wasUsed });
      for (const finding of own.all) findings.add(finding);
      return { versions: stored.length, pages: pass.walk.pages };
    }
    lost = more;
  }
}

/** Leaves that were in the map once, in a page that no other says as well. Of an inner page only that it is one. */
function historic({ map, truth }: MapOptions): (id: RawValue) => Promise<boolean> {
  let copies: Promise<ReadonlyMap<string, number>> | null = null;
  return async (id) => {
    const [row = null] = await map.rows("pages", [[id]]);
    const bytes = bytesOf(row?.[1]);
    const page = bytes === null ? null : decodePage(bytes);
    if (bytes === null || page === null) return false;
    copies ??= countContents(map);
    if (((await copies).get(contentOf(page, bytes)) ?? 0) > 1) return false;
    return !isBucket(page) || truth.hadAll(page.bytes);
  };
}

interface Pass {
  readonly walk: Walk;
  readonly garbage: GarbageFaults;
  readonly unvisited: () => Promise<Unvisited>;
}

async function walkAll(
  { map, truth, directory, onPages }: MapOptions,
  newestFirst: readonly KeptVersion[],
  findings: Findings,
): Promise<Pass> {
  const walk = walkPages(map, onPages);
  const bad: BadRef[] = [];
  for (const [ordinal, { mapSize, root, claimed, rootPage }] of newestFirst.entries()) {
    if (rootPage === null) continue;
    const place = { path: Buffer.alloc(32), depth: 0, mapSize, claimed };
    const parent = { version: mapSize };
    const start = { ...place, id: rootPage, hash: root, kind: null, parent, ordinal };
    for (const one of await walk.from(start)) bad.push(one);
  }
  const named = new Set<number>();
  let kept: Promise<Unvisited> | null = null;
  const unvisited = (): Promise<Unvisited> => {
    kept ??= findUnvisited(map, walk);
    return kept;
  };
  await resolveAll(bad, {
    ...{ walk, truth, unvisited, findings },
    onNamed: (id) => void named.add(id),
  });
  const isNamed = (id: number): boolean => named.has(id);
  const garbage = await checkGarbage({ map, walk, versions: newestFirst, isNamed, directory });
  return { walk, garbage, unvisited };
}

/** Versions without a row, by their root pages, which are there still. */
async function lostVersions(
  { needed, sizesByRoot, isThere }: MapOptions,
  { garbage, unvisited }: Pass,
  stored: readonly KeptVersion[],
): Promise<KeptVersion[]> {
  const isKept = stored.some(({ mapSize }) => mapSize === needed);
  const { orphans, early, due } = garbage;
  if (orphans.length + early + due === 0 && (isKept || needed === 0)) return [];
  const lost: KeptVersion[] = [];
  const kept = new Set(stored.map(({ mapSize }) => mapSize));
  const sizes = await sizesByRoot();
  for (const [root, page] of (await unvisited()).roots()) {
    const mapSize = sizes.get(root);
    if (mapSize === undefined || kept.has(mapSize)) continue;
    if (!(await isThere(page))) continue;
    const hash = Buffer.from(root, "latin1");
    lost.push({ mapSize, root: hash, claimed: null, rootPage: page, lastPage: page });
  }
  return lost;
}

function nameLost(
  { needed }: MapOptions,
  stored: readonly KeptVersion[],
  lost: readonly KeptVersion[],
  findings: Findings,
): void {
  const sizes = new Set(lost.map(({ mapSize }) => mapSize));
  if (needed > 0 && !stored.some(({ mapSize }) => mapSize === needed)) sizes.add(needed);
  for (const size of sizes) {
    const key = { size };
    if (findings.has({ place: "map.versions", key })) continue;
    findings.add({ place: "map.versions", key, kind: "missing", cause: "version_missing" });
  }
}
