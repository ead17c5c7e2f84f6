/** What settings say of the entrance, kept to by a whole server: proxies that are believed, and how many requests are taken. */
import { afterEach, beforeEach, expect, it } from "vitest";
import { readConfig } from "../../../api/core/config.ts";
import { serverLog } from "../../../api/start/log.ts";
import { startServer } from "../../../api/start/server.ts";
import { freePort } from "../../helpers/chain.ts";
import { putKey } from "../../helpers/keys.ts";
import { newPlace } from "../../helpers/store/places.ts";

let place: ReturnType<typeof newPlace>;
beforeEach(() => {
  place = newPlace();
});
afterEach(() => place.remove());

it("counts strangers by the address that a named proxy tells, and accounts by themselves", {
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
  const server = await startServer(config, "0.0.0-test", serverLog("silent"));
  try {
    const ask = async (path: string, headers: Record<string, string>) =>
      (await fetch(server.url + path, { headers })).status;
    for (const address of ["192.0.2.1", "192.0.2.2"]) {
      const headers = { "x-forwarded-for": `198.51.100.7, ${address}` };
      const told = [1, 2, 3].map(() => ask("/v1/records", headers));
      expect((await Promise.all(told)).sort()).toEqual([401, 401, 429]);
    }
    const authorization = `Bearer ${putKey(config.dataDirectory)}`;
    for (const [count, status] of [200, 200, 200, 429].entries()) {
      const headers = { authorization, "x-forwarded-for": `192.0.2.${10 + count}` };
      expect(await ask("/v1/purposes", headers)).toBe(status);
    }
    const https = { "x-forwarded-for": "192.0.2.3", "x-forwarded-proto": "https" };
    const { headers } = await fetch(`${server.url}/docs`, { headers: https });
    expect(headers.get("strict-transport-security")).not.toBeNull();
  } finally {
    await server.stop();
  }
});
