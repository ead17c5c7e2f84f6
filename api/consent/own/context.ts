/** What deciding for oneself works with. */
import type { Clock } from "../../core/clock.ts";
import type { Ledger } from "../../ledger/service.ts";
import type { Consents } from "../service.ts";

export interface OwnContext {
  readonly ledger: Pick<Ledger, "madeBefore" | "receipt" | "record">;
  readonly consents: Consents;
  readonly clock: Clock;
}
