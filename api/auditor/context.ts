/** All that a round works with. */
import type { Policy } from "../../portal/verify/policy.ts";
import type { AnchorFollower } from "../anchor/follower.ts";
import type { AnchoredLog } from "../anchor/views.ts";
import type { Clock } from "../core/clock.ts";
import type { Store } from "../store/store.ts";
import type { CosignedState } from "./cosigned.ts";
import type { CosignerSigner } from "./keys.ts";
import type { Memory } from "./memory.ts";
import type { Replica } from "./replica.ts";
import type { LogSource } from "./source.ts";

/** What replaying takes: the log, the chain, what is here and what is remembered. */
export interface ReplayContext {
  readonly policy: Policy;
  readonly source: LogSource;
  /** Null: no chain is asked. */
  readonly chain: AnchorFollower | null;
  readonly store: Store;
  readonly replica: Replica;
  readonly memory: Memory;
  /** What the auditor's key must not forget; who has no key has cosigned nothing. */
  readonly cosigned: Pick<CosignedState, "get">;
  readonly clock: Clock;
  /** For how long what is doubted may pass by itself. */
  readonly graceMs: number;
  /** Who has not looked for longer than that does not know whether it was so in between: then it begins anew. */
  readonly gapMs: number;
  /** How many entries the newest checkpoint is over: told as soon as it is known. */
  readonly onServed: (size: number) => void;
  /** For who wants to know of each; left out, the newest are told, and a round asks for no more than so many blocks. */
  readonly everyAnchor?: (anchored: AnchoredLog) => void;
}

/** And what cosigning takes besides. */
export interface FollowContext extends ReplayContext {
  readonly cosigned: CosignedState;
  readonly signer: CosignerSigner;
  /** Right before each signature: what others were shown may tell against the log. @throws Finding */
  readonly beforeSigning: () => Promise<void>;
}
