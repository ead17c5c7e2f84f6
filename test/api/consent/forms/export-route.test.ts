import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { JsonValue } from "../../../../api/core/kind.ts";
import { foundFirm, givenOf, idOf, recordOne } from "../../../helpers/consents.ts";
import { newSubject } from "../../../helpers/ledger.ts";
import { refusal, type TestApp, testApp } from "../../http/fixtures.ts";

let app: TestApp;
beforeAll(async () => {
  app = await testApp();
  await foundFirm(app);
});
afterAll(() => app.close());

describe("a withdrawal in a form that cannot tell it", () => {
  it("is refused there, and told in DPV", async () => {
    const subject = await newSubject(app);
    await recordOne(app, givenOf(subject));
    const id = idOf(
      await recordOne(app, { "@subject": subject, event: "withdrawn", purposeId: "newsletter" }),
    );
    expect(await refusal(await app.send(`/v1/consents/${id}/forms/kantara`))).toBe(
      "422 foreign_form",
    );
    const dpv = (await (await app.send(`/v1/consents/${id}/forms/dpv`)).json()) as object;
    expect(dpv).toMatchObject({
      "dpv:hasConsentStatus": [
        { "@type": ["dpv:ConsentGiven", "dpv:ExplicitlyExpressedConsent"] },
        { "@type": ["dpv:ConsentWithdrawn"] },
      ],
    });
    expect(await refusal(await app.send(`/v1/consents/${id}/forms/odt`))).toBe(
      "400 invalid_parameter",
    );
  });
});

describe("a document with a member that objects lose", () => {
  it("is no document, be it deep inside", async () => {
    const subject = await newSubject(app);
    const asked = givenOf(subject);
    const document = JSON.parse('{"a": [{"__proto__": {"state": "REVOKED"}}]}') as JsonValue;
    expect(() => app.consents.parse(asked, { format: "kantara-1.1", document })).toThrow(
      expect.objectContaining({ code: "invalid_record" }) as Error,
    );
    expect(
      app.consents.parse(asked, { format: "kantara-1.1", document: { a: [1] } }),
    ).toMatchObject({ draft: { body: { imported: { document: { a: [1] } } } } });
  });
});
