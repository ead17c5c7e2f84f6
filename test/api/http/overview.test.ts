/** The ledger as a whole: figures, batches, anchors, and what they cost. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { alarmWords } from "../../../api/http/overview/alarm-words.ts";
import { bounds } from "../../../api/http/overview/overview.ts";
import type { Anchor, Batch, Overview, Series } from "../../../api/http/overview/schemas.ts";
import { orderOf, stored } from "../../helpers/ledger.ts";
import { refusal, type TestApp, testApp } from "./fixtures.ts";

const HOUR = 3_600_000;
let app: TestApp;
const get = async <T>(path: string, headers: Record<string, string> = {}): Promise<T> => {
  const response = await app.send(path, { headers });
  expect(response.status).toBe(200);
  return (await response.json()) as T;
};
const overview = (headers?: Record<string, string>) => get<Overview>("/v1/overview", headers);

beforeAll(async () => {
  app = await testApp();
  // The firm and an order; then two orders in two batches and one anchor, then one that waits. Batches end with a state entry.
  await stored(app, orderOf(app.subject));
  await app.anchor();
  app.clock.advance(HOUR);
  await stored(app, orderOf(app.subject, { externalNumber: "O-2" }));
  await app.seal();
  await stored(app, orderOf(app.subject, { externalNumber: "O-3" }));
  await app.anchor("included");
  app.clock.advance(5_000);
  await stored(app, orderOf(app.subject, { externalNumber: "O-4" }));
  app.clock.advance(2_000);
});
afterAll(() => app.close());

describe("the overview", () => {
  it("tells sizes, what waits, the newest checkpoint and anchors", async () => {
    const told = await overview();
    expect(told).toMatchObject({
      ...{ name: "ledger.example/test", status: "ok", size: 8, sealed: 7, alarms: [] },
      open: { entries: 1, seconds: 2 },
      unanchored: { entries: 5, seconds: 7 },
      anchor: { size: 7, state: "included", gas: 72_000, gasPrice: "1500000000" },
      final: { size: 3, state: "finalized", fee: "108000000000000" },
      chain: { chainId: 31337, state: "ok" },
    });
    expect(told.checkpoint?.root).toBe(told.anchor?.root);
    expect(told.anchor?.link).toBe(`https://explorer.example/tx/${told.anchor?.transaction}`);
  });

  it("adds up what was paid", async () => {
    const { cost } = await overview();
    const both = { anchors: 2, gas: 144_000, fee: "216000000000000", unknown: 0 };
    expect(cost).toEqual({ day: both, month: both });
  });

  it("has words for every alarm, in the reader's language", async () => {
    app.state.cosigners = [
      {
        ...{ name: "auditor.example", kind: "auditor", state: "refusing", size: 2 },
        ...{ lagEntries: 0, lagSeconds: 0, lastError: { code: "secret", at: 1 } },
      },
    ];
    const [english, chinese] = [await overview(), await overview({ "accept-language": "zh" })];
    app.state.cosigners = [];
    expect(english.status).toBe("degraded");
    expect(english.alarms).toEqual([{ code: "auditor_refuses", ...alarmWords.en.auditor_refuses }]);
    expect(chinese.alarms[0]?.toDo).toMatch(/审计/);
    expect(english.cosigners).toMatchObject([{ name: "auditor.example", state: "refusing" }]);
    expect(JSON.stringify(english)).not.toContain("secret");
  });

  it("tells nobody's identifier", async () => {
    for (const path of ["/v1/overview", "/v1/overview/series", "/v1/anchors", "/v1/batches"])
      expect(JSON.stringify(await get(path))).not.toContain(app.subject);
  });
});

describe("the series", () => {
  it("goes by the hour while the ledger is young", async () => {
    const { unit, points } = await get<Series>("/v1/overview/series?days=30");
    expect(unit).toBe("hour");
    expect(points).toHaveLength(12);
    const newest = points.slice(-2);
    expect(newest.map(({ entries, batches, anchors }) => [entries, batches, anchors])).toEqual([
      [3, 1, 1],
      [4, 2, 1],
    ]);
    expect(newest.map(({ gas }) => gas)).toEqual([72_000, 72_000]);
  });

  it("goes by the day afterwards, no further back than the ledger", () => {
    const now = Date.parse("2026-11-23T10:30:00Z");
    const day = 24 * HOUR;
    const old = bounds(now, now - 100 * day, 30);
    expect(old.unit).toBe("day");
    expect(old.times).toHaveLength(31);
    expect(new Date(old.times.at(-1)!).toISOString()).toBe("2026-11-24T00:00:00.000Z");
    expect(bounds(now, now - 5 * day, 30).times).toHaveLength(7);
    expect(bounds(now, now - HOUR, 1).times).toHaveLength(13);
    expect(bounds(now, now, 30)).toMatchObject({ unit: "hour", times: { length: 13 } });
  });

  it.each(["days=0", "days=367", "days=x", "days=1.5"])("refuses %s", async (query) => {
    expect(await refusal(app.send(`/v1/overview/series?${query}`))).toBe("400 invalid_parameter");
  });
});

describe("batches and anchors", () => {
  it("come newest first, each with what covers it", async () => {
    const { batches, next } = await get<{ batches: Batch[]; next: null }>("/v1/batches");
    expect(next).toBeNull();
    expect(batches.map(({ from, size, anchor }) => [from, size, anchor?.size])).toEqual([
      [5, 7, 7],
      [3, 5, 7],
      [0, 3, 3],
    ]);
    const { anchors } = await get<{ anchors: Anchor[] }>("/v1/anchors");
    expect(anchors.map(({ size, previousSize }) => [size, previousSize])).toEqual([
      [7, 3],
      [3, 0],
    ]);
    expect(anchors[0]?.root).toBe(batches[0]?.root);
  });

  it("come page by page", async () => {
    const seen: number[] = [];
    let cursor = "";
    for (;;) {
      const page = await get<{ batches: Batch[]; next: string | null }>(
        `/v1/batches?limit=1${cursor}`,
      );
      seen.push(...page.batches.map(({ size }) => size));
      if (page.next === null) break;
      cursor = `&cursor=${page.next}`;
    }
    expect(seen).toEqual([7, 5, 3]);
    const { anchors, next } = await get<{ anchors: Anchor[]; next: string }>("/v1/anchors?limit=1");
    expect([anchors.length, next]).toEqual([1, "7"]);
  });

  it.each(["cursor=0", "cursor=x", "limit=0", "limit=201"])("refuse %s", async (query) => {
    for (const path of ["/v1/batches", "/v1/anchors"])
      expect(await refusal(app.send(`${path}?${query}`))).toBe("400 invalid_parameter");
  });
});
