/** Entries of the log and the chains of streams, as an officer looks through them. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { foundFirm, givenOf, idOf, recordOne } from "../../helpers/consents.ts";
import { customerOf, orderOf, stored } from "../../helpers/ledger.ts";
import { refusal, type TestApp, testApp } from "./fixtures.ts";
import { acquaintances, person } from "./principals.ts";

let app: TestApp;
let consent: string;
let profile: string;
const known = acquaintances();
const officer = person("officer");

const ask = (path: string, headers: Record<string, string> = {}) =>
  app.app.request(path, { headers: { ...known.headers(officer), ...headers } });
const get = async (path: string) => {
  const response = await ask(path, { "counterfoil-reason": "complaint%2017" });
  expect(response.status).toBe(200);
  // biome-ignore lint/suspicious/noExplicitAny: what is in it is what is tested.
  return (await response.json()) as any;
};

beforeAll(async () => {
  app = await testApp({ recordReads: true, app: { authenticate: known.authenticate } });
  ({ id: profile } = await stored(app, customerOf(app.subject)));
  await stored(app, customerOf(app.subject, { name: "王小明" }));
  await stored(app, orderOf(app.subject));
  await foundFirm(app);
  consent = idOf(await recordOne(app, givenOf(app.subject)));
  await app.anchor();
});
afterAll(() => app.close());

describe("an entry", () => {
  it("tells its place in its stream, what is behind it, and what covers it", async () => {
    const first = await get("/v1/entries/1");
    const second = await get("/v1/entries/2");
    expect(first).toMatchObject({
      ...{ index: 1, type: "record", state: null, checkpoint: { size: first.anchor.size } },
      stream: {
        ...{ seq: 1, before: null, behind: { index: 2, fits: true } },
        record: { id: profile, version: 1, kind: "customer", subject: app.subject },
      },
      anchor: { state: "finalized" },
    });
    expect(second.stream).toMatchObject({
      ...{ seq: 2, prev: first.leafHash, key: first.stream.key },
      before: { index: 1, leafHash: first.leafHash, fits: true },
    });
  });

  it("of no record is told as what it is", async () => {
    const at = await app.store.size();
    await app.store.fillWithVoid(at + 1, app.clock.now());
    expect(await get(`/v1/entries/${at}`)).toMatchObject({
      ...{ type: "void", stream: null, state: null, checkpoint: null, anchor: null },
    });
  });

  it("that there is not is refused, and so is what is no index", async () => {
    const reason = { "counterfoil-reason": "x" };
    expect(await refusal(ask("/v1/entries/99999", reason))).toBe("404 not_found");
    for (const index of ["01", "-1", "x", "1.5"])
      expect(await refusal(ask(`/v1/entries/${index}`, reason))).toBe("400 invalid_parameter");
  });

  it("is for officers with a reason, and for nobody who reads no records", async () => {
    expect(await refusal(ask("/v1/entries/1"))).toBe("400 reason_missing");
    for (const role of ["administrator", "staff", "auditor", "partner", "customer"] as const) {
      const headers = known.headers(person(role, { subjects: new Set([app.subject]) }));
      for (const path of ["/v1/entries/1", `/v1/subjects/${app.subject}/streams`])
        expect(await refusal(app.app.request(path, { headers })), role).toBe("403 forbidden");
    }
  });
});

describe("an entry that is damaged", () => {
  const reads = async () =>
    (await app.ledger.events(app.subject, "access")).events.map(({ record }) => record!);
  const reason = { "counterfoil-reason": "x" };
  const tampered = async (index: number, work: () => Promise<void>) => {
    let entry: unknown;
    app.tamper((sql) => {
      const row = sql.prepare("SELECT entry FROM entries WHERE idx = ?").get(index);
      entry = (row as { entry: unknown }).entry;
      sql.prepare("UPDATE entries SET entry = zeroblob(105) WHERE idx = ?").run(index);
    });
    try {
      await work();
    } finally {
      app.tamper((sql) =>
        sql.prepare("UPDATE entries SET entry = ? WHERE idx = ?").run(entry, index),
      );
    }
  };

  it("is refused, and leaves a record with whoever's record is behind it", async () => {
    const before = (await reads()).length;
    await tampered(1, async () => {
      expect(await refusal(ask("/v1/entries/1", reason))).toBe("500 damaged");
    });
    expect((await reads()).slice(before)).toMatchObject([
      {
        ...{ outcome: "refused", refusal: "damaged", route: "GET /v1/entries/{index}" },
        records: [{ id: profile, kind: "customer", version: 1, fields: [] }],
      },
    ]);
  });

  it("leaves none where nobody is behind it", async () => {
    const size = await app.store.size();
    const state = size - 1;
    await tampered(state, async () => {
      expect(await refusal(ask(`/v1/entries/${state}`, reason))).toBe("500 damaged");
    });
    expect(await app.store.size()).toBe(size);
  });
});

describe("the streams of somebody", () => {
  it("are told with how long they are", async () => {
    const { streams } = await get(`/v1/subjects/${app.subject}/streams`);
    const told = streams.map(({ stream, entries }: { stream: string; entries: number }) => [
      ...[stream, entries],
    ]);
    expect(told).toEqual(
      expect.arrayContaining([
        ["consent/newsletter", 1],
        ["customer", 2],
        ["order", 1],
      ]),
    );
    expect(told.map(([name]: [string]) => name)).toContain("access");
  });

  it("are told as chains, the newest first, page by page", async () => {
    const path = `/v1/subjects/${app.subject}/streams/entries?stream=customer`;
    const { entries, next } = await get(path);
    expect(next).toBeNull();
    expect(entries).toMatchObject([
      { seq: 2, index: 2, fits: true, record: { id: profile, version: 2, kind: "customer" } },
      { seq: 1, index: 1, fits: null, record: { id: profile, version: 1 } },
    ]);
    expect(entries[0].prev).toBe(entries[1].leafHash);
    const page = await get(`${path}&limit=1`);
    expect([page.entries.length, page.next]).toEqual([1, "2"]);
    const rest = await get(`${path}&limit=1&cursor=${page.next}`);
    expect(rest).toMatchObject({ entries: [{ seq: 1 }], next: null });
  });

  it.each([
    ["stream=nothing", "400 invalid_parameter"],
    ["stream=payment", "404 not_found"],
    ["stream=order&cursor=x", "400 invalid_parameter"],
    ["", "400 invalid_parameter"],
  ])("refuse %s", async (query, expected) => {
    const path = `/v1/subjects/${app.subject}/streams/entries?${query}`;
    expect(await refusal(ask(path, { "counterfoil-reason": "x" }))).toBe(expected);
    const nobody = `/v1/subjects/${"N".repeat(43)}/streams`;
    expect(await refusal(ask(nobody, { "counterfoil-reason": "x" }))).toBe("404 not_found");
  });

  it("show what was tampered with, and hide nothing else", async () => {
    app.tamper((sql) => {
      sql.exec("UPDATE records SET sealed = zeroblob(60) WHERE idx = 1");
      sql.exec("DELETE FROM records WHERE idx = 2");
    });
    // Of a kind with one stream nobody needs to read a record to know its name.
    expect((await get(`/v1/subjects/${app.subject}/streams`)).damaged).toEqual([]);
    const { entries } = await get(`/v1/subjects/${app.subject}/streams/entries?stream=customer`);
    expect(entries.map(({ record }: { record: unknown }) => record)).toEqual(["gone", "damaged"]);
    const chain = await get(
      `/v1/subjects/${app.subject}/streams/entries?stream=consent%2Fnewsletter`,
    );
    expect(chain.entries[0].record.id).toBe(consent);
    const at = chain.entries[0].index;
    app.tamper((sql) =>
      sql.prepare("UPDATE records SET sealed = zeroblob(60) WHERE idx = ?").run(at),
    );
    expect((await get(`/v1/subjects/${app.subject}/streams`)).damaged).toEqual([
      { id: consent, index: at, kind: "consent", version: 1 },
    ]);
  });
});
