/** All that is recorded about somebody, page by page, and who has read it. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Principal } from "../../../api/core/principal.ts";
import type { Identity } from "../../../api/identity/service.ts";
import { foundFirm, givenOf, recordOne } from "../../helpers/consents.ts";
import { customerOf, newSubject, orderOf, stored } from "../../helpers/ledger.ts";
import { refusal, type TestApp, testApp } from "./fixtures.ts";
import { acquaintances, person } from "./principals.ts";

interface Page {
  readonly records: readonly {
    readonly id: string;
    readonly index: number;
    readonly version: number;
    readonly record: Readonly<Record<string, unknown>>;
  }[];
  readonly next: string | null;
  readonly count?: number;
  readonly organizations?: object;
}

const known = acquaintances();
let app: TestApp;
let own: Principal;
let other: string;
const staff = person("staff");
const ask = async (who: Principal, path: string): Promise<Response> =>
  app.app.request(`/v1/subjects/${app.subject}/${path}`, { headers: known.headers(who) });
const page = async (who: Principal, path: string): Promise<Page> =>
  (await (await ask(who, path)).json()) as Page;
const told = ({ records }: Page) =>
  records.map(({ record, version }) => `${String(record["@kind"])} ${version}`);

beforeAll(async () => {
  const organizations = { list: () => [{ id: "one", name: "Partner Ltd" }] };
  const identity = {
    ...{ mailbox: null, demonstration: null, provider: false, phones: false, organizations },
  } as unknown as Identity;
  app = await testApp({
    recordReads: true,
    app: { authenticate: known.authenticate, identity },
  });
  await foundFirm(app);
  other = await newSubject(app, "K-2");
  own = person("customer", { subjects: new Set([app.subject]) });
  await stored(app, customerOf(app.subject));
  await stored(app, orderOf(app.subject));
  await stored(app, orderOf(other));
  await recordOne(app, givenOf(app.subject));
  await stored(app, customerOf(app.subject, { name: "王小明" }));
});
afterAll(() => app.close());

const WHOLE = ["customer 2", "consent 1", "order 1", "customer 1"];

describe("a timeline", () => {
  it("has all versions and all events, newest first, and nobody else's", async () => {
    const all = await page(own, "timeline");
    expect(told(all)).toEqual(WHOLE);
    expect(all.next).toBeNull();
    expect(all.records[0]?.record.name).toBe("王小明");
    for (const { record } of all.records) expect(record["@subject"]).toBe(app.subject);
    expect(told(await page(own, "timeline?kinds=order,consent"))).toEqual(["consent 1", "order 1"]);
    expect(told(await page(own, "timeline?kinds=payment"))).toEqual([]);
  });

  it("names what is damaged, and hides nothing else, nor the streams", async () => {
    const all = await page(own, "timeline");
    const event = all.records.find(({ record }) => record["@kind"] === "consent")!;
    let sealed: unknown;
    app.tamper((sql) => {
      const one = sql.prepare("SELECT sealed FROM records WHERE idx = ?").get(event.index);
      sealed = (one as { sealed: unknown }).sealed;
      sql.prepare("UPDATE records SET sealed = zeroblob(60) WHERE idx = ?").run(event.index);
    });
    try {
      const rest = await page(own, "timeline");
      expect(told(rest)).toEqual(WHOLE.filter((one) => one !== "consent 1"));
      const { id, index } = event;
      expect(rest).toMatchObject({ damaged: [{ id, index, version: 1, kind: "consent" }] });
      const { streams, damaged } = await app.ledger.streamsOf(app.subject);
      expect(streams.map(({ stream }) => stream)).toContain("order");
      // Of which purpose it was it does not tell any more.
      expect(streams.map(({ stream }) => stream)).not.toContain("consent/newsletter");
      expect(damaged).toEqual([{ id, index, version: 1, kind: "consent" }]);
    } finally {
      app.tamper((sql) =>
        sql.prepare("UPDATE records SET sealed = ? WHERE idx = ?").run(sealed, event.index),
      );
    }
    expect(await page(own, "timeline")).toMatchObject({ damaged: [], records: all.records });
  });

  it("goes back page by page, and what comes meanwhile moves nothing", async () => {
    const kinds: string[] = [];
    let cursor = "";
    for (let pages = 0; pages < 9; pages++) {
      // A read of these pages is one of the things that come.
      const next: Page = await page(staff, `timeline?limit=2${cursor}`);
      kinds.push(...told(next));
      if (next.next === null) break;
      cursor = `&cursor=${next.next}`;
    }
    expect(kinds.filter((kind) => kind !== "access 1")).toEqual(WHOLE);
  });

  it.each(["cursor=x", "cursor=i3", "limit=0", "limit=201", "kinds=A", "kinds=,", "kinds="])(
    "is refused for %s",
    async (query) => {
      expect(await refusal(ask(own, `timeline?${query}`))).toBe("400 invalid_parameter");
    },
  );

  it("is told the person and the firm, and no stranger", async () => {
    const stranger = person("customer", { subjects: new Set([other]) });
    for (const path of ["timeline", "reads"]) {
      expect(await refusal(ask(stranger, path))).toBe("403 forbidden");
      expect(await refusal(ask(person("officer"), path))).toBe("400 reason_missing");
      const nobody = `/v1/subjects/${"A".repeat(43)}/${path}`;
      const asked = app.app.request(nobody, { headers: known.headers(staff) });
      expect(await refusal(asked)).toBe("404 not_found");
    }
  });
});

describe("who has read", () => {
  it("is counted, and named by role and organization", async () => {
    const before = (await page(own, "reads")).count!;
    const [order] = (await page(own, "timeline?kinds=order")).records;
    const { id } = order!;
    const member = person("partner", { organization: "one" });
    await app.ledger.recordReads({
      ...{ reader: member, route: "GET /x", request: "r-1", reason: "delivery" },
      shown: [{ subject: app.subject, records: [{ id, kind: "order", version: 1, fields: null }] }],
    });
    const { records, count, next, organizations } = await page(own, "reads?limit=1");
    expect([count, records.length, next]).toEqual([before + 1, 1, expect.stringMatching(/^b\d+$/)]);
    expect(records[0]?.record).toMatchObject({
      ...{ reader: { role: "partner" }, organization: "one", reason: "delivery" },
      records: [{ id, kind: "order" }],
    });
    expect(organizations).toEqual({ one: "Partner Ltd" });
    const rest = await page(own, `reads?limit=200&cursor=${next}`);
    expect(rest.records).toHaveLength(before);
    expect(rest.organizations).toEqual({});
    // What they look at of themselves is no read of anybody else.
    expect((await page(own, "reads")).count).toBe(before + 1);
  });

  it("is told also where one of these records is damaged: which, and that it counts", async () => {
    const before = await page(own, "reads");
    const [newest, ...rest] = before.records;
    const { id, index } = newest!;
    let sealed: unknown;
    app.tamper((sql) => {
      const one = sql.prepare("SELECT sealed FROM records WHERE idx = ?").get(index);
      sealed = (one as { sealed: unknown }).sealed;
      sql.prepare("UPDATE records SET sealed = zeroblob(60) WHERE idx = ?").run(index);
    });
    try {
      expect(await page(own, "reads")).toMatchObject({
        damaged: [{ id, index, version: 1, kind: "access" }],
        ...{ records: rest, count: before.count },
      });
    } finally {
      app.tamper((sql) =>
        sql.prepare("UPDATE records SET sealed = ? WHERE idx = ?").run(sealed, index),
      );
    }
    expect(await page(own, "reads")).toMatchObject({ damaged: [], records: before.records });
  });

  it("is empty where nobody has", async () => {
    const nobody = await newSubject(app);
    const account = person("customer", { subjects: new Set([nobody]) });
    const response = await app.app.request(`/v1/subjects/${nobody}/reads`, {
      headers: known.headers(account),
    });
    expect(await response.json()).toEqual({
      records: [],
      damaged: [],
      next: null,
      count: 0,
      organizations: {},
    });
  });
});
