/** What settings say of the entrance, kept to by a whole server: proxies that are believed, and how many requests are taken. */
import { afterEach, beforeEach, expect, it } from "vitest";
import { readConfig } from "../../../api/core/config.ts";
import { startServer } from "../../../api/start/server.ts";
import { freePort } from "../../helpers/chain.ts";
import { heardLog } from "../../helpers/heard/heard.ts";
import { newPlace } from "../../helpers/store/places.ts";
import { runHere } from "../../scripts/helpers/cli.ts";

let place: ReturnType<typeof newPlace>;
beforeEach(() => {
  place = newPlace();
});
afterEach(() => place.remove());

it("counts strangers by the address that a named proxy tells, and accounts by themselves; keys are made and revoked beside it", {
  timeout: 120_000,
}, async () => {
  const config = readConfig({
    PORT: "0",
    COUNTERFOIL_CHAIN_PORT: String(await freePort()),
    COUNTERFOIL_DATA: `${place.directory}/data`,
    COUNTERFOIL_KEYS: `${place.directory}/keys`,
    COUNTERFOIL_COPY: "off",
    COUNTERFOIL_DEMO: "off",
    COUNTERFOIL_DEMO_AUDITOR: "off",
    COUNTERFOIL_TRUSTED_PROXIES: "127.0.0.1",
    COUNTERFOIL_REQUESTS_PER_ADDRESS: "2",
    COUNTERFOIL_REQUESTS_PER_ACCOUNT: "3",
  });
  const key = (...args: string[]) =>
    runHere(["key", ...args], { env: { COUNTERFOIL_DATA: config.dataDirectory } });
  const wanted = ["--name", "shop", "--role", "system", "--scope", "consents:read", "--json"];
  // Before the first start: it is on record once there is a ledger.
  const early = JSON.parse((await key("create", ...wanted)).out);
  const server = await startServer(config, "0.0.0-test", heardLog);
  try {
    const ask = async (path: string, headers: Record<string, string>) =>
      (await fetch(server.url + path, { headers })).status;
    for (const address of ["192.0.2.1", "192.0.2.2"]) {
      const headers = { "x-forwarded-for": `198.51.100.7, ${address}` };
      const told = [1, 2, 3].map(() => ask("/v1/records", headers));
      expect((await Promise.all(told)).sort()).toEqual([401, 401, 429]);
    }
    const { id, secret } = JSON.parse((await key("create", ...wanted)).out);
    const authorization = `Bearer ${secret}`;
    for (const [count, status] of [200, 200, 200, 429].entries()) {
      const headers = { authorization, "x-forwarded-for": `192.0.2.${10 + count}` };
      expect(await ask("/v1/purposes", headers)).toBe(status);
    }
    // By the command line, while the server runs: at once, and on record soon after.
    expect((await key("revoke", id)).code).toBe(0);
    const stranger = { authorization, "x-forwarded-for": "192.0.2.99" };
    expect(await ask("/v1/purposes", stranger)).toBe(401);
    const target = (value: unknown) => (value as { id: string }).id;
    const recorded = async () => {
      const { firm } = server.ledger;
      const { events } = await server.ledger.events(firm, "administration");
      return events.map(({ record }) => `${record?.event} ${target(record?.target)}`);
    };
    for (let i = 0; i < 100 && (await recorded()).length < 3; i++)
      await new Promise((resolve) => setTimeout(resolve, 100));
    const all = [`key-created ${early.id}`, `key-created ${id}`, `key-revoked ${id}`];
    expect(await recorded()).toEqual(all);
    const https = { "x-forwarded-for": "192.0.2.3", "x-forwarded-proto": "https" };
    const { headers } = await fetch(`${server.url}/docs`, { headers: https });
    expect(headers.get("strict-transport-security")).not.toBeNull();
  } finally {
    await server.stop();
  }
});
