import type { AskChain } from "../../../verify/index.ts";
import type { Rpc } from "../chain/rpc.ts";

/** Whoever the visitor has chosen to ask. */
export interface Chain {
  readonly ask: AskChain;
  /** What a node can be asked besides; null: it answers the kernel's questions alone (the firm's server). */
  readonly rpc: Rpc | null;
}
