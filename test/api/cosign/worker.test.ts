/** The loop: when it asks, what it says of itself, and that it never gives up. Time is the system's, but short. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Misbehaviour } from "../../../api/core/errors.ts";
import type { CosignLog } from "../../../api/cosign/log.ts";
import { CosignTrouble } from "../../../api/cosign/trouble.ts";
import {
  type CosignWorker,
  type CosignWorkerOptions,
  startCosignWorker,
} from "../../../api/cosign/worker.ts";
import { asTreeSize } from "../../../portal/verify/brands.ts";
import { seededRandom } from "../../helpers/ledger.ts";
import {
  cosignStore,
  logOf,
  NOW,
  SECONDS,
  type TestCosignStore,
  testCosigner,
} from "./fixtures.ts";

const cosigner = { kind: "auditor" as const, ...testCosigner() };
const TIMES = { pollMs: 20, idleMs: 60_000, retryFirstMs: 40, retryMostMs: 200 };
let store: TestCosignStore;
let worker: CosignWorker | undefined;
let rounds: number[];
let told: [string, string, object][];
let found: Misbehaviour[];
let cosigned: number;
let now: number;

beforeEach(async () => {
  store = cosignStore(await logOf([5, 9]));
  rounds = [];
  told = [];
  found = [];
  cosigned = 0;
  now = NOW;
});
afterEach(() => worker?.stop());

const log: CosignLog = {
  info: (details, message) => told.push(["info", message, details]),
  warn: (details, message) => told.push(["warn", message, details]),
  error: (details, message) => told.push(["error", message, details]),
};

function start(
  round: () => Promise<string | null> | string | null,
  change: Partial<CosignWorkerOptions> = {},
): CosignWorker {
  worker = startCosignWorker({
    ...{ cosigner, store, log, times: TIMES, random: seededRandom() },
    clock: { now: () => now },
    url: () => "http://a",
    round: async () => {
      rounds.push(performance.now());
      return round();
    },
    onMisbehaviour: (each) => found.push(each),
    onCosigned: () => {
      cosigned += 1;
    },
    ...change,
  });
  return worker;
}

function raise(error: Error): never {
  throw error;
}

const LONG = { timeout: 10_000 };
const asked = (count: number) =>
  expect.poll(() => rounds.length, LONG).toBeGreaterThanOrEqual(count);
const state = () => expect.poll(() => worker?.status().state, LONG);
const keep = (size: number) =>
  store.putCosignatures([{ size: asTreeSize(size), vkey: cosigner.vkey, line: "x" }]);

describe("the state of a cosigner", () => {
  it("is starting, then ok while nothing is final or all of it is cosigned, else waiting", async () => {
    start(() => null);
    expect(worker?.status()).toEqual({
      ...{ name: "auditor.example/a1", kind: "auditor", state: "starting" },
      ...{ size: 0, lagEntries: 0, lagSeconds: 0, lastError: null },
    });
    await state().toBe("ok");
    store.anchor(5, "finalized", SECONDS - 60);
    worker?.nudge();
    await state().toBe("waiting");
    expect(worker?.status()).toMatchObject({ size: 0, lagEntries: 5, lagSeconds: null });
    await keep(5);
    await state().toBe("ok");
    expect(worker?.status()).toMatchObject({ size: 5, lagEntries: 0, lagSeconds: 0 });
    expect(cosigned).toBe(1);
    store.anchor(9);
    worker?.nudge();
    await state().toBe("waiting");
    expect(worker?.status()).toMatchObject({ size: 5, lagEntries: 4, lagSeconds: 60 });
    now += 5_500;
    expect(worker?.status().lagSeconds).toBe(65);
    await keep(9);
    await state().toBe("ok");
    expect(cosigned).toBe(2);
  });

  it("is of the final ones: what is only in a block does not count", async () => {
    store.anchor(5, "included");
    start(() => null);
    await state().toBe("ok");
    expect(worker?.status()).toMatchObject({ size: 0, lagEntries: 0 });
  });

  it.each([
    ["refused", "unreachable"],
    ["timeout", "unreachable"],
    ["bad_line", "failing"],
    ["inconsistent", "failing"],
  ] as const)("after %s is %s, and says so until it works again", async (code, expected) => {
    let broken = true;
    start(() => {
      if (broken) throw new CosignTrouble(code);
      return null;
    });
    await state().toBe(expected);
    expect(worker?.status().lastError).toEqual({ code, at: NOW });
    await asked(3);
    broken = false;
    await state().toBe("ok");
    // The last trouble is told also when it is over.
    expect(worker?.status().lastError).toEqual({ code, at: NOW });
    expect(told.filter(([level]) => level !== "info").length).toBe(
      code === "inconsistent" ? rounds.length - 1 : 1,
    );
    expect(told.at(-1)?.[0]).toBe("info");
  });

  it("is refusing while the auditor says so, which is told loudly, once", async () => {
    let refusal: string | null = "map_root";
    start(() => refusal);
    await state().toBe("refusing");
    await asked(3);
    expect(worker?.status().lastError).toMatchObject({ code: "map_root" });
    expect(told).toEqual([
      [
        "error",
        "an auditor refuses to cosign this ledger",
        { name: "auditor.example/a1", kind: "auditor", refusal: "map_root" },
      ],
    ]);
    refusal = "seq";
    await expect.poll(() => told.length, LONG).toBe(2);
    refusal = null;
    await state().toBe("ok");
  });

  it("is diverged where a second history is shown, which is kept once however often it is shown", async () => {
    let which = 1;
    start(() => {
      throw new Misbehaviour("second_history", { size: which, note: `newest ${rounds.length}` });
    });
    await state().toBe("diverged");
    await asked(3);
    expect(found).toHaveLength(1);
    expect(worker?.status().lastError?.code).toBe("second_history");
    which = 2;
    await expect.poll(() => found.length, LONG).toBe(2);
  });

  it.each<[string, () => string | null]>([
    ["all is well again", () => null],
    ["it refuses", () => "seq"],
    ["it does not answer", () => raise(new CosignTrouble("timeout"))],
    ["it answers wrongly", () => raise(new CosignTrouble("bad_line"))],
    ["there is a bug", () => raise(new Error("oops"))],
  ])("stays diverged, though %s", async (_, later) => {
    let url: string | null = "http://a";
    const second = new Misbehaviour("second_history", { size: 5, note: "" });
    start(() => (rounds.length === 1 ? raise(second) : later()), { url: () => url });
    await asked(4);
    await state().toBe("diverged");
    url = null;
    worker?.nudge();
    await new Promise((resolve) => setImmediate(resolve));
    expect(worker?.status().state).toBe("diverged");
    expect(told.map(([, message]) => message)).not.toContain("cosigned");
  });

  it.each(["timeout", "bad_status"] as const)("stays refusing after %s", async (code) => {
    let answers: () => string | null = () => "map_root";
    start(() => answers());
    await state().toBe("refusing");
    answers = () => raise(new CosignTrouble(code));
    await expect.poll(() => worker?.status().lastError?.code, LONG).toBe(code);
    expect(worker?.status().state).toBe("refusing");
    answers = () => "map_root";
    await expect.poll(() => worker?.status().lastError?.code, LONG).toBe("map_root");
    // It is the same refusal still.
    expect(told.filter(([level]) => level === "error")).toHaveLength(1);
    answers = () => null;
    await state().toBe("ok");
    answers = () => raise(new CosignTrouble(code));
    worker?.nudge();
    await state().toBe(code === "timeout" ? "unreachable" : "failing");
  });

  it("is failing after a bug, which is logged and not spread", async () => {
    start(() => {
      throw new Error("oops");
    });
    await state().toBe("failing");
    expect(worker?.status().lastError?.code).toBe("internal");
    expect(told[0]).toMatchObject(["error", "cosigning failed", { err: { message: "oops" } }]);
  });

  it("is failing where the store does not answer, and asks again", async () => {
    const { newestAnchor } = store;
    store = { ...store, newestAnchor: () => Promise.reject(new Error("disk")) };
    const given = { store: { ...store, newestAnchor: store.newestAnchor } };
    start(() => null, given);
    await state().toBe("failing");
    given.store.newestAnchor = newestAnchor;
    await asked(2);
  });
});

describe("the loop of a cosigner", () => {
  it("waits longer and longer after failures, never beyond its bound, and not always as long", async () => {
    start(() => {
      throw new CosignTrouble("refused");
    });
    await asked(7);
    const waits = rounds.slice(1).map((at, i) => at - (rounds[i] as number));
    for (const [i, wait] of waits.entries()) {
      const most = Math.min(200, 40 * 2 ** i);
      expect(wait).toBeGreaterThanOrEqual(most / 2 - 2);
    }
    // Half of it is chance: two of the longest are not the same.
    expect(waits.slice(3).every((wait) => Math.round(wait) === 200)).toBe(false);
  });

  it("asks at once when something is anchored, but not while it waits after a failure", async () => {
    let broken = false;
    start(() => {
      if (broken) throw new CosignTrouble("refused");
      return null;
    });
    await state().toBe("ok");
    worker?.nudge();
    await asked(2);
    broken = true;
    worker?.nudge();
    await asked(3);
    const before = rounds.length;
    for (let i = 0; i < 50; i++) worker?.nudge();
    expect(rounds.length).toBe(before);
  });

  it("asks again for what came while it was asking", async () => {
    let release = (): void => {};
    start(() => new Promise((resolve) => (release = () => resolve(null))));
    await asked(1);
    worker?.nudge();
    release();
    await asked(2);
    release();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(rounds.length).toBe(2);
  });

  it("asks nobody while there is no address, and looks whether there is one", async () => {
    let url: string | null = null;
    start(() => null, { url: () => url });
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect([rounds.length, worker?.status().state]).toEqual([0, "starting"]);
    url = "http://a";
    await state().toBe("ok");
    url = null;
    worker?.nudge();
    await state().toBe("starting");
  });

  it("tells what the last round has found, though it is stopped", async () => {
    let release = (): void => {};
    const second = new Misbehaviour("second_history", { size: 5, root: "x" });
    start(() => new Promise((_, reject) => (release = () => reject(second))));
    await asked(1);
    const stopping = worker?.stop();
    release();
    await stopping;
    expect(found).toEqual([second]);
  });

  it("ends with the round under way, and begins nothing any more", async () => {
    let release = (): void => {};
    start(() => new Promise((_, reject) => (release = () => reject(new Error("cut off")))));
    await asked(1);
    let ended = false;
    const stopping = worker?.stop().then(() => {
      ended = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(ended).toBe(false);
    release();
    await stopping;
    worker?.nudge();
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect([rounds.length, told]).toEqual([1, []]);
  });
});
