/** What the parts of this room work with. */
import type { Clock } from "../../core/clock.ts";
import type { Random } from "../../core/random.ts";
import type { RightsSettings } from "../../core/rights-settings.ts";
import type { Ledger } from "../../ledger/service.ts";
import type { CaseStore } from "../../store/case-store.ts";
import type { RequestHandlers } from "./handlers.ts";

export interface CaseContext {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly random: Random;
  readonly settings: RightsSettings;
  readonly handlers: RequestHandlers;
  readonly store: CaseStore;
  /** Requests whose grant is being carried out, or taken back: by id, one of the two at a time. */
  readonly inHand: Set<string>;
  /** Resolves when the file tells all that was recorded before it was called. @throws Refusal `busy` */
  readonly caughtUp: () => Promise<void>;
}
