/** What anchoring costs is added up once a minute: every portal that is open asks every few seconds. */
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createOverview, type OverviewReads } from "../../../api/http/overview/overview.ts";
import { orderOf, stored } from "../../helpers/ledger.ts";
import { type TestApp, testApp } from "./fixtures.ts";

let app: TestApp;
let sums: ReturnType<typeof vi.spyOn>;
let overview: OverviewReads;

beforeEach(async () => {
  app = await testApp();
  await app.anchor();
  sums = vi.spyOn(app.store, "anchorSums");
  const log = { state: "ok", size: 1, sealed: 1 };
  const health = async () => ({ status: "ok", log, chain: {}, cosigners: [], alarms: [] });
  overview = createOverview({
    ...{ store: app.store, clock: app.clock, name: "x", policy: app.policy, explorer: null },
    health: health as never,
  });
});
afterEach(() => app.close());

/** Of a day and of a month. */
const BOTH = 2;
const ask = async () => (await overview.overview("en")).cost;

it("is the same for whoever asks within a minute, and asks the store once", async () => {
  const cost = await ask();
  expect(cost.day.anchors).toBe(1);
  app.clock.advance(59_999);
  expect(await ask()).toEqual(cost);
  expect(sums).toHaveBeenCalledTimes(BOTH);
  app.clock.advance(1);
  await ask();
  expect(sums).toHaveBeenCalledTimes(2 * BOTH);
});

it("is added up anew with the next anchor, and where a clock was set back", async () => {
  await ask();
  await stored(app, orderOf(app.subject));
  await app.anchor();
  expect((await ask()).day.anchors).toBe(2);
  expect(sums).toHaveBeenCalledTimes(2 * BOTH);
  app.clock.advance(-61_000);
  await ask();
  expect(sums).toHaveBeenCalledTimes(3 * BOTH);
});

it("forgets what is older than a day, and than a month", async () => {
  await ask();
  app.clock.advance(25 * 3_600_000);
  expect(await ask()).toMatchObject({ day: { anchors: 0 }, month: { anchors: 1 } });
});
