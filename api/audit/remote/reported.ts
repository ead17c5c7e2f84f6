/** What an outsider finds, as a finding of a report: of which row, and why. */
import { parseCheckpoint } from "../../../portal/verify/checkpoint.ts";
import { parseNote } from "../../../portal/verify/note.ts";
import type { EvidenceValue, Finding, FindingCode } from "../../auditor/finding.ts";
import type { SourceFailure } from "../../auditor/source.ts";
import { TILE_WIDTH, type TileId } from "../../log/tiles.ts";
import type { FindingKey, Place } from "../finding.ts";
import type { ReportedFinding } from "../report.ts";

const PLACES: Readonly<Record<FindingCode, Extract<Place, "entries" | "checkpoints" | "chain">>> = {
  two_roots: "checkpoints",
  prefix: "checkpoints",
  entry_form: "entries",
  seq: "entries",
  prev: "entries",
  map_beyond: "entries",
  map_behind: "entries",
  map_root: "entries",
  end: "checkpoints",
  chain_diverged: "chain",
  chain_rewritten: "chain",
  dropped_tail: "checkpoints",
};

/** Of a rule that is broken. */
export function reportedFinding({ code, evidence }: Finding): ReportedFinding {
  const place = PLACES[code];
  const key = place === "entries" ? indexIn(evidence.entries) : sizeIn(evidence.checkpoints);
  return { place, key, kind: "contradicts", cause: `remote_${code}` };
}

/** Of the entry that breaks the rule. */
function indexIn(entries: EvidenceValue | undefined): FindingKey {
  const [first] = Array.isArray(entries) ? entries : [];
  return { index: Number((first as { readonly index?: EvidenceValue } | undefined)?.index ?? 0) };
}

/** The greatest of the checkpoints that show it. */
function sizeIn(checkpoints: EvidenceValue | undefined): FindingKey {
  const notes = Array.isArray(checkpoints) ? checkpoints : [];
  const sizes = notes.map((note) => parseCheckpoint(parseNote(String(note)).text).size);
  return { size: Math.max(0, ...sizes) };
}

export const wrongTile = ({ level, n }: TileId): ReportedFinding => ({
  place: "tiles",
  key: { level, n },
  kind: "changed",
  cause: "remote_served_tile",
});

/**
 * Of what is served otherwise than the tree of `size` entries has it; `null`: of a note, of which nobody knows what it should be.
 */
export function servedOtherwise(
  { what, tile }: Pick<SourceFailure, "what" | "tile">,
  size: number,
): ReportedFinding | null {
  if (what === "checkpoint") return null;
  if (tile === null) {
    const cause = "remote_served_edge";
    return { place: "checkpoints", key: { size }, kind: "contradicts", cause };
  }
  if (what === "tile") return wrongTile(tile);
  const key = { index: tile.n * TILE_WIDTH };
  return { place: "entries", key, kind: "changed", cause: "remote_served_entries" };
}
