/** Keys of machines: what they open, and when they open nothing any more. */
import { readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Keys, NewKey } from "../../../api/identity/keys.ts";
import { HTTPS, type TestIdentity, testIdentity } from "./fixtures.ts";

let test: TestIdentity;
let keys: Keys;
beforeEach(() => {
  test = testIdentity();
  keys = test.identity.keys;
});
afterEach(() => test.close());

const SHOP: NewKey = { name: "shop 商店", role: "staff", scopes: ["records:write"], days: 30 };
const DAY = 86_400_000;
const ask = (authorization: string, headers: Record<string, string> = {}) =>
  test.identity.authenticate(
    new Request(`${HTTPS}/v1/records`, { method: "POST", headers: { authorization, ...headers } }),
  );

describe("a machine's key", () => {
  it("says which machine asks, and what it may at most", async () => {
    const { key, secret } = keys.create({ ...SHOP, scopes: ["records:write", "records:read"] });
    expect(await ask(`Bearer ${secret}`)).toEqual({
      ...{ id: `key/${key.id}`, role: "staff", organization: null, given: null },
      scopes: new Set(["records:write", "records:read"]),
      subjects: new Set(),
    });
    // A machine names no origin, and needs none.
    expect(await ask(`bearer  ${secret}`, { origin: "https://evil.example" })).not.toBeNull();
  });

  it("of a partner is of its organization", async () => {
    const { secret } = keys.create({ ...SHOP, role: "partner", organization: "acme" });
    expect(await ask(`Bearer ${secret}`)).toMatchObject({ role: "partner", organization: "acme" });
  });

  it("opens nothing after its days", async () => {
    const { secret } = keys.create(SHOP);
    test.clock.advance(30 * DAY - 1);
    expect(await ask(`Bearer ${secret}`)).not.toBeNull();
    test.clock.advance(1);
    expect(await ask(`Bearer ${secret}`)).toBeNull();
  });

  it("opens nothing once it is revoked, which is known when", async () => {
    const { key, secret } = keys.create(SHOP);
    const other = keys.create(SHOP);
    const revokedAt = new Date(test.clock.now()).toISOString();
    keys.revoke(key.id);
    test.clock.advance(1000);
    keys.revoke(key.id);
    expect(await ask(`Bearer ${secret}`)).toBeNull();
    expect(await ask(`Bearer ${other.secret}`)).not.toBeNull();
    expect(keys.list()).toContainEqual({ ...key, revokedAt });
    expect(() => keys.revoke("none")).toThrow(
      expect.objectContaining({ code: "not_found", details: { what: "key" } }),
    );
  });

  it("opens so many times within its limit, and leaves others alone", async () => {
    const { secret } = keys.create({ ...SHOP, limit: { most: 2, seconds: 10 } });
    const other = keys.create({ ...SHOP, limit: { most: 2, seconds: 10 } });
    for (let i = 0; i < 2; i++) expect(await ask(`Bearer ${secret}`)).not.toBeNull();
    await expect(ask(`Bearer ${secret}`)).rejects.toMatchObject({
      ...{ code: "too_many_requests", details: { seconds: 10 } },
    });
    expect(await ask(`Bearer ${other.secret}`)).not.toBeNull();
    test.clock.advance(10_000);
    expect(await ask(`Bearer ${secret}`)).not.toBeNull();
  });

  it("is told once: neither the file nor the list has it", () => {
    const { key, secret } = keys.create(SHOP);
    const bytes = [test.path, `${test.path}-wal`]
      .map((file) => readFileSync(file, "latin1"))
      .join();
    expect(bytes).toContain(key.id);
    for (const text of [bytes, JSON.stringify(keys.list()), JSON.stringify(key)])
      expect(text).not.toContain(secret.slice(12));
  });

  it.each(["", "Bearer", "Bearer x", "Basic {}", "Bearer {}x", "Bearer x{}", "{}", "Bearer {},{}"])(
    "is nothing else: %j",
    async (header) => {
      const { secret } = keys.create(SHOP);
      expect(await ask(header.replaceAll("{}", secret))).toBeNull();
      expect(
        await ask(`Bearer ${secret.slice(0, -1)}${secret.endsWith("A") ? "E" : "A"}`),
      ).toBeNull();
    },
  );

  it("that does not fit is not made good by a cookie", async () => {
    const browser = test.browser();
    await browser.signIn("a@example.com");
    const cookie = [...browser.cookies].map((pair) => pair.join("=")).join("; ");
    expect(await ask("Bearer wrong", { cookie, origin: HTTPS })).toBeNull();
  });
});

describe("what is asked of a key", () => {
  it.each<[string, Partial<NewKey>, string]>([
    ["an administrator's", { role: "administrator" }, "role not_in_list"],
    ["a customer's", { role: "customer" }, "role not_in_list"],
    ["without scopes", { scopes: [] }, "scopes too_short"],
    ["of unknown scopes", { scopes: ["records:write", "all" as never] }, "scopes not_in_list"],
    ["for ever", { days: 367 }, "days out_of_range"],
    ["for no time", { days: 0 }, "days out_of_range"],
    ["for a part of a day", { days: 1.5 }, "days out_of_range"],
    ["of no organization", { role: "partner" }, "organization missing"],
    ["of an organization", { organization: "acme" }, "organization surplus"],
    ["without a name", { name: "" }, "name bad_format"],
    ["with lines in its name", { name: "a\nb" }, "name bad_format"],
    ["without a limit", { limit: { most: 0, seconds: 1 } }, "limit out_of_range"],
  ])("is refused: %s", (_what, change, expected) => {
    try {
      keys.create({ ...SHOP, ...change });
      expect.unreachable();
    } catch (error) {
      const { problems } = (error as { details: { problems: { field: string; code: string }[] } })
        .details;
      expect(problems.map(({ field, code }) => `${field} ${code}`)).toEqual([expected]);
    }
    expect(keys.list()).toEqual([]);
  });
});
