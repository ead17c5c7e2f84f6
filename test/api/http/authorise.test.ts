/** The middleware itself: with matrices that are not the product's, and with requests that try to slip by. */
import { Hono } from "hono";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Refusal } from "../../../api/core/errors.ts";
import { authorise } from "../../../api/http/authorise.ts";
import { MATRIX } from "../../../api/http/matrix.ts";
import type { Line } from "../../../api/http/matrix-line.ts";
import { NO_LIMITS } from "../../../api/http/request-limits.ts";
import { assertMayRead, reachFor } from "../../../api/ledger/reach.ts";
import { givenOf } from "../../helpers/consents.ts";
import { newSubject, orderOf, stored } from "../../helpers/ledger.ts";
import { testClock } from "../../helpers/repeatable.ts";
import { refusal, type TestApp, testApp } from "./fixtures.ts";
import { acquaintances, keyOf, person } from "./principals.ts";

const known = acquaintances();
const clock = testClock();
const LATE = "2100-01-01T00:00:00Z";
const officer = known.headers(person("officer"));

describe("a matrix", () => {
  const limited = { customer: "own" } as const;
  const member = { partner: "ownOrganization" } as const;
  const scope = "records:read";
  it.each<[string, readonly Line[]]>([
    ["names a route twice", [MATRIX[0]!, MATRIX[0]!]],
    [
      "limits somebody to a subject that nothing names",
      [{ method: "GET", path: "/x", scope, roles: limited }],
    ],
    [
      "gives a period that nothing keeps to",
      [{ method: "GET", path: "/x/:subject", scope, names: "path", roles: { auditor: "given" } }],
    ],
    [
      "limits somebody to an organization where a subject is named",
      [{ method: "GET", path: "/x/:subject", scope, names: "path", roles: member }],
    ],
    [
      "limits somebody to subjects where an organization is named",
      [{ method: "GET", path: "/x/:organization", scope, names: "organization", roles: limited }],
    ],
  ])("is not taken if it %s", (_, lines) => {
    const { authenticate } = known;
    const options = { authenticate, clock, lines, peerOf: () => "", limits: NO_LIMITS };
    expect(() => authorise(options)).toThrow();
  });
});

