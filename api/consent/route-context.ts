/** What the routes of this domain work with. */
import type { Clock } from "../core/clock.ts";
import type { ReadTrail } from "../ledger/reading.ts";
import type { Ledger } from "../ledger/service.ts";
import type { Consents } from "./service.ts";

export interface RouteContext {
  readonly ledger: Ledger;
  readonly consents: Consents;
  readonly clock: Clock;
  /** Around what shows something of a person. */
  readonly trail: ReadTrail;
  readonly onBug: (error: unknown) => void;
}
