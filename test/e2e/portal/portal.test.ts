/** The portal in a real browser, served as `npm start` serves it; one server for all that happens here, in this order. */
import type { Browser } from "playwright-core";
import { afterAll, beforeAll } from "vitest";
import { launchBrowser } from "../../helpers/browser.ts";
import { type PortalServer, startPortal } from "../../helpers/portal-server.ts";
import { agreementJourneys } from "./agreements.ts";
import { auditorJourneys } from "./auditor.ts";
import { customerJourneys } from "./customer.ts";
import { everyPage } from "./each-page.ts";
import { byKeyboard } from "./keyboard.ts";
import { officerJourneys } from "./officer.ts";
import { partnerJourneys } from "./partner.ts";
import { registerJourneys } from "./registers.ts";
import { rightsJourneys } from "./rights.ts";
import { strangerJourneys } from "./stranger.ts";

let server: PortalServer;
let browser: Browser;

beforeAll(async () => {
  // Partners are told at an address of this machine.
  server = await startPortal({ COUNTERFOIL_WEBHOOK_PRIVATE: "127.0.0.1" });
  browser = await launchBrowser();
}, 240_000);
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

const portal = () => ({ server, browser });

customerJourneys(portal);
officerJourneys(portal);
agreementJourneys(portal);
partnerJourneys(portal);
rightsJourneys(portal);
registerJourneys(portal);
strangerJourneys(portal);
byKeyboard(portal);
everyPage(portal);
// The last: the ledger is damaged afterwards.
auditorJourneys(portal);
