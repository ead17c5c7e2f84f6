/** Where a request came from, and what it can make us believe of that. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseNetworks } from "../../../api/core/networks.ts";
import { peerOf } from "../../../api/http/peer.ts";
import type { RequestLimits } from "../../../api/http/request-limits.ts";
import { type Listening, listen } from "../../../api/start/listen.ts";
import { checkHeaders, type TestApp, testApp } from "./fixtures.ts";

const TRUSTED = parseNetworks("127.0.0.1, 10.0.0.0/8, 2001:db8::/32")!;
const STRANGER = "203.0.113.9";

const address = (remote: string, forwarded: string): string =>
  peerOf(remote, new Headers({ "x-forwarded-for": forwarded }), TRUSTED).address;

describe("a peer", () => {
  it("is who speaks to us, whatever they say, if they are no proxy of ours", () => {
    for (const said of ["192.0.2.1", "127.0.0.1", "10.0.0.1, 192.0.2.1", ""])
      expect(address(STRANGER, said)).toBe(STRANGER);
    const headers = new Headers({ "x-forwarded-proto": "https" });
    expect(peerOf(STRANGER, headers, TRUSTED).https).toBe(false);
  });

  it.each([
    ["192.0.2.1", "192.0.2.1"],
    ["192.0.2.1, 10.0.0.7", "192.0.2.1"],
    ["2001:db8::5, 192.0.2.1", "192.0.2.1"],
    ["2001:db9::5", "2001:db9::5"],
    ["::ffff:192.0.2.1", "192.0.2.1"],
    // What the client has put in front.
    ["127.0.0.1, 192.0.2.1", "192.0.2.1"],
    ["10.0.0.1, 192.0.2.1, 10.0.0.7", "192.0.2.1"],
    ["198.51.100.1, 192.0.2.1", "192.0.2.1"],
    // Nobody but our own.
    ["10.0.0.1", "10.0.0.1"],
    ["", "127.0.0.1"],
    // No addresses: nothing in front of them counts.
    ["192.0.2.1, unknown", "127.0.0.1"],
    ["192.0.2.1, _hidden, 10.0.0.7", "10.0.0.7"],
    ["192.0.2.1, 10.0.0.7:80", "127.0.0.1"],
    ["192.0.2.1,", "127.0.0.1"],
  ])("behind a proxy of ours that says “%s” is %s", (forwarded, expected) => {
    expect(address("127.0.0.1", forwarded)).toBe(expected);
    expect(address("::ffff:127.0.0.1", forwarded)).toBe(expected);
  });

  it.each([
    ["https", true],
    ["HTTPS", true],
    ["http, https", true],
    ["https, http", false],
    ["http", false],
    ["", false],
    ["httpsx", false],
  ])("spoke TLS with a proxy of ours that says “%s”: %s", (said, https) => {
    const headers = new Headers({ "x-forwarded-proto": said });
    expect(peerOf("10.1.1.1", headers, TRUSTED).https).toBe(https);
  });
});

describe("over a socket", () => {
  const seen: string[] = [];
  const limits: RequestLimits = { stranger: (address) => void seen.push(address), known() {} };
  const forged = { "x-forwarded-for": "192.0.2.1", "x-forwarded-proto": "https" };
  const apps: TestApp[] = [];
  const servers: Listening[] = [];
  beforeAll(async () => {
    for (const options of [{}, { trustedProxies: parseNetworks("127.0.0.1")! }]) {
      const app = await testApp({ app: { limits, ...options } });
      apps.push(app);
      servers.push(await listen(app.app.fetch, "127.0.0.1", 0));
    }
  });
  afterAll(async () => {
    for (const server of servers) await server.stop();
    for (const app of apps) await app.close();
  });

  it("a forged address is not believed, and no browser is told to come by TLS alone", async () => {
    const response = await fetch(`${servers[0]!.url}/v1/records`, { headers: forged });
    expect(response.status).toBe(401);
    expect(seen.splice(0)).toEqual(["127.0.0.1"]);
    expect(response.headers.get("strict-transport-security")).toBeNull();
    checkHeaders(response);
  });

  it("that of a proxy of ours is", async () => {
    const response = await fetch(`${servers[1]!.url}/v1/records`, { headers: forged });
    expect(seen.splice(0)).toEqual(["192.0.2.1"]);
    expect(response.headers.get("strict-transport-security")).toBe("max-age=31536000");
    const plain = await fetch(`${servers[1]!.url}/healthz`);
    expect(plain.headers.get("strict-transport-security")).toBeNull();
  });
});
