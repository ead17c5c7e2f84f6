import { describe, expect, it } from "vitest";
import { networkOf } from "../../../api/core/networks.ts";
import { requestBuckets, requestLimits } from "../../../api/http/request-limits.ts";
import { bearer, problemOf, refusal, testApp } from "./fixtures.ts";
import { acquaintances, person } from "./principals.ts";

describe("a bucket", () => {
  it("gives as many at once as in a minute, then each in its time", () => {
    let now = 0;
    const take = requestBuckets(60, () => now);
    for (let i = 0; i < 60; i++) take("a");
    expect(() => take("a")).toThrow(expect.objectContaining({ details: { seconds: 1 } }));
    now += 999;
    expect(() => take("a")).toThrow();
    now += 1;
    take("a");
    expect(() => take("a")).toThrow();
    // Never more than a minute's.
    now += 3_600_000;
    for (let i = 0; i < 60; i++) take("a");
    expect(() => take("a")).toThrow();
  });

  it("is one for each, and says how long there is to wait", () => {
    const take = requestBuckets(2, () => 0);
    for (const key of ["a", "b"]) {
      take(key);
      take(key);
      expect(() => take(key)).toThrow(expect.objectContaining({ details: { seconds: 30 } }));
    }
  });

  it("is not made longer by who keeps asking", () => {
    let now = 0;
    const take = requestBuckets(60, () => now);
    for (let i = 0; i < 60; i++) take("a");
    for (; now < 1_000; now += 10) expect(() => take("a")).toThrow();
    take("a");
  });

  it("forgets who has not come for longest, where there are too many", () => {
    const take = requestBuckets(1, () => 0, 2);
    take("a");
    take("b");
    expect(() => take("a")).toThrow();
    take("c");
    expect(() => take("a")).toThrow();
    take("b");
  });

  it("of 0 has no end", () => {
    const take = requestBuckets(0, () => 0);
    for (let i = 0; i < 1_000; i++) take("a");
  });
});

describe("the network of an address", () => {
  it.each([
    ["192.0.2.1", "192.0.2.1"],
    ["::ffff:192.0.2.1", "192.0.2.1"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
    ["2001:0DB8:1:2::6", "2001:db8:1:2::/64"],
    ["2001:db8::6", "2001:db8:0:0::/64"],
    ["::1", "0:0:0:0::/64"],
    ["fe80::1%eth0", "fe80:0:0:0::/64"],
    ["", ""],
  ])("%s is %s", (address, network) => {
    expect(networkOf(address)).toBe(network);
  });
});

describe("the app", () => {
  it("tells strangers when to come again, in both languages, whatever they ask for, and does nothing", async () => {
    const app = await testApp({
      app: { limits: requestLimits({ perAddress: 4, perAccount: 0 }, () => 0) },
    });
    const stranger = (path: string, init?: RequestInit) => app.app.request(path, init);
    for (const path of ["/healthz", "/v1/records", "/tile/nowhere", "/nothing"])
      expect((await stranger(path)).status).not.toBe(429);
    for (const path of ["/healthz", "/v1/records", "/tile/nowhere", "/nothing", "/embed/offer"])
      expect(await refusal(stranger(path)), path).toBe("429 too_many_requests");
    const again = await stranger("/healthz", { headers: { "accept-language": "zh" } });
    expect(again.headers.get("retry-after")).toBe("15");
    expect(again.headers.get("cache-control")).toBe("no-store");
    expect((await problemOf(again)).detail).toMatch(/15 秒/);
    const english = await problemOf(await stranger("/checkpoint", { method: "POST" }));
    expect(english.detail).toContain("wait 15 s");
    // Who is known is not kept out by strangers of the same address.
    expect((await stranger("/v1/purposes", { headers: bearer() })).status).toBe(200);
    expect(app.bugs).toEqual([]);
    await app.close();
  });

  it("has a measure for each account, whatever their address", async () => {
    const known = acquaintances();
    const app = await testApp({
      app: {
        authenticate: known.authenticate,
        limits: requestLimits({ perAddress: 1, perAccount: 2 }, () => 0),
      },
    });
    const [one, other] = [person("staff"), { ...person("staff"), id: "person/other" }];
    const ask = (by: typeof one) => app.app.request("/v1/purposes", { headers: known.headers(by) });
    for (const by of [one, other]) {
      expect((await ask(by)).status).toBe(200);
      expect((await ask(by)).status).toBe(200);
      expect(await refusal(ask(by))).toBe("429 too_many_requests");
    }
    await app.close();
  });
});
