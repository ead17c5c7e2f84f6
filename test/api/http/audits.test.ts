/** `/v1/audits`: run from the portal, and what it tells: every finding in words, nothing of anybody. */
import { copyFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { z } from "zod";
import { type AuditEnd, openAuditRuns, type StartAudit } from "../../../api/audit/runs/runs.ts";
import type { auditDetail, auditRun } from "../../../api/audit/runs/schemas.ts";
import type { Principal } from "../../../api/core/principal.ts";
import { auditChild } from "../../../api/start/audit-child.ts";
import { copiesOfSmall } from "../../helpers/audit/copies.ts";
import { AUDITED_ORIGIN } from "../../helpers/audit/installation.ts";
import { seededRandom, testClock } from "../../helpers/repeatable.ts";
import { newPlace } from "../../helpers/store/places.ts";
import { clean, damaged } from "../audit/reports.ts";
import { refusal, type TestApp, testApp } from "./fixtures.ts";
import { acquaintances, person } from "./principals.ts";

type Run = z.infer<typeof auditRun>;
type Detail = z.infer<typeof auditDetail>;

const known = acquaintances();
const clock = testClock();
const officer = person("officer");
const given = {
  ...{ from: "2026-01-01T00:00:00.000Z", until: "2027-01-01T00:00:00.000Z" },
  ...{ subjects: null, ends: "2100-01-01T00:00:00.000Z" },
};
const auditor = person("auditor", { given });

let app: TestApp;
let place: ReturnType<typeof newPlace>;
let ends: ((end: AuditEnd) => void)[];
let start: StartAudit;

const madeUp: StartAudit = ({ onProgress }) => {
  const { promise, resolve } = Promise.withResolvers<AuditEnd>();
  ends.push(resolve);
  const parts = [{ step: "records", done: 30, of: 120 }] as const;
  onProgress({ step: "records", share: 0.25, parts });
  return { end: promise, cancel: async () => resolve({ failure: "fault" }) };
};

const whole = copiesOfSmall("audits over the API");

beforeAll(async () => {
  place = newPlace();
  ends = [];
  start = madeUp;
  const audits = openAuditRuns({
    directory: join(place.directory, "audits"),
    ...{ clock, random: seededRandom("audits"), onReport: async () => {} },
    start: (request) => start(request),
    onBug: (error) => {
      throw error;
    },
  });
  app = await testApp({ app: { authenticate: known.authenticate, audits: await audits } });
});
afterAll(async () => {
  await app.close();
  place.remove();
});

const ask = (by: Principal, path: string, init: RequestInit = {}) =>
  app.send(`/v1/audits${path}`, { ...init, headers: { ...known.headers(by), ...init.headers } });
const json = async <T>(response: Response | Promise<Response>) =>
  (await (await response).json()) as T;
const begin = (by: Principal, body: object = { mode: "full" }) => {
  clock.advance(1);
  return ask(by, "", {
    method: "POST",
    body: JSON.stringify(body),
    headers: { "content-type": "application/json" },
  });
};
const cancel = (by: Principal, id: string) =>
  ask(by, `/${id}/cancellation`, { method: "POST", body: "{}" });

async function ended(id: string, language = "en"): Promise<Detail> {
  for (;;) {
    const told = await json<Detail>(
      ask(officer, `/${id}`, { headers: { "accept-language": language } }),
    );
    if (told.state !== "running") return told;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe("POST /v1/audits", () => {
  it("begins one, tells how far it is, and refuses another meanwhile", async () => {
    const response = await begin(officer);
    expect(response.status).toBe(202);
    const { id } = await json<Run>(response);
    expect(response.headers.get("location")).toBe(`/v1/audits/${id}`);
    expect(await json<Detail>(ask(auditor, `/${id}`))).toMatchObject({
      ...{ state: "running", mode: "full", by: { role: "officer" }, mayCancel: false },
      progress: { share: 0.25, part: "records", parts: [{ done: 30, of: 120, part: "records" }] },
      report: null,
    });
    expect(await refusal(begin(auditor))).toBe("409 audit_running");
    expect(await refusal(ask(officer, `/${id}/report.html`))).toBe("404 not_found");
    expect(await refusal(cancel(auditor, id))).toBe("403 forbidden");
    expect(await json<Run>(cancel(officer, id))).toMatchObject({ state: "cancelled" });
  });

  it("takes a mode and nothing else", async () => {
    for (const body of [{}, { mode: "remote" }, { mode: "full", directory: "/tmp" }])
      expect(await refusal(begin(officer, body))).toBe("400 invalid_parameter");
  });

  it("is closed to an auditor whose access is over, and says nothing of audits to them", async () => {
    const over = person("auditor", { given: { ...given, ends: "2026-01-02T00:00:00.000Z" } });
    expect(await refusal(begin(over))).toBe("403 forbidden");
    expect(await refusal(ask(over, ""))).toBe("403 forbidden");
    expect(await refusal(ask(person("auditor"), `/${app.subject}`))).toBe("400 invalid_parameter");
  });
});

describe("what an audit has found", () => {
  it("is told in the language of who asks: each finding with row, sentence and advice", async () => {
    const { id } = await json<Run>(begin(officer));
    ends.at(-1)!({ report: damaged() });
    const told = await ended(id);
    expect(told).toMatchObject({ state: "done", verdict: { tone: "damaged", word: "DAMAGED" } });
    const { report } = told;
    expect(report!.findings).toHaveLength(damaged().findings.length);
    for (const one of report!.findings)
      expect([one.sentence, one.advice.text].every((text) => text.length > 10)).toBe(true);
    expect(report!.findings.map(({ table, row }) => `${table} ${row}`)).toContain(
      "records index 17",
    );
    expect(report!.notProven.length).toBeGreaterThan(3);
    const chinese = (await ended(id, "zh")).report!;
    expect(chinese.sentence).toMatch(/\p{Script=Han}/u);
    const second = await json<Detail>(ask(officer, `/${id}?from=2`));
    expect(second.report!.findings[0]).toEqual(report!.findings[1]);

    const page = await ask(officer, `/${id}/report.html?language=zh`);
    expect(page.headers.get("content-disposition")).toContain("attachment");
    expect(await page.text()).toContain(chinese.findings[0]!.sentence);
    const file = await ask(officer, `/${id}/report.json`);
    expect(await file.json()).toEqual(JSON.parse(JSON.stringify(damaged())));
  });

  it("says why there is none, and what to do", async () => {
    const { id } = await json<Run>(begin(officer, { mode: "quick" }));
    ends.at(-1)!({ failure: "unreachable" });
    expect(await ended(id)).toMatchObject({ state: "failed", failure: { code: "unreachable" } });
    expect((await ended(id, "zh")).failure!.sentence).toMatch(/\p{Script=Han}/u);
    const { audits } = await json<{ audits: Run[] }>(ask(officer, ""));
    expect(audits[0]).toMatchObject({ id, state: "failed" });
  });

  it("is clean where nothing is wrong", async () => {
    const { id } = await json<Run>(begin(auditor));
    ends.at(-1)!({ report: clean() });
    expect(await ended(id)).toMatchObject({ verdict: { tone: "clean" }, report: { findings: [] } });
  });
});

describe("a ledger whose database somebody has changed", () => {
  it("is found damaged, in a process of its own, and the row is named", async () => {
    const directory = whole();
    const place = {
      ...{ dataDirectory: join(directory, "data"), keysDirectory: join(directory, "keys") },
      ...{ copyDirectory: join(directory, "copy"), origin: AUDITED_ORIGIN },
      chain: { mode: "embedded", port: 1 } as const,
    };
    const ledger = new Database(join(place.dataDirectory, "ledger.db"));
    const { idx } = ledger
      .prepare("SELECT MAX(idx) AS idx FROM records WHERE kind = 'order'")
      .get() as { idx: number };
    ledger.prepare("UPDATE records SET sealed = randomblob(200) WHERE idx = ?").run(idx);
    ledger.close();
    start = auditChild(place, "http://127.0.0.1:1");
    const { id } = await json<Run>(begin(officer));
    const { report, verdict } = await ended(id);
    start = madeUp;
    expect(verdict!.tone).toBe("damaged");
    expect(report!.findings).toMatchObject([{ table: "records", row: `index ${idx}` }]);
    expect(report!.findings[0]!.sentence).toContain(String(idx));
  });

  it("is told of as one that cannot be opened where its file is no database", async () => {
    const directory = whole();
    const data = join(directory, "data");
    copyFileSync(join(directory, "keys", "log.key"), join(data, "ledger.db"));
    const place = { dataDirectory: data, keysDirectory: join(directory, "keys") };
    const rest = { copyDirectory: null, origin: AUDITED_ORIGIN };
    const chain = { mode: "embedded", port: 1 } as const;
    start = auditChild({ ...place, ...rest, chain }, "http://127.0.0.1:1");
    const { id } = await json<Run>(begin(officer));
    const told = await ended(id);
    start = madeUp;
    expect(told).toMatchObject({ state: "failed", failure: { code: "unopened" } });
  });
});
