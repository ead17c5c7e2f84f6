/** Agreements in the whole server, on the embedded chain: its contract, a life over a restart, and starts without one. */
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createRpc } from "../../../api/anchor/rpc.ts";
import { readConfig } from "../../../api/core/config.ts";
import type { RunningServer } from "../../../api/start/running-server.ts";
import { startServer } from "../../../api/start/server.ts";
import { freePort } from "../../helpers/chain.ts";
import { foundFirm } from "../../helpers/consents.ts";
import { heardLog } from "../../helpers/heard/heard.ts";
import { rejection } from "../../helpers/ledger.ts";
import { CONTROLLER, RECIPIENT } from "../../helpers/sharing.ts";
import { newPlace } from "../../helpers/store/places.ts";
import { OFFICER } from "../sharing/firm.ts";
import { draftNow, walletSigns } from "../sharing/signing.ts";

const LIMIT = { timeout: 180_000 };
const WALLETS = { controller: CONTROLLER, recipient: RECIPIENT };

let directory: string;
let remove: () => void;
let port: number;
let server: RunningServer | null = null;
beforeEach(async () => {
  ({ directory, remove } = newPlace());
  port = await freePort();
});
afterEach(async () => {
  await server?.stop();
  server = null;
  remove();
});

async function restart(): Promise<RunningServer> {
  await server?.stop();
  server = null;
  const config = readConfig({
    ...{ PORT: "0", COUNTERFOIL_CHAIN_PORT: String(port) },
    COUNTERFOIL_DATA: join(directory, "data"),
    COUNTERFOIL_KEYS: join(directory, "keys"),
    ...{ COUNTERFOIL_DEMO: "off", COUNTERFOIL_DEMO_AUDITOR: "off" },
    ...{ COUNTERFOIL_BATCH_SECONDS: "3600", COUNTERFOIL_ANCHOR_SECONDS: "3600" },
  });
  server = await startServer(config, "0.0.0-test", heardLog);
  return server;
}

const days = (after: number): string =>
  `${new Date(Date.now() + after * 86_400_000).toISOString().slice(0, 10)}T00:00:00.000Z`;
const terms = (change: object = {}) =>
  draftNow({ validFrom: days(-1), validUntil: days(300), ...change });

async function signs(
  { sharing }: RunningServer,
  id: string,
  party: keyof typeof WALLETS,
  what = "terms",
) {
  const request = await sharing.toSign(id, { what, party });
  return sharing.sign(id, await walletSigns(WALLETS[party], request), OFFICER);
}

it("an agreement lives on over restarts, beside anchors", LIMIT, async () => {
  const first = await restart();
  await foundFirm(first);
  const { agreementId: id } = await first.sharing.draft(terms(), OFFICER);
  const [signed] = await Promise.all([signs(first, id, "controller"), first.publish()]);
  expect(signed).toMatchObject({ state: "proposed", waitsFor: null });
  const { terms: before } = (await first.sharing.read(id, "en")).versions[0]!;

  const second = await restart();
  expect(await signs(second, id, "recipient")).toMatchObject({ version: 1, state: "active" });
  await second.sharing.change(id, terms({ retention: "P2Y" }), OFFICER);
  await signs(second, id, "recipient");
  expect(await signs(second, id, "controller")).toMatchObject({ version: 2, state: "active" });
  const { contract } = (await second.sharing.read(id, "en")).versions[1]!.terms;
  expect(contract).toBe(before.contract);

  const third = await restart();
  expect((await third.sharing.read(id, "en")).inForce).toBe(2);
  expect(await signs(third, id, "controller", "termination")).toMatchObject({
    state: "terminated",
  });
  expect((await third.publish()).state).toBe("ok");
  // The chain stays closed to the transactions of others.
  const rpc = createRpc(third.rpcUrl);
  await rejection(rpc("eth_sendRawTransaction", ["0x00"]));
});

it("a ledger without a contract gets one at its next start, or serves without", LIMIT, async () => {
  const first = await restart();
  await foundFirm(first);
  const relayKey = join(directory, "keys", "relay.key");
  await first.stop();
  server = null;
  writeFileSync(relayKey, "no key\n", { mode: 0o600 });
  const without = await restart();
  expect(await rejection(without.sharing.draft(terms(), OFFICER))).toMatchObject({
    details: { problem: "no_chain" },
  });
  await without.stop();
  server = null;
  rmSync(relayKey);
  const again = await restart();
  expect(await again.sharing.draft(terms(), OFFICER)).toMatchObject({ outcome: "stored" });
});
