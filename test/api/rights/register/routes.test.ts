/** The registers as an officer keeps them, and as an authority gets them. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { foundFirm, purposeOf } from "../../../helpers/consents.ts";
import { refusal } from "../../http/fixtures.ts";
import { principal, type ReadApp, readApp } from "../../http/reading-app.ts";

let parts: ReadApp;
beforeAll(async () => {
  parts = await readApp();
  await parts.app.consents.definePurpose(
    purposeOf("abroad", {
      dataCategories: [{ term: "pd:HealthRecord", sensitive: true, optional: false }],
      recipients: [
        { name: "=Fourth Coffee", contact: "dpo@example.com", country: "US", role: "processor" },
      ],
      titles: [
        { language: "en", text: "Sent abroad" },
        { language: "zh-CN", text: "向境外提供" },
      ],
    }),
  );
});
afterAll(() => parts.app.close());

const officer = principal({ role: "officer" });
const REASON = { "counterfoil-reason": "register" };
const get = (path: string, language = "en") =>
  parts.as(officer, path, { ...REASON, "accept-language": language });
const post = (path: string, body: object) => parts.as(officer, path, REASON, body);
const now = (): string => new Date(parts.app.clock.now()).toISOString();
const HOUR = 3_600_000;

const FOUND = () => ({
  ...{ awareAt: now(), description: "A laptop was stolen.", people: 1200, records: 4000 },
  ...{
    nature: ["confidentiality"],
    categories: ["pd:EmailAddress"],
    peopleCategories: ["customers"],
  },
});
async function found(): Promise<string> {
  const response = await post("/v1/breaches", FOUND());
  expect(response.status).toBe(201);
  return ((await response.json()) as { breachId: string }).breachId;
}
const step = (id: string, body: object) => post(`/v1/breaches/${id}/steps`, body);
const read = async (id: string) =>
  (await get(`/v1/breaches/${id}`)).json() as Promise<Record<string, unknown>>;

describe("a breach", () => {
  it("is led from its finding to its end, with the clock of the authority", async () => {
    const id = await found();
    expect(await read(id)).toMatchObject({ clock: "due", closed: false, facts: { people: 1200 } });
    const assessed = { event: "assessed", risk: "high", consequences: "Phishing.", people: 900 };
    expect((await step(id, assessed)).status).toBe(201);
    parts.app.clock.advance(71 * HOUR);
    expect(await parts.app.registers.breaches.owed()).toEqual({ soon: 1, overdue: 0 });
    expect(await refusal(step(id, { event: "closed" }))).toBe("422 breach_refused");
    const told = {
      event: "authority-notified",
      notifiedAt: now(),
      authority: "CNPD",
      reference: "7",
    };
    expect((await step(id, told)).status).toBe(201);
    expect(await refusal(step(id, { event: "closed" }))).toBe("422 breach_refused");
    expect((await step(id, { event: "people-notified", notifiedAt: now() })).status).toBe(201);
    expect((await step(id, { event: "closed" })).status).toBe(201);
    expect(await refusal(step(id, { event: "noted", note: "more" }))).toBe("422 breach_refused");
    expect(await read(id)).toMatchObject({
      ...{ clock: "notified", closed: true, facts: { people: 900, risk: "high", records: 4000 } },
      steps: [{ event: "found" }, {}, {}, {}, { event: "closed" }],
    });
  });

  it("is overdue after 72 hours, and told late only with the reason", async () => {
    const id = await found();
    parts.app.clock.advance(72 * HOUR + 1);
    expect(await read(id)).toMatchObject({ clock: "overdue" });
    expect(await parts.app.registers.breaches.owed()).toEqual({ soon: 0, overdue: 1 });
    const metrics = await (await parts.app.send("/metrics")).text();
    expect(metrics).toMatch(/^counterfoil_breaches_due 1$/m);
    const { alarms } = (await (await get("/v1/overview")).json()) as { alarms: object[] };
    expect(alarms).toContainEqual(expect.objectContaining({ code: "breach_due" }));
    const told = { event: "authority-notified", notifiedAt: now(), authority: "CNPD" };
    expect(await refusal(step(id, told))).toBe("422 breach_refused");
    expect((await step(id, { ...told, reason: "Found out on a holiday." })).status).toBe(201);
    expect(await read(id)).toMatchObject({ clock: "late" });
  });

  it("of which the risk is unlikely is told to nobody, with the reason", async () => {
    const id = await found();
    const assessed = { event: "assessed", risk: "unlikely", consequences: "None." };
    expect(await refusal(step(id, assessed))).toBe("422 invalid_record");
    expect((await step(id, { ...assessed, reason: "It was encrypted." })).status).toBe(201);
    expect(await read(id)).toMatchObject({ clock: "not-needed" });
    expect((await step(id, { event: "closed" })).status).toBe(201);
  });

  it("cannot be found twice, lie ahead, or be one that there is not", async () => {
    const id = await found();
    for (const body of [{ ...FOUND(), event: "found" }, { event: "contained" }, { event: "moved" }])
      expect(await refusal(step(id, body))).toBe("422 invalid_record");
    const ahead = new Date(parts.app.clock.now() + HOUR).toISOString();
    expect(await refusal(post("/v1/breaches", { ...FOUND(), awareAt: ahead }))).toBe(
      "422 invalid_record",
    );
    const other = "018f3a5e-7b1c-4d2e-8f90-1a2b3c4d5e6f";
    expect(await refusal(step(other, { event: "noted", note: "x" }))).toBe("404 not_found");
  });

  it("is recorded once under one key", async () => {
    const headers = { ...REASON, "idempotency-key": "breach-1" };
    const again = async () =>
      (
        await parts.as(officer, "/v1/breaches", headers, {
          ...FOUND(),
          awareAt: "2026-01-01T00:00:00.000Z",
        })
      ).json();
    const first = (await again()) as { breachId: string };
    expect(await again()).toMatchObject({ breachId: first.breachId });
  });
});

describe("an assessment", () => {
  const BODY = {
    ...{ assessedBy: "Data protection office", conclusion: "with-measures" },
    ...{ necessity: "Needed.", safeguards: "Encrypted.", triggers: ["sensitive", "abroad"] },
    risks: [{ risk: "Loss", likelihood: "low", severity: "high", measure: "Backups" }],
  };
  it("is of a version of a purpose, and the newest counts", async () => {
    const path = "/v1/purposes/abroad/assessments";
    expect(await refusal(get(`${path}?format=pdf`))).toBe("404 not_found");
    expect((await post(path, BODY)).status).toBe(201);
    expect((await post(path, { ...BODY, conclusion: "acceptable" })).status).toBe(201);
    expect(await refusal(post(path, { ...BODY, purposeVersion: 9 }))).toBe("422 consent_refused");
    expect(await refusal(post("/v1/purposes/none/assessments", BODY))).toBe("422 consent_refused");
    expect(await (await get(path)).json()).toMatchObject({
      assessments: [
        { conclusion: "with-measures", purposeVersion: 1 },
        { conclusion: "acceptable" },
      ],
    });
    const sheet = await (await get(`${path}?format=html`, "zh")).text();
    for (const text of ["个人信息保护影响评估", "可按现状进行", "处理敏感个人信息", "Loss"])
      expect(sheet).toContain(text);
  });
});

describe("the record of processing", () => {
  it("says of each purpose what was stated, in all forms and both languages", async () => {
    const path = "/v1/processing-register";
    const { activities, controller } = (await (await get(path)).json()) as {
      activities: { purpose: { purposeId: string } }[];
      controller: { name: string };
    };
    expect(controller.name).toBe("Northwind Traders");
    expect(activities.find(({ purpose }) => purpose.purposeId === "abroad")).toMatchObject({
      ...{ abroad: ["US"], notice: { noticeId: "privacy" }, partners: [] },
      needsAssessment: ["sensitive", "provided", "abroad"],
      assessment: { conclusion: "acceptable" },
    });
    const csv = await (await get(`${path}?format=csv`)).text();
    expect(csv).toContain("'=Fourth Coffee (US)");
    expect(csv.trim().split("\r\n")).toHaveLength(1 + activities.length);
    const html = await (await get(`${path}?format=html`, "zh")).text();
    for (const text of [
      "个人信息处理活动记录",
      "向境外提供",
      "技术和组织措施",
      "法律要求保存的记录",
    ])
      expect(html).toContain(text);
    const pdf = Buffer.from(await (await get(`${path}?format=pdf`)).arrayBuffer());
    expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
    const register = await (await get("/v1/breaches?format=html")).text();
    expect(register).toContain("Register of personal data breaches");
    expect(register).toContain("A laptop was stolen.");
    expect((await get("/v1/breaches?format=csv", "zh")).headers.get("content-type")).toContain(
      "csv",
    );
  });

  it("is there before anything is stated", async () => {
    const empty = await readApp();
    try {
      expect(foundFirm).toBeDefined();
      const response = await empty.as(officer, "/v1/processing-register?format=html", REASON);
      expect(response.status).toBe(200);
    } finally {
      await empty.app.close();
    }
  });
});
