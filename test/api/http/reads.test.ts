/** Every route that shows something of a person, with the record that it leaves of that. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { refusal, type TestApp } from "./fixtures.ts";
import { officerReads } from "./officer-reads.ts";
import { principal, type ReadApp, readApp } from "./reading-app.ts";
import { readingRoutes, whole } from "./reading-routes.ts";

let parts: ReadApp;
let app: TestApp;
let faults: ReadApp["faults"];
let subject: string;
let joined: string;
let other: string;
let order: string;
let second: string;
beforeAll(async () => {
  parts = await readApp();
  ({ app, faults, subject, joined, other, order, second } = parts);
});
afterAll(() => app.close());
afterEach(async () => {
  for (const about of [subject, joined, other]) await fresh(about);
});

const fresh: ReadApp["fresh"] = (about) => parts.fresh(about);
const as: ReadApp["as"] = (...asked) => parts.as(...asked);

/** Path, and what is recorded of it. */
const ROUTES = [...readingRoutes(() => parts), ...officerReads(() => parts)];

/** What the firm states of itself, and how its ledger stands: nobody's data; what audits say of its files, too. Packs of evidence are recorded when they are made. */
const OF_THE_FIRM =
  /^\/v1\/((controller|notices|texts|overview|anchors|batches|audits|evidence-packs|settings|processing-register|breaches|retention|erasures|root-key|requests\/summary)(\/|$)|purposes(\/\{id\}(\/assessments)?)?$|purposes\/\{id\}\/consents\/counts$|agreements(\/\{id\}(\/(compare|count|usage))?)?$)/;

/** What partners get: tried in test/api/sharing, where there are agreements. */
const OF_PARTNERS = ["GET /v1/agreements/{id}/records", "GET /v1/agreements/{id}/messages"];

/** For people alone, who decide: tried in test/api/rights/erase/routes.test.ts. */
const OF_DECIDING = ["GET /v1/subjects/{subject}/holds", "GET /v1/subjects/{subject}/erasure-plan"];

describe("every route that shows something of a person", () => {
  it("says that the subject is missing where none is named", async () => {
    const detail = async (path: string, language: string): Promise<string> => {
      const response = await app.send(path, { headers: { "accept-language": language } });
      expect(response.status).toBe(400);
      return ((await response.json()) as { detail: string }).detail;
    };
    expect(await detail("/v1/records", "en")).toBe("The parameter “subject” is missing.");
    expect(await detail("/v1/records", "zh")).toBe("参数“subject”缺失。");
    expect(await detail("/v1/records?subject=x", "en")).toContain("is not valid");
  });

  it("is among those that are tried here", async () => {
    const response = await app.send("/openapi.json");
    const { paths } = (await response.json()) as { paths: Record<string, object> };
    const reading = Object.entries(paths).flatMap(([path, methods]) =>
      path.startsWith("/v1/") && "get" in methods && !OF_THE_FIRM.test(path) ? [`GET ${path}`] : [],
    );
    expect(reading.length).toBeGreaterThan(8);
    const tried = new Set([
      ...ROUTES.map(([, , { route }]) => route),
      ...OF_PARTNERS,
      ...OF_DECIDING,
    ]);
    expect(reading.sort()).toEqual([...tried].sort());
  });

  it("waits for the record of it, however long that takes", async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const begun = parts.hold(promise);
    let answered = false;
    const response = app.send(`/v1/records/${order}`).then((answer) => {
      answered = true;
      return answer;
    });
    await begun;
    for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
    expect(answered).toBe(false);
    resolve();
    expect((await response).status).toBe(200);
    expect(await fresh()).toHaveLength(1);
  });
});

