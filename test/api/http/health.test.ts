import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Health } from "../../../api/http/health.ts";
import { newSubject, orderOf, stored, type TestLedger, testLedger } from "../../helpers/ledger.ts";

let ledger: TestLedger;
let subject: string;
let broken = false;
beforeEach(async () => {
  broken = false;
  ledger = await testLedger({
    wrapStore: (store) => ({
      ...store,
      size: () => (broken ? Promise.reject(new Error("disk gone: 王")) : store.size()),
    }),
  });
  subject = await newSubject(ledger);
});
afterEach(() => ledger.close());

async function health(): Promise<{ code: number; told: Health }> {
  const response = await ledger.app.request("/healthz");
  expect(response.headers.get("cache-control")).toBe("no-store");
  return { code: response.status, told: (await response.json()) as Health };
}

describe("/healthz", () => {
  it("of a ledger that holds no more than its own record is well", async () => {
    const { code, told } = await health();
    expect(code).toBe(200);
    expect(told).toEqual({
      status: "ok",
      store: { state: "ok" },
      log: {
        ...{ state: "ok", size: 1, sealed: 0, openEntries: 1 },
        ...{ unanchoredEntries: 1, unanchoredSince: "2026-11-22T09:30:00.000Z" },
      },
      chain: { state: "ok", headSize: 0, finalizedSize: 0 },
    });
  });

  it("tells what is not sealed, and since when something is not anchored", async () => {
    const log = async () => (await health()).told.log;
    await stored(ledger, orderOf(subject));
    ledger.clock.advance(60_000);
    await stored(ledger, orderOf(subject));
    const since = "2026-11-22T09:30:00.000Z";
    expect(await log()).toMatchObject({
      ...{ size: 3, sealed: 0, openEntries: 3, unanchoredEntries: 3, unanchoredSince: since },
    });
    await ledger.anchor("included");
    expect(await log()).toMatchObject({ sealed: 4, openEntries: 0, unanchoredSince: since });
    await ledger.anchor("finalized");
    expect(await log()).toMatchObject({ unanchoredEntries: 0, unanchoredSince: null });
    await stored(ledger, orderOf(subject));
    expect(await log()).toMatchObject({
      ...{ openEntries: 1, unanchoredEntries: 1, unanchoredSince: "2026-11-22T09:31:00.000Z" },
    });
  });

  it.each(["unreachable", "starting", "failing"] as const)(
    "is degraded, not down, while the chain is %s or sealing is",
    async (state) => {
      ledger.state.chain = { state, headSize: 0, finalizedSize: 0, lastError: "timeout" };
      const { code, told } = await health();
      expect(code).toBe(200);
      expect(told).toMatchObject({ status: "degraded", chain: { state, lastError: "timeout" } });
      ledger.state.chain = { state: "ok", headSize: 0, finalizedSize: 0 };
      ledger.state.sealing = state;
      expect((await health()).told).toMatchObject({ status: "degraded", log: { state } });
    },
  );

  it("is down after misbehaviour, whether chain or log shows it", async () => {
    ledger.state.chain = { state: "diverged", headSize: 0, finalizedSize: 0 };
    expect(await health()).toMatchObject({ code: 503, told: { status: "down" } });
    ledger.state.chain = { state: "ok", headSize: 0, finalizedSize: 0 };
    ledger.state.sealing = "diverged";
    expect(await health()).toMatchObject({ code: 503, told: { status: "down" } });
  });

  it("is down without its store, and does not say why to everybody", async () => {
    broken = true;
    const { code, told } = await health();
    expect(code).toBe(503);
    expect(told).toMatchObject({ status: "down", store: { state: "failing" } });
    expect(JSON.stringify(told)).not.toContain("disk");
  });
});

describe("/checkpoint", () => {
  it("is not there before the first batch, then the newest note as it was signed", async () => {
    expect((await ledger.app.request("/checkpoint")).status).toBe(404);
    for (let size = 1; size <= 2; size++) {
      await stored(ledger, orderOf(subject));
      const sealed = await ledger.seal();
      const response = await ledger.app.request("/checkpoint");
      expect(response.headers.get("content-type")).toBe("text/plain; charset=utf-8");
      expect(await response.text()).toBe(sealed?.note);
    }
  });
});
