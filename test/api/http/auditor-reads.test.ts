/** An auditor of everybody, for a time: who has nothing in it is as who is not there. */
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Principal } from "../../../api/core/principal.ts";
import { orderOf, stored } from "../../helpers/ledger.ts";
import { type TestApp, testApp } from "./fixtures.ts";
import { principal } from "./reading-app.ts";

const period = (from: string, until: string): Principal =>
  principal({
    role: "auditor",
    given: { from, until, subjects: null, ends: "2099-01-01T00:00:00.000Z" },
  });
const BEFORE = period("2020-01-01T00:00:00.000Z", "2020-02-01T00:00:00.000Z");
const ALWAYS = period("2020-01-01T00:00:00.000Z", "2099-01-01T00:00:00.000Z");

let app: TestApp;
let auditor = BEFORE;
beforeAll(async () => {
  app = await testApp({ recordReads: true, app: { authenticate: async () => auditor } });
  await stored(app, orderOf(app.subject));
});
afterAll(() => app.close());

async function list(subject: string): Promise<string> {
  const answer = await app.send(`/v1/records?subject=${subject}`);
  return `${answer.status} ${await answer.text()}`;
}
const reads = async () => (await app.ledger.events(app.subject, "access")).events.length;

it("is not told whether there is somebody who has nothing in that time", async () => {
  auditor = BEFORE;
  const told = await list(app.subject);
  expect(told).toBe('200 {"records":[],"next":null}');
  expect(await list("A".repeat(43))).toBe(told);
});

it("leaves a record with who is there, whatever is shown of them", async () => {
  const before = await reads();
  auditor = BEFORE;
  await list(app.subject);
  expect(await reads()).toBe(before + 1);
  auditor = ALWAYS;
  expect(await list(app.subject)).toContain('"@kind":"order"');
  expect(await reads()).toBe(before + 2);
});

const given = async (query: string) =>
  (await (await app.send(`/v1/given-records?${query}`)).json()) as {
    records: { id: string; kind: string; subject: string; index: number }[];
    next: string | null;
  };

it("goes through what was given to them page by page, and sees where it is and nothing of what is in it", async () => {
  auditor = ALWAYS;
  for (let i = 0; i < 4; i++) await stored(app, orderOf(app.subject, { externalNumber: `G-${i}` }));
  const seen: number[] = [];
  let cursor = "";
  do {
    const { records, next } = await given(`subject=${app.subject}&limit=2${cursor}`);
    expect(records.length).toBeLessThanOrEqual(2);
    for (const { kind, index } of records) {
      expect(kind).toBe("order");
      seen.push(index);
    }
    cursor = next === null ? "" : `&cursor=${next}`;
  } while (cursor !== "");
  expect(seen).toHaveLength(5);
  expect(seen).toEqual([...seen].sort((a, b) => a - b));
  expect(await (await app.send("/v1/given-records")).text()).not.toContain("G-1");
  auditor = BEFORE;
  expect(await given("limit=50")).toEqual({ records: [], next: null });
  expect((await app.send("/v1/given-records?cursor=x")).status).toBe(400);
});
