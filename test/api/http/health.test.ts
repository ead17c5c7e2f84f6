import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { CosignerStatus } from "../../../api/cosign/status.ts";
import { ALARMS, alarmsOn } from "../../../api/http/alarms.ts";
import type { Health } from "../../../api/http/health.ts";
import {
  newSubject,
  orderOf,
  PROMISE,
  RISK,
  stored,
  type TestLedger,
  testLedger,
} from "../../helpers/ledger.ts";

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
const told = async (): Promise<Health> => (await health()).told;

const AT_START = "2026-11-22T09:30:00.000Z";

describe("/healthz", () => {
  it("of a ledger that holds no more than its own record is well", async () => {
    expect(await health()).toEqual({
      code: 200,
      told: {
        status: "ok",
        alarms: [],
        store: { state: "ok" },
        log: {
          ...{ state: "ok", size: 1, sealed: 0 },
          ...{ openEntries: 1, openSince: AT_START, openSeconds: 0 },
          ...{ unanchoredEntries: 1, unanchoredSince: AT_START, unanchoredSeconds: 0 },
        },
        chain: { state: "ok", headSize: 0, finalizedSize: 0, lastAnchor: null },
        promises: {
          ...{ state: "kept", open: 1, overdue: 0 },
          ...{ nextDeadline: "2026-11-22T09:30:20.000Z", secondsLeft: 20 },
        },
        cosigners: [],
      },
    });
  });

  it("tells the open tail: what is not sealed, what is not anchored for good, and since when", async () => {
    const log = async () => (await told()).log;
    await stored(ledger, orderOf(subject));
    ledger.clock.advance(60_000);
    await stored(ledger, orderOf(subject));
    expect(await log()).toMatchObject({
      ...{ size: 3, sealed: 0, openEntries: 3, openSince: AT_START, openSeconds: 60 },
      ...{ unanchoredEntries: 3, unanchoredSince: AT_START, unanchoredSeconds: 60 },
    });
    await ledger.anchor("included");
    ledger.clock.advance(1_999);
    expect(await log()).toMatchObject({
      ...{ sealed: 4, openEntries: 0, openSince: null, openSeconds: 0 },
      ...{ unanchoredSince: AT_START, unanchoredSeconds: 61 },
    });
    await ledger.anchor("finalized");
    expect(await log()).toMatchObject({
      ...{ unanchoredEntries: 0, unanchoredSince: null, unanchoredSeconds: 0 },
    });
    await stored(ledger, orderOf(subject));
    expect(await log()).toMatchObject({
      ...{ openEntries: 1, openSeconds: 0, unanchoredEntries: 1 },
      ...{ unanchoredSince: "2026-11-22T09:31:01.999Z" },
    });
  });

  it("tells the last anchor, and how far it has come", async () => {
    const last = async () => (await told()).chain.lastAnchor;
    await stored(ledger, orderOf(subject));
    const { size } = await ledger.anchor("included");
    expect(await last()).toEqual({ size, state: "included", block: 100, time: AT_START });
    await ledger.anchor("finalized");
    expect(await last()).toMatchObject({ size, state: "finalized" });
    await ledger.store.putAnchor({
      ...{ size: (await ledger.seal())?.size ?? size, state: "pending", transaction: null },
      ...{ nonce: 1, block: null, blockHash: null, blockTime: null },
      ...{ previousSize: null, gasUsed: null, gasPrice: null, updatedAt: 1 },
    });
    expect(await last()).toMatchObject({ state: "pending", block: null, time: null });
  });

  it.each(["unreachable", "starting", "failing"] as const)(
    "is degraded, not down, while the chain is %s or sealing is",
    async (state) => {
      ledger.state.chain = { state, headSize: 0, finalizedSize: 0, lastError: "timeout" };
      const found = await health();
      expect(found.code).toBe(200);
      expect(found.told).toMatchObject({
        ...{ status: "degraded", alarms: [], chain: { state, lastError: "timeout" } },
      });
      ledger.state.chain = { state: "ok", headSize: 0, finalizedSize: 0 };
      ledger.state.sealing = state;
      expect(await told()).toMatchObject({ status: "degraded", log: { state } });
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
    const found = await health();
    expect(found.code).toBe(503);
    expect(found.told).toMatchObject({
      ...{ status: "down", store: { state: "failing" }, promises: null, alarms: [] },
    });
    expect(JSON.stringify(found.told)).not.toContain("disk");
  });
});

