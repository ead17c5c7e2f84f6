/** Keys of machines: what they open, and when they open nothing any more. */
import { readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { OPERATOR } from "../../../api/identity/administration.ts";
import type { Key, MadeKey } from "../../../api/identity/keys.ts";
import type { NewKey } from "../../../api/identity/new-key.ts";
import { HTTPS, type TestIdentity, testIdentity } from "./fixtures.ts";

let test: TestIdentity;
beforeEach(() => {
  test = testIdentity();
});
afterEach(() => test.close());

const SHOP: NewKey = { name: "shop 商店", role: "staff", scopes: ["records:write"], days: 30 };
const DAY = 86_400_000;
const BOSS = { id: "person/1", role: "administrator" } as const;
const keys = {
  create: (key: NewKey): MadeKey => test.identity.keys.create(key, BOSS),
  revoke: (id: string): Key => test.identity.keys.revoke(id, OPERATOR),
  list: (): readonly Key[] => test.identity.keys.list(),
};
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
      actsFor: new Set(),
    });
    // A machine names no origin, and needs none.
    expect(await ask(`bearer  ${secret}`, { origin: "https://evil.example" })).not.toBeNull();
  });

  it("of a partner is of its organization", async () => {
    const { id: organization } = test.identity.organizations.create("Acme", BOSS);
    const { secret } = keys.create({ ...SHOP, role: "partner", organization });
    expect(await ask(`Bearer ${secret}`)).toMatchObject({ role: "partner", organization });
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
    expect(keys.revoke(key.id)).toEqual({ ...key, revokedAt });
    test.clock.advance(1000);
    expect(keys.revoke(key.id)).toEqual({ ...key, revokedAt });
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

describe("what is done to keys", () => {
  it("is recorded: with who did it and what the key may, not with its name and not with what opens", async () => {
    const { key, secret } = keys.create({ ...SHOP, limit: { most: 2, seconds: 10 } });
    keys.revoke(key.id);
    keys.revoke(key.id);
    expect(() => keys.revoke("none")).toThrow();
    expect(test.recorded).toEqual([]);
    await test.identity.drain();
    const target = { type: "key", id: key.id };
    const [at, request] = [test.clock.now(), expect.any(String)];
    const changes = [
      { name: "role", after: "staff" },
      { name: "scopes", after: "records:write" },
      { name: "limit", after: "2 in 10 s" },
    ];
    expect(test.recorded).toEqual([
      {
        at,
        event: {
          ...{ event: "key-created", actor: BOSS, target, organization: null, changes, request },
          ...{ from: key.createdAt, until: key.expiresAt },
        },
      },
      { at, event: { event: "key-revoked", actor: OPERATOR, target, request } },
    ]);
    const text = JSON.stringify(test.recorded);
    for (const hidden of [secret.slice(12), "shop"]) expect(text).not.toContain(hidden);
  });

  it("and refused leaves no record", async () => {
    expect(() => keys.create({ ...SHOP, days: 0 })).toThrow();
    await test.identity.drain();
    expect(test.recorded).toEqual([]);
  });
});

describe("what is asked of a key", () => {
  it("is an organization that there is, if it is a partner's", () => {
    const asked = { ...SHOP, role: "partner", organization: "acme" } as const;
    const refused = { code: "not_found", details: { what: "organization" } };
    expect(() => keys.create(asked)).toThrow(expect.objectContaining(refused));
    expect(keys.list()).toEqual([]);
  });

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
    [
      "of what is no name of an organization",
      { role: "partner", organization: "a b" },
      "organization bad_format",
    ],
    ["of no role", { role: "boss" as never }, "role not_in_list"],
    ["without a word on scopes", { scopes: undefined as never }, "scopes missing"],
    ["with a text of scopes", { scopes: "records:read" as never }, "scopes wrong_type"],
    ["with a limit that is none", { limit: 5 as never }, "limit wrong_type"],
    ["with more than there is to say", { admin: true } as never, " surplus"],
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