describe("whoever is shown", () => {
  it.each(ROUTES)("%s leaves a record of it", async (_, path, { route, records, told }) => {
    const response = await app.send(path());
    expect(response.status).toBe(200);
    const all = await fresh();
    expect(all).toMatchObject([
      {
        ...{ outcome: "shown", route, records: records?.() ?? [], told: told?.() ?? [] },
        ...{ reader: { id: "key/configured", role: "system" }, reason: null, purposeId: null },
      },
    ]);
  });

  it.each(ROUTES)("%s gets nothing as long as that is not durable", async (_, path) => {
    faults.failNext("commit", "failed");
    const bugs = app.bugs.length;
    const response = await app.send(path());
    expect(await refusal(response)).toBe("500 internal");
    expect(app.bugs.splice(bugs)).toMatchObject([{ name: "InjectedFault" }]);
    expect(await fresh()).toEqual([]);
  });

  it.each(ROUTES)("%s, and is an officer, states what for first", async (_, path) => {
    const officer = principal({ role: "officer" });
    const refused = await as(officer, path());
    expect(await refusal(refused)).toBe("400 reason_missing");
    expect(await fresh()).toEqual([]);
    const reason = encodeURIComponent("投诉 12");
    const shown = await as(officer, path(), { "counterfoil-reason": reason });
    expect(shown.status).toBe(200);
    expect(await fresh()).toMatchObject([
      { reason: "投诉 12", reader: { id: "person/9", role: "officer" } },
    ]);
  });

  it.each(ROUTES)("%s of themselves leaves none", async (_, path) => {
    const who = principal({ role: "customer", subjects: new Set([subject]) });
    expect((await as(who, path())).status).toBe(200);
    expect(await fresh()).toEqual([]);
  });

  it("more of a person under other identifiers leaves it there, too", async () => {
    await app.send(`/v1/subjects/${subject}/consents/newsletter`);
    const [own] = await fresh();
    const [elsewhere] = await fresh(joined);
    expect(elsewhere).toMatchObject({
      request: own?.request,
      records: [whole(second, "consent")],
      told: [{ what: "consent", of: "newsletter" }],
    });
    await app.send(`/v1/subjects/${subject}/identifiers`);
    expect(await fresh(joined)).toMatchObject([{ told: [{ what: "identifiers" }] }]);
  });

  it("nothing, because there is nothing, leaves none", async () => {
    const missing = "019ab1c2-0000-7000-8000-000000000000";
    expect(await refusal(app.send(`/v1/records/${missing}`))).toBe("404 not_found");
    expect(await fresh()).toEqual([]);
  });

  it("what the firm says of itself leaves none", async () => {
    const { firm } = app.ledger;
    const before = await app.store.size();
    for (const path of ["/v1/notices", `/v1/records?subject=${firm}`, "/v1/purposes/newsletter"])
      expect((await app.send(path)).status).toBe(200);
    expect(await app.store.size()).toBe(before);
  });
});

describe("a token with which a page asks the person", () => {
  const ask = (change: object = {}) =>
    app.post("/v1/embed-tokens", {
      ...{ subject, purposeId: "newsletter", origin: "https://shop.example", ...change },
    });

  it("leaves a record: whoever has it is shown how the consent stands", async () => {
    expect((await ask()).status).toBe(201);
    expect(await fresh()).toMatchObject([
      { route: "POST /v1/embed-tokens", told: [{ what: "consent", of: "newsletter" }] },
    ]);
  });

  it("is not made where nothing is recorded, and leaves nothing where none is made", async () => {
    expect((await ask({ purposeId: "unknown" })).status).toBe(422);
    expect(await fresh()).toEqual([]);
    faults.failNext("commit", "failed");
    const bugs = app.bugs.length;
    const refused = await ask();
    expect(await refusal(refused)).toBe("500 internal");
    expect(app.bugs.splice(bugs)).toHaveLength(1);
  });
});

describe("many at a time", () => {
  const questions = () =>
    [subject, other, subject, "s".repeat(43)].map((one) => ({
      ...{ subject: one, purpose: "newsletter" },
    }));

  it("who are decided about are recorded, each once", async () => {
    const { lines } = await app.lines("/v1/consent-decisions", questions());
    expect(lines.map(({ problem }) => problem?.code)).toEqual([
      ...[undefined, undefined, undefined, "not_found"],
    ]);
    const told = [{ what: "decision", of: "newsletter", at: expect.any(String) }];
    const [own, ...more] = await fresh();
    expect(more).toEqual([]);
    expect(own).toMatchObject({ route: "POST /v1/consent-decisions", told, records: [] });
    expect(await fresh(other)).toMatchObject([{ told, request: own?.request }]);
  });

  it("who are looked up are recorded, and who is made is not", async () => {
    const found = [
      { source: "shop", externalNumber: "K-1" },
      { source: "shop", externalNumber: "K-9" },
    ];
    const { lines } = await app.lines("/v1/subjects", found);
    expect(lines.map(({ created }) => created)).toEqual([false, true]);
    expect(await fresh()).toMatchObject([
      { route: "POST /v1/subjects", told: [{ what: "subject" }] },
    ]);
    const { events } = await app.ledger.events(lines[1]!.subject!, "access");
    expect(events).toEqual([]);
    const asked = await app.post("/v1/subjects/lookup", found[0]);
    expect(asked.status).toBe(200);
    expect(await fresh()).toHaveLength(1);
    const unknown = { source: "shop", externalNumber: "K-0" };
    expect(await refusal(app.post("/v1/subjects/lookup", unknown))).toBe("404 not_found");
  });

  it.each([
    ["/v1/consent-decisions", questions],
    ["/v1/subjects", () => [{ source: "shop", externalNumber: "K-1" }]],
  ] as const)("are not told of (%s) as long as that is not durable", async (path, lines) => {
    faults.failNext("commit", "failed");
    const bugs = app.bugs.length;
    const answered = await app.lines(path, lines());
    expect(answered.lines).toMatchObject([{ problem: { code: "internal" } }]);
    expect(JSON.stringify(answered.lines)).not.toContain(subject);
    expect(app.bugs.splice(bugs)).toHaveLength(1);
  });

  it("who read the same person at the same time all get their answer", async () => {
    const answers = await Promise.all(
      Array.from({ length: 40 }, () => app.send(`/v1/records/${order}`)),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    const requests = (await fresh()).map(({ request }) => request);
    expect(new Set(requests).size).toBe(40);
  });
});