describe("a small app", () => {
  const lines: readonly Line[] = [
    { method: "GET", path: "/open", open: "everybody" },
    {
      method: "GET",
      path: "/things/:id",
      scope: "records:read",
      names: "record",
      roles: { officer: "any", customer: "own" },
    },
    {
      method: "GET",
      path: "/of/:subject/things",
      scope: "records:read",
      names: "path",
      roles: { customer: "own" },
    },
    {
      method: "GET",
      path: "/organizations/:organization",
      scope: "records:read",
      names: "organization",
      roles: { administrator: "any", partner: "ownOrganization" },
    },
  ];
  const customer = known.headers(person("customer", { subjects: new Set(["mine"]) }));
  const app = new Hono();
  let asks = true;
  app.onError((error, c) => c.json({}, error instanceof Refusal ? 403 : 500));
  app.use(
    authorise({
      ...{ authenticate: known.authenticate, clock, lines, peerOf: () => "", limits: NO_LIMITS },
    }),
  );
  app.get("/open", (c) => c.text("open"));
  app.get("/forgotten", (c) => c.text("no line names me"));
  app.get("/things/:id", async (c) => {
    const whose = async () => ({ subject: c.req.param("id"), recordedAt: async () => 0 });
    if (asks) await assertMayRead(c, { whose }, c.req.param("id"), null);
    return c.text("thing");
  });
  app.get("/of/:subject/things", (c) => c.text(c.req.param("subject")));
  app.get("/organizations/:organization", (c) => c.text(c.req.param("organization")));
  const get = async (path: string, headers: Record<string, string>) => {
    const response = await app.request(path, { headers });
    return `${response.status} ${await response.text()}`;
  };

  it("opens what is open, and a route that no line names to nobody", async () => {
    expect(await get("/open", {})).toBe("200 open");
    for (const headers of [{}, officer, customer])
      expect(await get("/forgotten", headers)).toBe("403 {}");
  });

  it("sends no answer of a route that has not asked whose it is", async () => {
    expect(await get("/things/mine", customer)).toBe("200 thing");
    expect(await get("/things/yours", customer)).toBe("403 {}");
    asks = false;
    expect(await get("/things/mine", customer)).toBe("500 {}");
    expect(await get("/things/mine", officer)).toBe("200 thing");
    asks = true;
  });

  it("compares what the router compares, however it is spelled", async () => {
    expect(await get("/of/mine/things", customer)).toBe("200 mine");
    for (const path of ["/of/yours/things", "/of/%6Dine%2Fyours/things", "/of/%256Dine/things"])
      expect(await get(path, customer), path).toBe("403 {}");
    // Undone before anything looks at it.
    expect(await get("/of/%6Dine/things", customer)).toBe("200 mine");
    expect(await get("/of/x/../mine/things", customer)).toBe("200 mine");
  });

  it("opens an organization to its own members, and tells others the same of one that there is not", async () => {
    const member = known.headers(person("partner", { organization: "one" }));
    const nobodys = known.headers(person("partner"));
    const administrator = known.headers(person("administrator"));
    expect(await get("/organizations/one", member)).toBe("200 one");
    expect(await get("/organizations/two", administrator)).toBe("200 two");
    for (const named of ["two", "none", "ONE", "%6Fne%20", "null"])
      expect(await get(`/organizations/${named}`, member), named).toBe("403 {}");
    for (const named of ["one", "null", "undefined"])
      expect(await get(`/organizations/${named}`, nobodys), named).toBe("403 {}");
    expect(await get("/organizations/one", customer)).toBe("403 {}");
  });

  it("has a HEAD for who has the GET", async () => {
    const head = (headers: Record<string, string>) =>
      app.request("/things/mine", { method: "HEAD", headers });
    expect((await head(customer)).status).toBe(200);
    expect((await head({})).status).toBe(403);
  });

  it("is a bug where nothing has authorised", async () => {
    const bare = new Hono().get("/", (c) => c.text(String(reachFor(c))));
    bare.onError((error, c) => c.text(error.message, 500));
    expect((await bare.request("/")).status).toBe(500);
  });
});

/** As it might be one day: customers send records of their own, and only partners decide. */
const WRITING: readonly Line[] = MATRIX.map((line) =>
  "open" in line || line.names !== "lines"
    ? line
    : { ...line, roles: { ...line.roles, customer: "own" } },
);

