import type { Store } from "../store/store.ts";

/** What anchoring needs of the store. */
export type AnchorStore = Pick<
  Store,
  | "newestCheckpoint"
  | "checkpoint"
  | "putAnchor"
  | "removeAnchor"
  | "openAnchors"
  | "newestAnchor"
  | "anchorGap"
>;
