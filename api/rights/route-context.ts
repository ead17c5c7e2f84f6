/** What the routes of this domain work with. */
import type { Context } from "hono";
import type { Clock } from "../core/clock.ts";
import type { ReadTrail } from "../ledger/reading.ts";
import type { Ledger } from "../ledger/service.ts";
import type { Rights } from "./service.ts";

export interface RightsRouteContext {
  readonly ledger: Ledger;
  readonly rights: Rights;
  readonly clock: Clock;
  /** Around what shows something of a person. */
  readonly trail: ReadTrail;
  /** What organizations are called, by their ids; `null`: nobody knows. */
  readonly organizationName: (id: string) => string | null;
  /** Of what is open to everybody and dear: for each address. @throws Refusal `too_many_requests` */
  readonly limitDear: (c: Context) => void;
  readonly onBug: (error: unknown) => void;
}
