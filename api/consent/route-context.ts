/** What the routes of this domain work with. */
import type { Clock } from "../core/clock.ts";
import type { Ledger } from "../ledger/service.ts";
import type { Consents } from "./service.ts";

export interface RouteContext {
  readonly ledger: Ledger;
  readonly consents: Consents;
  readonly clock: Clock;
  readonly onBug: (error: unknown) => void;
}
