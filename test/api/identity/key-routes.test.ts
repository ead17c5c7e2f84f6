/** Keys over HTTP: administrators make them, machines use them, and all of it is on the ledger before it is answered. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { Refusal } from "../../../api/core/errors.ts";
import type { JsonValue } from "../../../api/core/kind.ts";
import type { Key, MadeKey } from "../../../api/identity/keys.ts";
import { orderOf } from "../../helpers/ledger.ts";
import { firstKnown } from "../../helpers/test-tokens.ts";
import { problemOf, refusal, type TestApp, testApp } from "../http/fixtures.ts";
import { acquaintances, person } from "../http/principals.ts";
import { type TestIdentity, testIdentity } from "./fixtures.ts";

const known = acquaintances();
const admin = known.headers(person("administrator"));
let identity: TestIdentity;
let app: TestApp;
let takes: boolean;
beforeAll(async () => {
  identity = testIdentity({
    async record(event, at) {
      if (!takes) throw new Refusal("halted", {});
      return app.ledger.recordAdministration(event, at);
    },
  });
  const { authenticate } = identity.identity;
  app = await testApp({
    app: {
      identity: identity.identity,
      authenticate: firstKnown(known.authenticate, authenticate),
    },
  });
  takes = true;
});
afterEach(() => {
  takes = true;
});
afterAll(async () => {
  await app.close();
  identity.close();
});

const SHOP = { name: "shop", role: "staff", scopes: ["records:write"], days: 30 };
const DAY = 86_400_000;

type Made = Key & Pick<MadeKey, "secret">;
async function make(change: object = {}): Promise<Made> {
  const response = await app.post("/v1/keys", { ...SHOP, ...change }, admin);
  expect(response.status).toBe(201);
  return (await response.json()) as Made;
}
const revoke = (id: string) => app.post(`/v1/keys/${id}/revocation`, {}, admin);
const by = ({ secret }: Made) => ({ authorization: `Bearer ${secret}` });
const write = async (key: Made): Promise<string | number> => {
  const response = await app.post("/v1/records", orderOf(app.subject), by(key));
  return response.ok ? response.status : refusal(response);
};
async function recorded(): Promise<readonly (Readonly<Record<string, JsonValue>> | null)[]> {
  const { events } = await app.ledger.events(app.ledger.firm, "administration");
  return events.map(({ record }) => record);
}

describe("keys over HTTP", () => {
  it("open what their scopes say, and nothing else", async () => {
    const key = await make();
    expect(await write(key)).toBe(201);
    const list = await app.send(`/v1/records?subject=${app.subject}`, { headers: by(key) });
    expect(await refusal(list)).toBe("403 forbidden");
    expect(await refusal(app.send("/v1/keys", { headers: by(key) }))).toBe("403 forbidden");
  });

  it("of an organization are shown to its members, and nobody else's", async () => {
    const create = (name: string) =>
      identity.identity.organizations.create(name, {
        id: "person/administrator",
        role: "administrator",
      });
    const [own, other] = [create("Own"), create("Other")];
    const of = { role: "partner", scopes: ["sharing:read"] };
    const { secret: _, ...shown } = await make({ ...of, organization: own.id });
    await make({ ...of, organization: other.id });
    const member = known.headers(person("partner", { organization: own.id }));
    const get = (id: string, headers: Record<string, string>) =>
      app.send(`/v1/organizations/${id}/keys`, { headers });
    for (const headers of [member, admin])
      expect(await (await get(own.id, headers)).json()).toEqual({ keys: [shown] });
    expect(await refusal(get(other.id, member))).toBe("403 forbidden");
    expect(await refusal(get("none", admin))).toBe("404 not_found");
  });

  it("open nothing once they are revoked", async () => {
    const key = await make();
    const { secret, ...seen } = key;
    const response = await revoke(key.id);
    expect(await response.json()).toEqual({ ...seen, revokedAt: expect.any(String) });
    expect(await write(key)).toBe("401 unauthorized");
    expect(await refusal(revoke("none"))).toBe("404 not_found");
  });

  it("open nothing once they have expired", async () => {
    const key = await make({ days: 1 });
    identity.clock.advance(DAY - 1);
    expect(await write(key)).toBe(201);
    identity.clock.advance(1);
    expect(await write(key)).toBe("401 unauthorized");
  });

  it("are listed without what opens", async () => {
    const { secret, ...key } = await make({ name: "till" });
    const text = await (await app.send("/v1/keys", { headers: admin })).text();
    expect((JSON.parse(text) as { keys: Key[] }).keys.at(-1)).toEqual(key);
    expect(text).not.toContain(secret);
  });

  it("are made by nobody but administrators, also not by another key", async () => {
    const body = { name: "x", role: "system", scopes: ["records:read"] };
    for (const role of ["officer", "staff", "auditor", "partner", "customer", "system"] as const) {
      const headers = known.headers(person(role));
      expect(await refusal(app.post("/v1/keys", body, headers)), role).toBe("403 forbidden");
    }
    const all = await make({ role: "system", scopes: ["records:read", "registry:write"] });
    expect(await refusal(app.post("/v1/keys", body, by(all)))).toBe("403 forbidden");
  });

  it("are refused with every problem, and then neither made nor recorded", async () => {
    const before = [identity.identity.keys.list().length, (await recorded()).length];
    const response = await app.post("/v1/keys", { role: "administrator", days: 0, x: 1 }, admin);
    const { code, errors = [] } = await problemOf(response);
    expect(code).toBe("invalid_record");
    const told = errors.map((one) => `${one.field} ${one.code}`);
    expect(told.sort()).toEqual(
      [
        "x surplus",
        "days out_of_range",
        "name missing",
        "role not_in_list",
        "scopes missing",
      ].sort(),
    );
    expect([identity.identity.keys.list().length, (await recorded()).length]).toEqual(before);
  });

  it("are on record by the time of the answer, with who made and who revoked them", async () => {
    const { id, expiresAt } = await make();
    const target = { type: "key", id };
    const actor = { id: "person/administrator", role: "administrator" };
    expect((await recorded()).at(-1)).toMatchObject({
      ...{ event: "key-created", actor, target, until: expiresAt },
    });
    await revoke(id);
    expect((await recorded()).at(-1)).toMatchObject({ event: "key-revoked", actor, target });
  });

  it("are on record with the reason that was given", async () => {
    const { id } = await make({ reason: "ticket 17" });
    expect((await recorded()).at(-1)).toMatchObject({
      ...{ event: "key-created", target: { type: "key", id }, reason: "ticket 17" },
    });
    await app.post(`/v1/keys/${id}/revocation`, { reason: "ticket 18" }, admin);
    expect((await recorded()).at(-1)).toMatchObject({ event: "key-revoked", reason: "ticket 18" });
  });

  it("are bound as the API page says", async () => {
    const page = await (await app.send("/openapi.json")).text();
    const properties =
      JSON.parse(page).paths["/v1/keys"].post.requestBody.content["application/json"].schema
        .properties;
    const { most, seconds } = properties.limit.properties;
    const bounds = [properties.days, most, seconds].map(({ maximum }) => maximum);
    expect(bounds).toEqual([366, 1_000_000, 86_400]);
    const few = { most: 1_000_001, seconds: 60 };
    const response = app.post("/v1/keys", { ...SHOP, limit: few }, admin);
    expect(await refusal(response)).toBe("422 invalid_record");
  });

  it("are of a partner that there is", async () => {
    const partners = { ...SHOP, role: "partner", organization: "acme" };
    expect(await refusal(app.post("/v1/keys", partners, admin))).toBe("404 not_found");
  });

  it("are revoked while the ledger takes nothing, too; the record follows", async () => {
    const key = await make();
    const before = (await recorded()).length;
    takes = false;
    expect(await refusal(revoke(key.id))).toBe("503 halted");
    expect(await write(key)).toBe("401 unauthorized");
    expect(await recorded()).toHaveLength(before);
    takes = true;
    await identity.identity.drain();
    expect(await recorded()).toHaveLength(before + 1);
  });
});
