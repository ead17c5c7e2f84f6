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
