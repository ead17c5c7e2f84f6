/** A real server on a real chain that goes away, is slow, and comes back; and a second copy that cannot be written. What health, metrics and log say. */
import { createHash } from "node:crypto";
import { existsSync, renameSync, writeFileSync } from "node:fs";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { systemClock } from "../../../api/core/clock.ts";
import type { Health } from "../../../api/http/health.ts";
import type { RunningServer } from "../../../api/start/running-server.ts";
import { testAuditor } from "../../helpers/auditor.ts";
import { startTestChain, type TestChain } from "../../helpers/chain.ts";
import { METRICS } from "../../helpers/keys.ts";
import { mirror } from "../../helpers/mirror.ts";
import { metricOf, parseMetrics } from "../../helpers/prometheus.ts";
import { runHere } from "../../scripts/helpers/cli.ts";
import { type RpcProxy, startProxy } from "../anchor/proxy.ts";
import { anchor, type Installation, install, OLD, order } from "./installation.ts";

const LIMIT = { timeout: 180_000 };
/** A batch and twice the interval: a promise of 9 seconds, at risk when less than 2 are left. */
const SETTINGS = { COUNTERFOIL_BATCH_SECONDS: "1", COUNTERFOIL_ANCHOR_SECONDS: "4" };

let chain: TestChain;
let proxy: RpcProxy;
let place: Installation;
let server: RunningServer;
beforeAll(async () => {
  chain = await startTestChain();
  proxy = await startProxy(chain.rpcUrl);
}, LIMIT.timeout);
afterAll(async () => {
  await proxy?.close();
  await chain?.stop();
});
beforeEach(async () => {
  proxy.intercept = () => undefined;
  place = await install({ rpcUrl: proxy.url, mine: chain.mine });
}, LIMIT.timeout);
afterEach(async () => {
  proxy.intercept = () => undefined;
  await chain.rpc("evm_setAutomine", [true]);
  await place?.remove();
}, LIMIT.timeout);

const health = async (): Promise<Health> =>
  (await (await fetch(`${server.url}/healthz`)).json()) as Health;

const metrics = async () => {
  const headers = { authorization: `Bearer ${place.key(METRICS)}` };
  const response = await fetch(`${server.url}/metrics`, { headers });
  expect(response.status).toBe(200);
  return parseMetrics(await response.text());
};

async function until(
  condition: (told: Health) => boolean | Promise<boolean>,
  what: string,
): Promise<Health> {
  for (let i = 0; i < 600; i++) {
    const told = await health();
    if (await condition(told)) return told;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`never ${what}: ${JSON.stringify(await health())}`);
}

/** The log is told by the watch, which looks every two seconds. */
const alarmed = (line: string): Promise<Health> =>
  until(() => place.alarms.includes(line), `the log said “${line}”`);

describe("a chain that goes away", () => {
  it(
    "puts promises at risk, then breaks them; afterwards all is well, and each alarm was said once",
    LIMIT,
    async () => {
      server = await place.start(SETTINGS);
      await order(server, "A-0");
      await anchor(server, chain);
      const well = await until(({ status }) => status === "ok", "well");
      expect(well).toMatchObject({
        alarms: [],
        promises: { state: "kept", open: 0, nextDeadline: null },
      });
      expect(well.chain.lastAnchor).toMatchObject({ state: "finalized", size: well.log.size });

      proxy.intercept = () => "drop";
      await order(server, "A-1");
      const tail = await until(({ chain: { state } }) => state === "unreachable", "away");
      expect(tail).toMatchObject({
        status: "degraded",
        log: { unanchoredEntries: expect.any(Number) },
      });
      expect(tail.log.unanchoredEntries).toBeGreaterThan(0);
      const risky = await until(({ promises }) => promises?.state === "at_risk", "at risk");
      expect(risky).toMatchObject({ status: "degraded", alarms: ["promises_at_risk"] });
      expect(risky.promises!.secondsLeft).toBeLessThan(2);
      expect(risky.promises!.overdue).toBe(0);
      await alarmed("promises_at_risk on");
      const broken = await until(({ promises }) => promises?.state === "broken", "broken");
      expect(broken).toMatchObject({
        alarms: ["promises_broken"],
        promises: { overdue: 1, open: 1 },
      });
      await alarmed("promises_broken on");
      // It goes on recording all the same, and says so with 200.
      expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
      const told = await metrics();
      expect(metricOf(told, "counterfoil_alarm", { alarm: "promises_broken" })).toBe(1);
      expect(metricOf(told, "counterfoil_promises_overdue")).toBe(1);
      expect(metricOf(told, "counterfoil_part_ok", { part: "chain" })).toBe(0);
      const shown = await runHere(["status"], { env: { COUNTERFOIL_URL: server.url } });
      expect(shown.code).toBe(4);
      expect(shown.out).toContain("promises broken");

      proxy.intercept = () => undefined;
      const anchored = await until(
        ({ promises }) => promises?.state === "kept",
        "anchored at last",
      );
      expect(anchored.promises).toMatchObject({ open: 0, overdue: 0 });
      await alarmed("promises_broken off");
      expect(place.alarms).toEqual([
        "promises_at_risk on",
        "promises_broken on",
        "promises_broken off",
      ]);
      await place.stop(server);
    },
  );
});

