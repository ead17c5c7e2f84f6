/** Audits that the server runs: one at a time, kept in files of their owner alone, told apart from those that were interrupted. */
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { htmlReport } from "../../../../api/audit/render/html/page.ts";
import type { AuditReport } from "../../../../api/audit/report.ts";
import { MOST_RUNS, MOST_WITHOUT_REPORT } from "../../../../api/audit/runs/kept-runs.ts";
import type { RunProgress } from "../../../../api/audit/runs/run.ts";
import {
  type AuditEnd,
  type AuditRuns,
  MOST_BEGINS,
  openAuditRuns,
  type StartAudit,
} from "../../../../api/audit/runs/runs.ts";
import { seededRandom, testClock } from "../../../helpers/repeatable.ts";
import { newPlace } from "../../../helpers/store/places.ts";
import { clean, damaged, FINDINGS } from "../reports.ts";

const BY = { id: "person/officer", role: "officer" } as const;
const ANOTHER = { id: "person/another", role: "auditor" } as const;
const clock = testClock();
const random = seededRandom("runs");

let place: ReturnType<typeof newPlace>;
let directory: string;
let bugs: unknown[];
let recorded: AuditReport[];
let jobs: { end: (end: AuditEnd) => void; fail: (error: Error) => void; work: string }[];
let tellings: ((progress: RunProgress) => void)[];
let runs: AuditRuns;
let starts: StartAudit;

const start: StartAudit = ({ directory: work, onProgress }) => {
  const { promise, resolve, reject } = Promise.withResolvers<AuditEnd>();
  jobs.push({ end: resolve, fail: reject, work });
  tellings.push(onProgress);
  return { end: promise, cancel: async () => resolve({ failure: "fault" }) };
};

const open = (): Promise<AuditRuns> =>
  openAuditRuns({
    ...{ directory, clock, random, start: (request) => starts(request) },
    onReport: async (report) => void recorded.push(report),
    onBug: (error) => bugs.push(error),
  });

beforeEach(async () => {
  place = newPlace();
  directory = join(place.directory, "audits");
  [bugs, recorded, jobs, tellings] = [[], [], [], []];
  starts = start;
  runs = await open();
});
afterEach(async () => {
  await runs.close();
  place.remove();
});

const settled = async (id: string) => {
  while (runs.get(id).state === "running") await new Promise(setImmediate);
  return runs.get(id);
};

