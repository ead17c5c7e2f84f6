/** What a file rests on, once it is chosen (checkpoint.ts). */
import type { StateEntry } from "../../../portal/verify/entry.ts";
import type { EvidenceAnchor } from "../../../portal/verify/evidence.ts";
import type { StoredCheckpoint, StoredEntry } from "../../store/store.ts";

export interface Chosen {
  readonly checkpoint: StoredCheckpoint;
  readonly anchor: EvidenceAnchor | null;
}

/** With the state entry that a checkpoint ends with. */
export interface ChosenState extends Chosen {
  readonly entry: StoredEntry;
  readonly state: StateEntry;
}
