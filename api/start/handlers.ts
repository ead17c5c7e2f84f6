/** What carries out what was granted to people, by the type of their request. */
import type { Consents } from "../consent/service.ts";
import type { Identity } from "../identity/service.ts";
import type { Ledger } from "../ledger/service.ts";
import type { RequestHandlers } from "../rights/cases/handlers.ts";
import type { Exports } from "../rights/export/exports.ts";
import { exportHandlers } from "../rights/export/handler.ts";
import { rectificationHandler } from "../rights/rectify/handler.ts";
import { objectionHandler, restrictionHandler } from "../rights/restrict/handlers.ts";
import { readsFor } from "./written-to.ts";

interface Doers {
  readonly ledger: Ledger;
  readonly consents: Consents;
  /** `null`: not yet; what waits for them is asked again. */
  readonly exports: () => Exports | null;
  readonly identity: Pick<Identity, "accounts" | "contacts">;
}

export const requestHandlers = (doers: Doers): RequestHandlers => ({
  rectification: rectificationHandler(doers),
  restriction: restrictionHandler(doers),
  objection: objectionHandler(doers),
  ...exportHandlers(doers.exports, readsFor(doers.identity)),
});