describe("an audit that somebody has the server run", () => {
  it("is kept with its report, in files of its owner alone, and recorded", async () => {
    const { id } = await runs.begin("full", BY);
    expect(runs.get(id)).toMatchObject({ state: "running", by: BY, tone: null });
    jobs[0]!.end({ report: damaged() });
    expect(await settled(id)).toMatchObject({
      ...{ state: "done", tone: "damaged", findings: damaged().findings.length },
      size: damaged().snapshot.size,
    });
    expect(recorded).toEqual([damaged()]);
    expect(statSync(directory).mode & 0o777).toBe(0o700);
    for (const name of readdirSync(directory))
      expect(statSync(join(directory, name)).mode & 0o777, name).toBe(0o600);
    runs = await open();
    expect(await runs.report(id)).toEqual(damaged());
    expect(Buffer.from(await runs.reportBytes(id)).at(-1)).toBe(0x0a);
  });

  it("is the only one, also while it begins", async () => {
    const both = await Promise.allSettled([runs.begin("full", BY), runs.begin("quick", BY)]);
    expect(both.map(({ status }) => status)).toEqual(["fulfilled", "rejected"]);
    await expect(runs.begin("quick", BY)).rejects.toMatchObject({ code: "audit_running" });
    jobs[0]!.end({ report: clean() });
    await settled(runs.all()[0]!.id);
    await expect(runs.begin("quick", BY)).resolves.toMatchObject({ state: "running" });
  });

  it("tells how far it is as long as it runs", async () => {
    const { id } = await runs.begin("full", BY);
    expect(runs.progress(id)).toMatchObject({ share: 0 });
    const told = { step: "records", share: 0.5, parts: [{ step: "records", done: 5, of: 10 }] };
    tellings[0]!(told as RunProgress);
    expect(runs.progress(id)).toEqual(told);
    jobs[0]!.end({ report: clean() });
    await settled(id);
    expect(runs.progress(id)).toBeNull();
  });

  it("is ended by a cancellation, with no report; a second one changes nothing", async () => {
    const { id } = await runs.begin("full", BY);
    expect(await runs.cancel(id)).toMatchObject({ state: "cancelled", failure: null });
    expect(await runs.cancel(id)).toMatchObject({ state: "cancelled" });
    await expect(runs.report(id)).rejects.toMatchObject({ code: "not_found" });
    expect([recorded, bugs]).toEqual([[], []]);
  });

  it("says why there is no report, and tells a bug to the operator alone", async () => {
    const none = await runs.begin("quick", BY);
    jobs[0]!.end({ failure: "no_anchor" });
    expect(await settled(none.id)).toMatchObject({ state: "failed", failure: "no_anchor" });
    const broken = await runs.begin("full", BY);
    jobs[1]!.fail(new Error("secret"));
    expect(await settled(broken.id)).toMatchObject({ state: "failed", failure: "fault" });
    expect(bugs).toHaveLength(1);
    expect(JSON.stringify(runs.all())).not.toContain("secret");
  });

  it("was interrupted where the server ended meanwhile, be it at once", async () => {
    const stopped = await runs.begin("full", BY);
    await runs.close();
    expect(runs.get(stopped.id)).toMatchObject({ state: "failed", failure: "interrupted" });
    await expect(runs.begin("full", BY)).rejects.toMatchObject({ code: "shutting_down" });
    runs = await open();
    clock.advance(1);
    const killed = await runs.begin("full", BY);
    writeFileSync(join(jobs[1]!.work, "left"), "");
    const after = await open();
    expect(after.get(killed.id)).toMatchObject({ state: "failed", failure: "interrupted" });
    expect(readdirSync(directory)).not.toContain("work");
    expect(after.all().map(({ id }) => id)).toEqual([killed.id, stopped.id]);
    await expect(after.report("nobody")).rejects.toMatchObject({ code: "not_found" });
  });

  it("is forgotten when its person has too many newer ones, with its report, and by nobody else's", async () => {
    const done = async (by: typeof BY | typeof ANOTHER, end: AuditEnd) => {
      clock.advance(600_000);
      const { id } = await runs.begin("quick", by);
      jobs.at(-1)!.end(end);
      return settled(id);
    };
    const kept = await done(ANOTHER, { report: clean() });
    for (let i = 0; i <= MOST_RUNS; i++) await done(BY, { report: clean() });
    for (let i = 0; i <= MOST_WITHOUT_REPORT; i++) await done(BY, { failure: "no_anchor" });
    const own = runs.all().filter(({ by }) => by.id === BY.id);
    expect(own.filter(({ state }) => state === "done")).toHaveLength(MOST_RUNS);
    expect(own.filter(({ state }) => state === "failed")).toHaveLength(MOST_WITHOUT_REPORT);
    expect(runs.get(kept.id).state).toBe("done");
    const files = 2 * (MOST_RUNS + 1) + MOST_WITHOUT_REPORT;
    await expect.poll(() => readdirSync(directory).length).toBe(files);
  });

  it("is not begun by who has begun too many, also over a new start, but is by others", async () => {
    for (let i = 0; i < MOST_BEGINS; i++) {
      clock.advance(1_000);
      await runs.cancel((await runs.begin("full", BY)).id);
    }
    const refused = { code: "too_many_requests", details: { seconds: 591 } };
    await expect(runs.begin("full", BY)).rejects.toMatchObject(refused);
    runs = await open();
    await expect(runs.begin("full", BY)).rejects.toMatchObject(refused);
    await runs.cancel((await runs.begin("full", ANOTHER)).id);
    clock.advance(591_000);
    await expect(runs.begin("full", BY)).resolves.toMatchObject({ state: "running" });
  });

  it("has failed where it could not begin, and another may", async () => {
    starts = () => {
      throw new Error("no process");
    };
    await expect(runs.begin("full", BY)).rejects.toThrow("no process");
    expect(runs.all()).toMatchObject([{ state: "failed", failure: "fault" }]);
    starts = start;
    clock.advance(1);
    await expect(runs.begin("full", BY)).resolves.toMatchObject({ state: "running" });
  });

  it("starts no child where the server ends while it begins", async () => {
    const begun = runs.begin("full", BY);
    const refused = expect(begun).rejects.toMatchObject({ code: "shutting_down" });
    await runs.close();
    await refused;
    expect(jobs).toEqual([]);
    expect(runs.all()).toMatchObject([{ state: "failed", failure: "interrupted" }]);
  });

  it("is rendered once for each language, and again by another start", async () => {
    const { id } = await runs.begin("full", BY);
    jobs[0]!.end({ report: damaged() });
    await settled(id);
    const [page, same] = await Promise.all([runs.reportPage(id, "zh"), runs.reportPage(id, "zh")]);
    expect(page).toMatch(/\p{Script=Han}/u);
    expect(same).toBe(page);
    expect(await runs.reportPage(id, "en")).not.toBe(page);
    writeFileSync(join(directory, `${id}.report.zh.html`), "kept");
    expect(await runs.reportPage(id, "zh")).toBe("kept");
    runs = await open();
    expect(await runs.reportPage(id, "zh")).toBe(page);
  });

  it("is rendered beside the server, which answers others meanwhile", async () => {
    const { id } = await runs.begin("full", BY);
    const findings = Array.from({ length: 400 }, () => FINDINGS).flat();
    const report = { ...damaged(), findings };
    jobs[0]!.end({ report });
    await settled(id);
    const began = performance.now();
    const direct = htmlReport(report, "en");
    const whole = performance.now() - began;
    let [last, longest, isOver] = [performance.now(), 0, false];
    const asked = runs.reportPage(id, "en").finally(() => {
      isOver = true;
    });
    while (!isOver) {
      await new Promise(setImmediate);
      const now = performance.now();
      [last, longest] = [now, Math.max(longest, now - last)];
    }
    expect((await asked) === direct).toBe(true);
    expect(longest).toBeLessThan(whole / 2);
  });

  it("has no report only where there is no file: that it cannot be read is said", async () => {
    const { id } = await runs.begin("full", BY);
    jobs[0]!.end({ report: clean() });
    await settled(id);
    const file = join(directory, `${id}.report.json`);
    rmSync(file);
    await expect(runs.reportBytes(id)).rejects.toMatchObject({ code: "not_found" });
    mkdirSync(file);
    await expect(runs.reportBytes(id)).rejects.toMatchObject({ code: "EISDIR" });
  });

  it("is not there where its file is no such thing", async () => {
    const { id } = await runs.begin("quick", BY);
    jobs[0]!.end({ report: clean() });
    await settled(id);
    const file = join(directory, `${id}.json`);
    writeFileSync(file, readFileSync(file, "utf8").replace("officer", "officer\u0000,").slice(9));
    expect((await open()).all()).toEqual([]);
    expect(bugs).toMatchObject([{ message: `no audit that can be read: ${id}.json` }]);
  });
});