describe("promises", () => {
  it("are at risk, then broken, then kept again, as a block comes too late", async () => {
    // The firm's own record is no promise of this test.
    await ledger.anchor();
    await stored(ledger, orderOf(subject));
    const seen = async () => {
      const { status, alarms, promises } = await told();
      return `${status} ${alarms} ${promises?.state} ${promises?.secondsLeft} ${promises?.overdue}`;
    };
    expect(await seen()).toBe("ok  kept 20 0");
    ledger.clock.advance(PROMISE - RISK);
    expect(await seen()).toBe("ok  kept 5 0");
    ledger.clock.advance(1);
    expect(await seen()).toBe("degraded promises_at_risk at_risk 4 0");
    ledger.clock.advance(RISK - 1);
    expect(await seen()).toBe("degraded promises_at_risk at_risk 0 0");
    ledger.clock.advance(1);
    expect(await seen()).toBe("degraded promises_broken broken -1 1");
    // A block is enough: that it becomes final is another matter.
    await ledger.anchor("included");
    expect(await seen()).toBe("ok  kept null 0");
  });

  it("are no promises about state entries, which have no deadline", async () => {
    await ledger.anchor();
    ledger.clock.advance(3_600_000);
    await ledger.store.appendState({
      mapRoot: new Uint8Array(32) as never,
      mapSize: (await ledger.store.size()) as never,
      time: 1,
    });
    expect((await told()).promises).toMatchObject({ state: "kept", open: 0, nextDeadline: null });
  });
});

describe("auditors and witnesses", () => {
  const cosigner = (change: Partial<CosignerStatus> = {}): CosignerStatus => ({
    ...{ name: "auditor.example/a1", kind: "auditor", state: "ok", size: 40 },
    ...{ lagEntries: 0, lagSeconds: 0, lastError: null },
    ...change,
  });

  it("are told with their lag, and of an error its code alone", async () => {
    ledger.state.cosigners = [
      cosigner({ lastError: { code: "timeout", at: 1 }, lagEntries: 3, lagSeconds: 40 }),
      cosigner({ name: "w", kind: "witness", state: "waiting", lagSeconds: null }),
    ];
    expect((await told()).cosigners).toEqual([
      { ...cosigner({ lagEntries: 3, lagSeconds: 40 }), lastError: "timeout" },
      { ...cosigner({ name: "w", kind: "witness", state: "waiting" }), lagSeconds: null },
    ]);
  });

  it("who lag or are away are told, and no alarm; who refuse or show something else are one", async () => {
    for (const [state, status, alarms] of [
      ["ok", "ok", []],
      ["starting", "ok", []],
      ["waiting", "ok", []],
      ["unreachable", "ok", []],
      ["failing", "ok", []],
      ["refusing", "degraded", ["auditor_refuses"]],
      ["diverged", "degraded", ["auditor_diverged"]],
    ] as const) {
      ledger.state.cosigners = [cosigner(), cosigner({ state })];
      expect(await told(), state).toMatchObject({ status, alarms });
    }
  });
});

describe("alarms", () => {
  it("come in one order, each for its own reason", () => {
    const all = alarmsOn({
      promises: "broken",
      cosigners: [{ state: "diverged" }, { state: "refusing" }],
      ...{ strange: 1, unfollowed: 1, unfinished: 1, uncompleted: 1 },
      rollFails: true,
    });
    expect(all).toEqual([
      ...["promises_broken", "auditor_refuses", "auditor_diverged", "terms_unknown"],
      ...["agreements_unfollowed", "erasure_unfinished", "root_key_overdue"],
      "root_key_failing",
    ]);
    expect(alarmsOn({ promises: "at_risk", cosigners: [] })).toEqual(["promises_at_risk"]);
    expect(alarmsOn({ promises: null, cosigners: [{ state: "ok" }] })).toEqual([]);
    expect(new Set(ALARMS).size).toBe(ALARMS.length);
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
