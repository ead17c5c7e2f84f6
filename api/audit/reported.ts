/** From what the parts of an audit counted to the report of it. */

import { PLACES } from "./finding.ts";
import type { Limit, LimitFound, Outcome, OutcomeCount } from "./outcome.ts";
import { unlessUnreadable } from "./parts/guarded.ts";
import type { AuditedSnapshot, ChainState, Count, Note, NoteCode } from "./report.ts";
import { isCount, textOf } from "./row.ts";
import type { AuditScene } from "./scene.ts";

const NEWEST = { after: null, limit: 1, backwards: true } as const;
/** Columns of `checkpoints` and of `anchors`. */
const NOTE = 2;
const BLOCK = 4;

/** What the audit speaks of: the newest checkpoint and the newest final anchor that are whole. */
export async function snapshotOf(
  { snapshots: { ledger }, logKeys }: Pick<AuditScene, "snapshots" | "logKeys">,
  { log }: Pick<Outcome, "log">,
  takenAt: string,
): Promise<AuditedSnapshot> {
  const [newest = null] = (await unlessUnreadable(() => ledger.page("checkpoints", NEWEST))) ?? [];
  const size = newest?.[0];
  const said = isCount(size) ? logKeys.read(textOf(newest?.[NOTE]) ?? "", size) : null;
  const [anchor = null] =
    log.anchored === 0
      ? []
      : ((await unlessUnreadable(() => ledger.rows("anchors", [[log.anchored]]))) ?? []);
  const block = anchor?.[BLOCK];
  return {
    takenAt,
    size: log.entries,
    checkpoint:
      said === null ? null : { size: said.size, root: Buffer.from(said.root).toString("hex") },
    anchor: isCount(block) ? { size: log.anchored, block } : null,
  };
}

/** In the order in which they are shown; what stands in no table has no row to be named by. */
const SHOWN: readonly (readonly [OutcomeCount, Count["what"]])[] = [
  ["entries", "entries"],
  ["recordEntries", "record_entries"],
  ["states", "state_entries"],
  ["voids", "void_entries"],
  ["tiles", "tiles"],
  ["checkpoints", "checkpoints"],
  ["cosignatures", "cosignatures"],
  ["anchors", "anchors"],
  ["heads", "streams"],
  ["records", "records"],
  ["subjects", "subjects"],
  ["identities", "identities"],
  ["idempotency", "idempotency"],
  ["standings", "standings"],
  ["erased", "erased"],
  ["pages", "map.pages"],
  ["versions", "map.versions"],
  ["secrets", "keys.stream_secrets"],
  ["sealingKeys", "keys.sealing_keys"],
  ["namedKeys", "keys.named_secrets"],
  ["copiedCheckpoints", "copy.checkpoints"],
  ["streams", "streams_replayed"],
  ["maps", "maps_replayed"],
  ["blocks", "chain_blocks"],
];

const isTable = (what: Count["what"]): boolean => (PLACES as readonly string[]).includes(what);

export function countsOf({ counts, promises }: Pick<Outcome, "counts" | "promises">): Count[] {
  const shown = SHOWN.flatMap(([name, what]): Count[] => {
    const checked = counts[name];
    if (checked === undefined) return [];
    // All rows of a table that are there were read.
    return [{ what, checked, of: isTable(what) ? checked : null }];
  });
  return [
    ...shown,
    { what: "promises_kept", checked: promises.kept, of: null },
    { what: "promises_open", checked: promises.open, of: null },
  ];
}

const LIMIT_NOTES: Readonly<Record<Limit, NoteCode>> = {
  offline: "chain_left_out",
  chain_unavailable: "chain_unreachable",
  chain_not_listed: "chain_partial",
  blocks_untold: "blocks_untold",
  no_copy: "copy_absent",
  copy_not_found: "copy_not_found",
  no_map: "map_absent",
  row_key_lost: "row_key_lost",
  mac_keys_lost: "mac_keys_lost",
  records_unopened: "unopened",
  records_undecided: "undecided",
  marks_unsought: "marks_unsought",
  links_unsought: "links_unsought",
  map_unknown: "map_unknown",
};

export function notesOf(
  { log, counts, promises }: Pick<Outcome, "log" | "counts" | "promises">,
  limits: readonly LimitFound[],
  begin: number,
): Note[] {
  const some = (code: NoteCode, count: number | undefined): Note[] =>
    count === undefined || count <= 0 ? [] : [{ code, details: { count } }];
  return [
    ...limits.flatMap(({ limit, count }): Note[] => {
      const code = LIMIT_NOTES[limit];
      if (count === undefined) return [{ code }];
      return [{ code, details: limit === "map_unknown" ? { index: count } : { count } }];
    }),
    ...promises.broken.map(({ from, to, count, anchored }): Note => {
      return { code: "promises_broken", details: { from, to, count, anchored: anchored ?? 0 } };
    }),
    ...some("void_entries", counts.voids),
    ...some("recovered", counts.recovered),
    ...some("erased", counts.erased),
    ...some("unsealed", log.entries - log.sealed),
    ...some("unanchored", log.sealed - log.anchored),
    ...some("unused_secrets", counts.unusedSecrets),
    ...(begin > 0 ? [{ code: "predecessor", details: { size: begin } } as const] : []),
  ];
}

export function chainStateOf(limits: readonly LimitFound[]): ChainState {
  if (limits.some(({ limit }) => limit === "offline")) return "left_out";
  return limits.some(({ limit }) => limit === "chain_unavailable") ? "unreachable" : "asked";
}
