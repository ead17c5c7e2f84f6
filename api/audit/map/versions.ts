/** The kept versions of the map, each by its row: over how many entries, with which root, from which page on. */

import { REBUILD_STEP } from "../../log/map-check.ts";
import type { AuditSnapshot, RawRow } from "../../store/audit-store.ts";
import type { FindingCause } from "../causes.ts";
import { numberOf } from "../finding.ts";
import type { Findings } from "../findings.ts";
import { bytesOf, isCount } from "../row.ts";
import { pagesOf } from "../tables/pages.ts";

export interface KeptVersion {
  readonly mapSize: number;
  /** What its root truly is; as the row says, where nobody knows. */
  readonly root: Buffer;
  /** As the row says. */
  readonly claimed: Buffer | null;
  /** `null`: the map is empty, or the row names no page. */
  readonly rootPage: number | null;
  /** The greatest page id when it was stored. */
  readonly lastPage: number;
}

export interface VersionOptions {
  readonly map: Pick<AuditSnapshot<"map">, "file" | "page">;
  readonly findings: Findings;
  /** Entries in the log. */
  readonly entries: number;
  /** The true root over so many entries; `null`: not known. */
  readonly rootAt: (mapSize: number) => Buffer | null;
  /** Whether a state entry speaks of the map over so many entries. */
  readonly isState: (mapSize: number) => boolean;
}

const EMPTY = Buffer.alloc(32);

/** Ascending by size. Rows that are no versions at all are named and left out. */
export async function readVersions(options: VersionOptions): Promise<KeptVersion[]> {
  const { map, findings } = options;
  const versions: KeptVersion[] = [];
  const rows: RawRow[] = [];
  for await (const page of pagesOf(map, "versions")) rows.push(...page);
  const isLawful = lawfulSizes(options);
  for (const [i, row] of rows.entries()) {
    const [size = null] = row;
    const key = { size: numberOf(size) };
    const isNewest = i === rows.length - 1;
    const judged =
      isCount(size) && !isLawful(size) && !isNewest
        ? "version_inserted"
        : judge(row, isNewest, options);
    if (typeof judged === "string") {
      const kind = judged === "version_inserted" ? "inserted" : "changed";
      findings.add({ place: "map.versions", key, kind, cause: judged });
    } else if (judged.fault !== null) {
      findings.add({ place: "map.versions", key, kind: "changed", cause: judged.fault });
      versions.push(judged.version);
    } else versions.push(judged.version);
  }
  return versions;
}

/**
 * Sizes that a version may have, each asked about once, ascending: those that state entries speak of, and such as are steps away from one of these, for a map
 * that is made anew is stored in steps. The newest one may be on its way, of whatever size.
 */
function lawfulSizes({ isState }: VersionOptions): (size: number) => boolean {
  /** What is left of the sizes so far that state entries speak of. */
  const bases = new Set([0]);
  return (size) => {
    const rest = size % REBUILD_STEP;
    if (isState(size)) bases.add(rest);
    return bases.has(rest);
  };
}

type Judged = { readonly version: KeptVersion; readonly fault: FindingCause | null };

function judge(
  [size, root, rootPage, working, lastPage]: RawRow,
  isNewest: boolean,
  { entries, rootAt, isState }: VersionOptions,
): Judged | "version_inserted" | "row_form" {
  if (!isCount(size)) return "row_form";
  if (size > entries) return "version_inserted";
  const own = bytesOf(root, 32);
  const truth = rootAt(size);
  const page = isCount(rootPage) ? rootPage : null;
  const last = isCount(lastPage) ? lastPage : null;
  const known = truth ?? own;
  if (known === null) return "row_form";
  const version: KeptVersion = {
    ...{ mapSize: size, root: known, claimed: own },
    ...{ rootPage: page, lastPage: last ?? page ?? 0 },
  };
  if (own === null || !own.equals(known)) {
    // Of a size that nobody has a version for: it never was one.
    return isState(size) ? { version, fault: "version_root" } : "version_inserted";
  }
  // The root page is the last that is stored of a version.
  const whole =
    (page === null) === own.equals(EMPTY) &&
    last === (page ?? 0) &&
    (working === 0 || (working === 1 && isNewest && !isState(size)));
  return { version, fault: whole ? null : "row_form" };
}
