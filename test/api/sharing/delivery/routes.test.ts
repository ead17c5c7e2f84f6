/** `GET /v1/agreements/{id}/records` over HTTP: who may ask, a page, and everything as lines. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Principal } from "../../../../api/core/principal.ts";
import { deliveryAnswer, deliveryLine } from "../../../../api/sharing/delivery/schemas.ts";
import { problemOf, refusal, type TestApp, testApp } from "../../http/fixtures.ts";
import { acquaintances, keyOf, person } from "../../http/principals.ts";
import { ORGANIZATION, personOf, type Shared, sharedFirm } from "./shared.ts";

const known = acquaintances();
/** Who a key is of by now; `null`: nobody's any more. */
const instead = new Map<string, Principal | null>();
const member = person("partner", { organization: ORGANIZATION });
const machine = known.headers(keyOf(member, ["sharing:read"]));

let app: TestApp;
let shared: Shared;
beforeAll(async () => {
  const authenticate: typeof known.authenticate = async (request) => {
    const authorization = request.headers.get("authorization") ?? "";
    const found = instead.get(authorization);
    return found === undefined ? known.authenticate(request) : found;
  };
  app = await testApp({ app: { authenticate } });
  shared = await sharedFirm({ ...app, fetch: app.send } as never);
  for (let i = 0; i < 5; i++) await personOf(shared.ledger, i !== 2);
  await app.seal();
});
afterAll(() => app.close());
afterEach(() => expect(app.bugs).toEqual([]));

const get = (query: string, headers: Record<string, string> = machine, id = shared.agreementId) =>
  app.send(`/v1/agreements/${id}/records?${query}`, { headers });

