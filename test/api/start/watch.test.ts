import { afterEach, describe, expect, it } from "vitest";
import type { CosignerStatus } from "../../../api/cosign/status.ts";
import type { PromiseReport } from "../../../api/ledger/promises.ts";
import { remembered, startWatch, type Watch } from "../../../api/start/watch.ts";

const EVERY = 5;
const looks = (count: number) => new Promise((resolve) => setTimeout(resolve, count * EVERY * 4));

let running: Watch | undefined;
afterEach(() => running?.stop());

function watched() {
  const lines: string[] = [];
  const bugs: unknown[] = [];
  const world: {
    report: PromiseReport | Error;
    cosigners: CosignerStatus[];
    asked: number;
    unfollowed: number;
  } = {
    unfollowed: 0,
    report: { state: "kept", open: 0, nextDeadline: null, overdue: 0 },
    cosigners: [],
    asked: 0,
  };
  running = startWatch({
    async promises() {
      world.asked++;
      if (world.report instanceof Error) throw world.report;
      return world.report;
    },
    cosigners: () => world.cosigners,
    unfollowed: () => world.unfollowed,
    log: {
      alarm: (alarm, on, details) =>
        lines.push(`${alarm} ${on ? "on" : "off"} ${JSON.stringify(details)}`),
      bug: (error) => bugs.push(error),
    },
    everyMilliseconds: EVERY,
  });
  return { lines, bugs, world };
}

const risk = (state: PromiseReport["state"], overdue: number): PromiseReport => ({
  ...{ state, open: 7, nextDeadline: Date.parse("2026-11-22T09:30:20.000Z"), overdue },
});

const cosigner = (state: CosignerStatus["state"]): CosignerStatus => ({
  ...{ name: `of ${state}`, kind: "auditor", state, size: 1 },
  ...{ lagEntries: 0, lagSeconds: 0, lastError: null },
});

describe("the watch", () => {
  it("says each alarm once when it goes on, and once when it is over", async () => {
    const { lines, world } = watched();
    await looks(3);
    expect(lines).toEqual([]);
    world.report = risk("at_risk", 0);
    await looks(4);
    world.report = risk("broken", 3);
    await looks(2);
    world.report = risk("broken", 9);
    await looks(2);
    world.report = risk("broken", 5);
    await looks(2);
    world.report = { state: "kept", open: 0, nextDeadline: null, overdue: 0 };
    await looks(3);
    expect(lines).toEqual([
      'promises_at_risk on {"open":7,"overdue":0,"mostOverdue":0,"nextDeadline":"2026-11-22T09:30:20.000Z"}',
      'promises_broken on {"open":7,"overdue":3,"mostOverdue":3,"nextDeadline":"2026-11-22T09:30:20.000Z"}',
      'promises_broken off {"open":0,"overdue":0,"mostOverdue":9,"nextDeadline":null}',
    ]);
  });

  it("names the auditors whom an alarm is about", async () => {
    const { lines, world } = watched();
    world.cosigners = [cosigner("ok"), cosigner("refusing"), cosigner("diverged")];
    await looks(3);
    world.cosigners = [cosigner("unreachable")];
    await looks(3);
    expect(lines).toEqual([
      'auditor_refuses on {"names":["of refusing"]}',
      'auditor_diverged on {"names":["of diverged"]}',
      'auditor_refuses off {"names":[]}',
      'auditor_diverged off {"names":[]}',
    ]);
  });

  it("tells how many agreements nobody can follow", async () => {
    const { lines, world } = watched();
    world.unfollowed = 2;
    await looks(2);
    world.unfollowed = 0;
    await looks(2);
    expect(lines).toEqual([
      'agreements_unfollowed on {"agreements":2}',
      'agreements_unfollowed off {"agreements":0}',
    ]);
  });

  it("changes no alarm for what it cannot find out, says once why, and goes on", async () => {
    const { lines, bugs, world } = watched();
    world.report = risk("broken", 1);
    await looks(2);
    world.report = new Error("gone");
    await looks(5);
    expect(bugs).toHaveLength(1);
    expect(lines).toHaveLength(1);
    world.report = risk("broken", 1);
    await looks(2);
    world.report = new Error("gone again");
    await looks(2);
    expect(bugs).toHaveLength(2);
    expect(lines).toHaveLength(1);
  });

  it("looks at nothing once it is stopped", async () => {
    const { world } = watched();
    await looks(2);
    await running!.stop();
    const { asked } = world;
    expect(asked).toBeGreaterThan(0);
    await looks(3);
    expect(world.asked).toBe(asked);
  });
});

describe("what is remembered", () => {
  it("is asked for again when it is old, and when it was not answered", async () => {
    let time = 0;
    let asked = 0;
    let fails = false;
    const ask = remembered(
      async () => {
        asked++;
        if (fails) throw new Error("no");
        return asked;
      },
      100,
      () => time,
    );
    expect([await ask(), await ask()]).toEqual([1, 1]);
    time = 99;
    expect(await ask()).toBe(1);
    time = 100;
    expect(await ask()).toBe(2);
    time = 300;
    fails = true;
    await expect(ask()).rejects.toThrow("no");
    fails = false;
    expect(await ask()).toBe(4);
  });

  it("is asked for once, however many want it at a time; and a failure is everybody's, once", async () => {
    let asked = 0;
    let answer = (_: Error | null): void => {};
    const ask = remembered(
      () => {
        asked++;
        return new Promise<number>((resolve, reject) => {
          answer = (error) => (error === null ? resolve(asked) : reject(error));
        });
      },
      100,
      () => 0,
    );
    const failing = Promise.allSettled([ask(), ask(), ask()]);
    answer(new Error("no"));
    expect((await failing).map(({ status }) => status)).toEqual(Array(3).fill("rejected"));
    expect(asked).toBe(1);
    const answered = Promise.all([ask(), ask()]);
    answer(null);
    expect(await answered).toEqual([2, 2]);
    expect(await ask()).toBe(2);
  });
});