describe("a chain that is slow", () => {
  it("shows how far the last anchor has come; in a block, a promise is kept", LIMIT, async () => {
    server = await place.start(SETTINGS);
    await order(server, "A-0");
    await anchor(server, chain);
    await chain.rpc("evm_setAutomine", [false]);
    await order(server, "A-1");
    await server.publish();
    await server.publish();
    const waiting = await until(
      ({ chain: { lastAnchor } }) => lastAnchor?.state === "pending",
      "sent",
    );
    expect(waiting.chain.lastAnchor).toMatchObject({ block: null, time: null });
    await until(({ promises }) => promises?.state === "at_risk", "at risk");
    await chain.mine(1);
    await server.publish();
    const included = await until(
      ({ chain: { lastAnchor } }) => lastAnchor?.state !== "pending",
      "in a block",
    );
    expect(included.chain.lastAnchor).toMatchObject({
      state: "included",
      block: expect.any(Number),
    });
    expect(included.log.unanchoredEntries).toBeGreaterThan(0);
    const kept = await until(({ promises }) => promises?.state === "kept", "kept");
    expect(kept.promises?.overdue).toBe(0);
    await chain.mine(2);
    await server.publish();
    const final = await until(
      ({ chain: { lastAnchor } }) => lastAnchor?.state === "finalized",
      "final",
    );
    expect(final.log).toMatchObject({ unanchoredEntries: expect.any(Number) });
    const told = await metrics();
    const count = metricOf(told, "counterfoil_anchoring_seconds_count");
    expect(count).toBeGreaterThanOrEqual(2);
    expect(metricOf(told, "counterfoil_finality_seconds_count")).toBe(count);
    expect(metricOf(told, "counterfoil_anchoring_gas_total")).toBeGreaterThan(60_000);
    expect(metricOf(told, "counterfoil_commit_entries_count")).toBeGreaterThanOrEqual(2);
    expect(metricOf(told, "counterfoil_batch_entries_count")).toBeGreaterThanOrEqual(2);
    await chain.rpc("evm_setAutomine", [true]);
    await place.stop(server);
  });
});

describe("sealing that is blocked", () => {
  it("leaves a tail that grows and ages, and goes on by itself when it can", LIMIT, async () => {
    server = await place.start(SETTINGS);
    await order(server, "A-0");
    await anchor(server, chain);
    const entries = place.path("copy", "tile", "entries");
    expect(existsSync(entries)).toBe(true);
    renameSync(entries, `${entries}.away`);
    writeFileSync(entries, "in the way");
    await order(server, "A-1");
    await order(server, "A-2");
    const blocked = await until(({ log }) => log.state === "failing", "blocked");
    expect(blocked).toMatchObject({ status: "degraded", store: { state: "ok" } });
    expect(blocked.log.openEntries).toBeGreaterThanOrEqual(2);
    await until(({ log }) => log.openSeconds >= 3, "aged");
    const told = await metrics();
    expect(metricOf(told, "counterfoil_part_ok", { part: "sealing" })).toBe(0);
    expect(metricOf(told, "counterfoil_sealing_failures_total")).toBeGreaterThan(0);
    expect(metricOf(told, "counterfoil_log_open_age_seconds")).toBeGreaterThanOrEqual(3);
    renameSync(entries, `${entries}.wrong`);
    renameSync(`${entries}.away`, entries);
    const well = await until(({ log }) => log.state === "ok" && log.openEntries === 0, "sealed");
    expect(well.log).toMatchObject({ openSince: null, openSeconds: 0 });
    await place.stop(server);
  });
});

describe("an auditor", () => {
  it("is shown with its lag, and is an alarm when it refuses", LIMIT, async () => {
    const made = testAuditor("auditor.example/a1", new Uint8Array(32).fill(3));
    const { url, files } = await mirror();
    const name = createHash("sha256").update(OLD).digest("hex");
    const file = place.path("auditors");
    writeFileSync(file, `auditor ${made.vkey} ${url}\n`);
    server = await place.start({ ...SETTINGS, COUNTERFOIL_AUDITORS: file });
    await order(server, "A-0");
    const size = await anchor(server, chain);
    const one = ({ cosigners }: Health) => cosigners[0]!;
    const absent = await until((told) => one(told).state === "waiting", "asked");
    expect(one(absent)).toMatchObject({
      name: "auditor.example/a1",
      kind: "auditor",
      size: 0,
      lagSeconds: null,
    });
    expect(one(absent).lagEntries).toBe(size);

    const note = await (await fetch(`${server.url}/checkpoint/${size}`)).text();
    const cosigned = made.cosign(note, Math.floor(systemClock.now() / 1000));
    for (const path of [`/${name}/checkpoint`, `/${name}/checkpoint/${size}`])
      files.set(path, cosigned);
    await order(server, "A-1");
    const head = await anchor(server, chain);
    const lagging = await until(
      (told) => one(told).size === size && one(told).lagEntries > 0,
      "lagging",
    );
    expect(one(lagging)).toMatchObject({ state: "waiting", lagEntries: head - size });
    expect(one(lagging).lagSeconds).toBeGreaterThanOrEqual(0);
    expect(lagging.alarms).toEqual([]);
    const labels = { name: "auditor.example/a1", kind: "auditor" };
    expect(metricOf(await metrics(), "counterfoil_cosigner_lag_entries", labels)).toBe(head - size);

    files.set(
      "/status",
      JSON.stringify({
        state: "refusing",
        refusal: { code: "map_root", at: "2026-11-22T09:30:00.000Z" },
      }),
    );
    await order(server, "A-2");
    await anchor(server, chain);
    const refused = await until((told) => one(told).state === "refusing", "refusing");
    expect(refused).toMatchObject({ status: "degraded", alarms: ["auditor_refuses"] });
    await alarmed("auditor_refuses on");
    const shown = await runHere(["status"], { env: { COUNTERFOIL_URL: server.url } });
    expect(shown.code).toBe(4);
    expect(shown.out).toContain("an auditor refuses to cosign");
    await place.stop(server);
  });
});