describe("/v1/agreements/{id}/records", () => {
  it("gives a page, and the next, to the recipient's members and machines", async () => {
    for (const headers of [machine, known.headers(member)]) {
      const response = await get("purpose=newsletter&limit=3", headers);
      expect(response.status).toBe(200);
      expect(response.headers.get("cache-control")).toBe("no-store");
      const first = deliveryAnswer.strict().parse(await response.json());
      expect([first.records.length, first.leftOut]).toEqual([2, {}]);
      const next = await get(`purpose=newsletter&limit=3&cursor=${first.next}`, headers);
      const second = deliveryAnswer.parse(await next.json());
      expect([second.records.length, second.next]).toEqual([2, null]);
      expect(second.leftOut).toEqual({ consent_never_asked: 1 });
    }
  });

  it("gives all of it as lines, and a summary at the end", async () => {
    const response = await get("purpose=newsletter&limit=2", {
      ...{ ...machine, accept: "application/x-ndjson" },
    });
    expect(response.headers.get("content-type")).toBe("application/x-ndjson");
    const lines = (await response.text()).trimEnd().split("\n");
    const told = lines.map((line) => deliveryLine.parse(JSON.parse(line)));
    expect(told.filter((one) => "credential" in one)).toHaveLength(4);
    expect(told.at(-1)).toMatchObject({
      summary: { records: 4, ended: 0, complete: true, leftOut: { consent_never_asked: 1 } },
    });
  });

  it("makes no page before somebody takes it, and none for who has left", async () => {
    const accesses = async () => (await app.store.size()) as number;
    const before = await accesses();
    const response = await get("purpose=newsletter&limit=1", {
      ...{ ...machine, accept: "application/x-ndjson" },
    });
    const reader = response.body!.getReader();
    for (let taken = 1; taken <= 2; taken++) {
      await reader.read();
      await new Promise((resolve) => setTimeout(resolve, 50));
      // Of each page, one record and one person: what is not taken is on record with nobody.
      expect((await accesses()) - before).toBe(taken);
    }
    await reader.cancel();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect((await accesses()) - before).toBe(2);
  });

  it.each([
    ["revoked", null, "unauthorized"],
    ["narrowed", keyOf(member, ["consents:read"]), "forbidden"],
    [
      "another organization's",
      keyOf({ ...member, organization: "x" }, ["sharing:read"]),
      "not_found",
    ],
  ])("gives nothing more to a key that is %s meanwhile", async (_, then, code) => {
    const headers = { ...machine, accept: "application/x-ndjson" };
    const response = await get("purpose=newsletter&limit=1", headers);
    const reader = response.body!.getReader();
    const first = await reader.read();
    expect(new TextDecoder().decode(first.value)).toContain("credential");
    instead.set(machine.authorization, then);
    try {
      let rest = "";
      for (let next = await reader.read(); !next.done; next = await reader.read())
        rest += new TextDecoder().decode(next.value);
      expect(rest).not.toContain("credential");
      expect(JSON.parse(rest)).toMatchObject({ problem: { code } });
    } finally {
      instead.clear();
    }
  });

  it("is closed to other organizations, and to whoever is none", async () => {
    const another = known.headers(keyOf({ ...member, organization: "x" }, ["sharing:read"]));
    expect(await refusal(get("purpose=newsletter", another))).toBe("404 not_found");
    const nobody = known.headers(keyOf({ ...member, organization: null }, ["sharing:read"]));
    expect(await refusal(get("purpose=newsletter", nobody))).toBe("404 not_found");
    expect(await refusal(get("purpose=newsletter", machine, "0".repeat(40)))).toBe("404 not_found");
    const narrow = known.headers(keyOf(member, ["consents:read"]));
    expect(await refusal(get("purpose=newsletter", narrow))).toBe("403 forbidden");
    const officer = known.headers(person("officer"));
    expect(await refusal(get("purpose=newsletter", officer))).toBe("403 forbidden");
  });

  it("names the term that stands against it, in both languages, before any line", async () => {
    for (const [language, words] of [
      ["en", "no use for this purpose"],
      ["zh", "不允许用于此目的"],
    ] as const) {
      const response = await get("purpose=profiling", {
        ...{ ...machine, accept: "application/x-ndjson", "accept-language": language },
      });
      expect(response.status).toBe(403);
      const problem = await problemOf(response);
      expect(problem).toMatchObject({ code: "outside_terms", term: "purposes" });
      expect(problem.detail).toContain(words);
    }
  });

  it.each([
    ["", "purpose"],
    ["purpose=newsletter&cursor=7", "cursor"],
    ["purpose=newsletter&cursor=1.all.0.-2", "cursor"],
    ["purpose=newsletter&since=99999", "since"],
    ["purpose=newsletter&limit=1000", "limit"],
    ["purpose=newsletter&limit=0", "limit"],
    ["purpose=newsletter&limit=0x10", "limit"],
    ["purpose=newsletter&since=", "since"],
    ["purpose=newsletter&since=%20", "since"],
    ["purpose=newsletter&since=0x10", "since"],
    ["purpose=newsletter&since=1e1", "since"],
    ["purpose=newsletter&since=-1", "since"],
  ])("takes no other parameters: %s", async (query, parameter) => {
    const problem = await problemOf(await get(query));
    expect(problem).toMatchObject({ status: 400, code: "invalid_parameter" });
    expect(problem.detail).toContain(parameter);
  });
});

it("/v1/agreements/{id}/organization says whose it is, and the newest counts", async () => {
  const officer = known.headers(person("officer"));
  const tie = (organization: unknown, headers = officer) =>
    app.post(`/v1/agreements/${shared.agreementId}/organization`, { organization }, headers);
  expect(await refusal(tie(7))).toBe("422 invalid_record");
  expect(await refusal(tie("x", machine))).toBe("403 forbidden");
  expect((await tie("x")).status).toBe(201);
  expect(await refusal(get("purpose=newsletter"))).toBe("404 not_found");
  const again = { ...officer, "idempotency-key": "k-1" };
  const told = [await tie(ORGANIZATION, again), await tie(ORGANIZATION, again)];
  const [first, second] = await Promise.all(told.map((one) => one.json()));
  expect((second as { id: string }).id).toBe((first as { id: string }).id);
  expect((await get("purpose=newsletter")).status).toBe(200);
  const shown = await (
    await app.send(`/v1/agreements/${shared.agreementId}`, { headers: officer })
  ).json();
  expect(shown).toMatchObject({ organization: ORGANIZATION, versions: [{ state: "active" }] });
});
