/** The layer *replay* (docs/FORMAT.md §11.3, S7): that somebody has recomputed the map from the entries. */
import { asMapRoot, asTreeSize } from "./brands.ts";
import { base64Encode, equalBytes } from "./bytes.ts";
import { finding, layerResult } from "./chain-findings.ts";
import { verifyCosignatures } from "./cosignature.ts";
import type { StateEntry } from "./entry.ts";
import { FormatError } from "./errors.ts";
import type { Note } from "./note.ts";
import { auditorKeysFor, type Policy } from "./policy.ts";
import type { LayerResult } from "./verdict.ts";

/** The reader's own replay: the root of the map over the first `mapSize` entries. */
export interface Replay {
  readonly mapSize: number;
  readonly mapRoot: Uint8Array;
}

/**
 * Auditors' lines first, for one that does not hold spoils the file; then the reader's own replay, whose word goes before any
 * auditor's; then whoever stands for the map.
 */
export function checkReplay(
  note: Note,
  size: number,
  state: StateEntry,
  policy: Policy,
  replay: Replay | null,
): LayerResult {
  const layer = "replay";
  let names: readonly string[];
  try {
    names = verifyCosignatures(note, auditorKeysFor(policy, size)).map(({ name }) => name);
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return { layer, state: "fail", code: error.code, params: { ...error.details } };
  }
  const { mapSize, mapRoot } = state;
  const own = replay !== null && asTreeSize(replay.mapSize) === mapSize ? replay : null;
  if (own !== null && !equalBytes(asMapRoot(own.mapRoot), mapRoot)) {
    const params = { mapSize, found: base64Encode(own.mapRoot) };
    return layerResult(layer, finding("replay_differs", params), { code: "replayed", params });
  }
  if (names.length > 0) {
    return { layer, state: "pass", code: "cosigned", params: { names: names.join(", ") } };
  }
  const found = own === null ? finding("not_replayed") : null;
  return layerResult(layer, found, { code: "replayed", params: { mapSize } });
}
