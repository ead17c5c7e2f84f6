/** The layer *replay* (docs/FORMAT.md §11.3, S7): that somebody has replayed the entries under the checkpoint. */
import { asMapRoot, asRootHash, asTreeSize } from "./brands.ts";
import { base64Encode, equalBytes } from "./bytes.ts";
import { type Finding, finding, layerResult } from "./chain-findings.ts";
import type { Checkpoint } from "./checkpoint.ts";
import { verifyCosignatures } from "./cosignature.ts";
import type { StateEntry } from "./entry.ts";
import { FormatError } from "./errors.ts";
import type { Note } from "./note.ts";
import { auditorKeysFor, type Policy } from "./policy.ts";
import type { Replay } from "./replay-log.ts";
import type { LayerResult } from "./verdict.ts";

/** Of exactly the entries under this checkpoint: a log that was told otherwise to somebody else says nothing about them. */
function isOf(replay: Replay, { size, root }: Checkpoint): boolean {
  return asTreeSize(replay.size) === size && equalBytes(asRootHash(replay.root), root);
}

/** What the reader's own replay says against the ledger. */
function contradiction(replay: Replay, { mapRoot }: StateEntry): Finding {
  if ("broken" in replay) return finding(`replay_${replay.broken}`, { index: replay.index });
  if (equalBytes(asMapRoot(replay.mapRoot), mapRoot)) return null;
  const { mapSize } = replay;
  return finding("replay_differs", { mapSize, found: base64Encode(replay.mapRoot) });
}

/**
 * Auditors' lines first, for one that does not hold spoils the file; then the reader's own replay, whose word goes before any
 * auditor's; then whoever stands for the map.
 */
export function checkReplay(
  note: Note,
  checkpoint: Checkpoint,
  state: StateEntry,
  policy: Policy,
  replay: Replay | null,
): LayerResult {
  const layer = "replay";
  let names: readonly string[];
  try {
    names = verifyCosignatures(note, auditorKeysFor(policy, checkpoint.size)).map(
      ({ name }) => name,
    );
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return { layer, state: "fail", code: error.code, params: { ...error.details } };
  }
  const own = replay !== null && isOf(replay, checkpoint) ? replay : null;
  const against = own === null ? null : contradiction(own, state);
  const { size } = checkpoint;
  const replayed = { code: "replayed", params: { size } } as const;
  if (against !== null) return layerResult(layer, against, replayed);
  if (names.length > 0) {
    return { layer, state: "pass", code: "cosigned", params: { names: names.join(", ") } };
  }
  return layerResult(layer, own === null ? finding("not_replayed") : null, replayed);
}
