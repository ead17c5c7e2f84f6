/** One event of a consent, told with everything that it rests on, as it was then. */
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  controllerOf,
  day,
  foundFirm,
  givenOf,
  idOf,
  noticeTexts,
  purposeOf,
  recordOne,
} from "../../helpers/consents.ts";
import { newSubject, type TestLedger, testLedger } from "../../helpers/ledger.ts";

let ledger: TestLedger;
beforeAll(async () => {
  ledger = await testLedger();
  await foundFirm(ledger);
});
afterAll(() => ledger.close());

it("tells who, what, under which text and purpose, and all that came before", async () => {
  const subject = await newSubject(ledger);
  const { consents } = ledger;
  const given = idOf(await recordOne(ledger, givenOf(subject, { language: "zh-CN" })));
  const withdrawal = { "@subject": subject, event: "withdrawn", purposeId: "newsletter" };
  const withdrawn = idOf(await recordOne(ledger, withdrawal));
  await consents.recordController(controllerOf({ "@occurredAt": day(9, 1), name: "Southwind" }));
  await consents.definePurpose(
    purposeOf("newsletter", { inForceFrom: day(9, 1), material: false }),
  );

  const text = { language: "zh-CN", text: noticeTexts(1)[1]?.text };
  expect(await consents.statement(given)).toMatchObject({
    subject,
    controller: { name: "Northwind Traders" },
    purpose: { purposeId: "newsletter", purposeVersion: 1 },
    notice: { noticeVersion: 1 },
    text,
    events: [{ id: given, event: "given" }],
  });
  // What is withdrawn is told with the text that it was given under.
  expect(await consents.statement(withdrawn)).toMatchObject({
    controller: { name: "Southwind" },
    text,
    events: [{ id: given }, { id: withdrawn, event: "withdrawn" }],
  });
});

it("tells of what happened before the first statement who decided then, as far as is known", async () => {
  const subject = await newSubject(ledger);
  const purpose = purposeOf("early", { inForceFrom: "2025-01-01T00:00:00.000Z" });
  await ledger.consents.definePurpose(purpose);
  const early = { "@occurredAt": "2025-06-01T00:00:00.000Z", event: "refused", purposeId: "early" };
  const id = idOf(await recordOne(ledger, { "@subject": subject, ...early }));
  expect(await ledger.consents.statement(id)).toMatchObject({
    controller: { name: "Northwind Traders" },
    notice: null,
    text: null,
  });
});