describe("bodies that name subjects", () => {
  let app: TestApp;
  let other: string;
  let headers: Record<string, string>;
  beforeAll(async () => {
    app = await testApp({ app: { authenticate: known.authenticate, matrix: WRITING } });
    other = await newSubject(app, "K-2");
    headers = known.headers(person("customer", { subjects: new Set([app.subject]) }));
  });
  afterAll(() => app.close());

  it.each([
    ["/v1/records", orderOf, "stored", 2],
    ["/v1/consents", givenOf, "consent_refused", 0],
  ] as const)("are looked through line by line: %s", async (path, make, outcome, stores) => {
    const size = await app.store.size();
    const subjects = [app.subject, other, "N".repeat(43), app.subject];
    const sent = subjects.map((subject) => make(subject));
    const { lines } = await app.lines(path, sent, headers);
    const told = lines.map((line) => line.outcome ?? line.problem?.code);
    expect(told).toEqual([outcome, "forbidden", "forbidden", outcome]);
    expect({ ...lines[1], line: 0 }).toEqual({ ...lines[2], line: 0 });
    expect(await app.store.size()).toBe(size + stores);
  });

  it("are not read at all for who is nobody, however many lines come", async () => {
    const nobody = known.headers(person("customer"));
    for (const path of ["/v1/consent-decisions", "/v1/records"]) {
      let pulled = 0;
      const line = Buffer.from('{"purpose":"newsletter","source":"crm","externalNumber":"K-1"}\n');
      const endless = new ReadableStream<Uint8Array>(
        {
          pull(controller) {
            pulled += 1;
            if (pulled > 1_000) controller.close();
            else controller.enqueue(line);
          },
        },
        { highWaterMark: 0 },
      );
      const response = await app.send(path, {
        ...{ method: "POST", body: endless, duplex: "half" },
        headers: { "content-type": "application/x-ndjson", ...nobody },
      } as RequestInit);
      expect(await refusal(response)).toBe("403 forbidden");
      expect(pulled).toBeLessThan(10);
    }
  });

  it("are looked at where there is one alone, too", async () => {
    const size = await app.store.size();
    expect((await app.post("/v1/records", orderOf(app.subject), headers)).status).toBe(201);
    for (const subject of [other, "N".repeat(43)]) {
      const response = await app.post("/v1/records", orderOf(subject), headers);
      expect(await refusal(response)).toBe("403 forbidden");
    }
    expect(await app.store.size()).toBe(size + 1);
  });

  it("tell a number of nobody as that of somebody else", async () => {
    const lines = ["K-1", "K-2", "K-9"].map((externalNumber) => ({
      ...{ source: "shop", externalNumber },
      purpose: "newsletter",
    }));
    const told = await app.lines("/v1/consent-decisions", lines, headers);
    const codes = told.lines.map(({ problem }) => problem?.code);
    expect(codes).toEqual(["consent_refused", "forbidden", "forbidden"]);
  });

  it("and lists with two subjects are nobody's", async () => {
    await stored(app, orderOf(other));
    for (const [first, second] of [
      [app.subject, other],
      [other, app.subject],
    ]) {
      const path = `/v1/records?subject=${first}&subject=${second}`;
      expect(await refusal(app.send(path, { headers }))).toBe("403 forbidden");
    }
  });
});

describe("a list with a period", () => {
  it("goes on from page to page over what lies outside of it, and tells nothing of it", async () => {
    const app = await testApp({ app: { authenticate: known.authenticate } });
    const given = { from: "", until: "", subjects: null, ends: LATE };
    const inside: string[] = [];
    const outside = async (): Promise<void> => {
      for (let i = 0; i < 5; i++) await stored(app, orderOf(app.subject));
    };
    await outside();
    app.clock.advance(1_000);
    given.from = new Date(app.clock.now()).toISOString();
    for (let i = 0; i < 4; i++) inside.push((await stored(app, orderOf(app.subject))).id);
    app.clock.advance(1_000);
    given.until = new Date(app.clock.now()).toISOString();
    await outside();
    const headers = known.headers(keyOf(person("auditor", { given }), ["records:read"]));
    const page = async (query: string) => {
      const response = await app.send(`/v1/records?${query}`, { headers });
      return (await response.json()) as { records: { id: string }[]; next: string | null };
    };
    const found: string[] = [];
    let cursor = "";
    for (let pages = 0; pages < 9; pages++) {
      const { records, next } = await page(`subject=${app.subject}&limit=2${cursor}`);
      found.push(...records.map(({ id }) => id));
      if (next === null) break;
      cursor = `&cursor=${next}`;
    }
    expect(found).toEqual(inside);
    const none = { records: [], next: null };
    expect(await page(`subject=${"N".repeat(43)}`)).toEqual(none);
    expect(await page(`subject=${await newSubject(app, "K-3")}`)).toEqual(none);
    await app.close();
  });

  it("has no file about what is the newest", async () => {
    const app = await testApp({ app: { authenticate: known.authenticate } });
    const { id } = await stored(app, orderOf(app.subject));
    await app.anchor();
    const given = {
      ...{ from: "2020-01-01T00:00:00Z", until: LATE, subjects: null, ends: LATE },
    };
    const headers = known.headers(person("auditor", { given }));
    const file = (claim: string) =>
      app.send(`/v1/records/${id}/evidence?claim=${claim}`, { headers });
    expect((await file("record")).status).toBe(200);
    expect(await refusal(file("current"))).toBe("403 forbidden");
    await app.close();
  });
});
