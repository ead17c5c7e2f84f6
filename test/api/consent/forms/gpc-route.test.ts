import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { foundFirm, givenOf, purposeOf, recordOne } from "../../../helpers/consents.ts";
import { newSubject } from "../../../helpers/ledger.ts";
import { type TestApp, testApp } from "../../http/fixtures.ts";

let app: TestApp;
beforeAll(async () => {
  app = await testApp();
  await foundFirm(app);
  await app.consents.definePurpose(purposeOf("ads", { signals: ["gpc"] }));
});
afterAll(() => app.close());

async function state(subject: string): Promise<string> {
  const { allowed, reason } = await app.consents.stateOf({ subject, purposeId: "ads", at: null });
  return `${allowed} ${reason}`;
}

describe("Global Privacy Control", () => {
  const signal = async (headers: Record<string, string>, body: object) => {
    const response = await app.post("/v1/signals/gpc", body, headers);
    const { code, problem, outcome } = (await response.json()) as Record<string, string>;
    return [response.status, code, problem, outcome].filter((part) => part !== undefined).join(" ");
  };

  it("withdraws what follows it, and is refused of nobody, and where it is not set", async () => {
    const subject = await newSubject(app);
    await recordOne(app, givenOf(subject, { purposeId: "ads" }));
    const body = { "@subject": subject, site: "https://shop.example" };
    expect(await signal({}, body)).toBe("422 consent_refused signal_not_set");
    expect(await signal({ "sec-gpc": "0" }, body)).toBe("422 consent_refused signal_not_set");
    expect(await signal({ "sec-gpc": "1" }, {})).toBe("422 consent_refused unattributed_signal");
    expect(await signal({ "sec-gpc": "1" }, { ...body, value: "1" })).toBe("422 invalid_record");
    expect(await state(subject)).toMatch(/^true/);
    expect(await signal({ "sec-gpc": "1" }, body)).toBe("201 stored");
    expect(await state(subject)).toBe("false withdrawn");
  });
});
