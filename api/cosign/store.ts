import type { Store } from "../store/store.ts";

/** What collecting cosignatures needs of the store. */
export type CosignStore = Pick<
  Store,
  | "newestCheckpoint"
  | "checkpoint"
  | "newestAnchor"
  | "newestCosignedAnchor"
  | "uncosignedAnchors"
  | "putCosignatures"
  | "cosignatures"
>;
