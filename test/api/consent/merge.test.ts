/** Several identifiers of one person: joined through one another, separated again, and answered as one. */
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { foundFirm, givenOf, idOf, recordOne } from "../../helpers/consents.ts";
import { newSubject, type TestLedger, testLedger } from "../../helpers/ledger.ts";

let ledger: TestLedger;
let a: string;
let b: string;
let c: string;
beforeAll(async () => {
  ledger = await testLedger();
  await foundFirm(ledger);
});
afterAll(() => ledger.close());
beforeEach(async () => {
  [a, b, c] = [await newSubject(ledger), await newSubject(ledger), await newSubject(ledger)];
});

const merge = (subject: string, other: string, event = "joined", key: string | null = null) =>
  ledger.consents.merge({ "@subject": subject, other, event, reference: "same telephone" }, key);
const identifiers = (subject: string) => ledger.consents.identifiersOf(subject);
const state = (subject: string) =>
  ledger.consents.stateOf({ subject, purposeId: "newsletter", at: null });

it("joins through others, and separates again", async () => {
  await merge(a, b);
  await merge(c, b);
  expect(await identifiers(a)).toEqual([a, b, c]);
  expect(await identifiers(c)).toEqual([c, b, a]);
  await merge(b, a, "separated");
  expect(await identifiers(a)).toEqual([a]);
  expect(await identifiers(b)).toEqual([b, c]);
  await merge(a, b);
  expect(await identifiers(a)).toEqual([a, b, c]);
});

it("is recorded with both, once, however often it is asked for", async () => {
  const asked = await Promise.allSettled([merge(a, b), merge(a, b), merge(b, a)]);
  expect(asked.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  for (const [subject, other] of [
    [a, b],
    [b, a],
  ] as const) {
    const { events } = await ledger.ledger.events(subject, "merge");
    expect(events.map(({ record }) => [record?.event, record?.other])).toEqual([["joined", other]]);
  }
  const first = await merge(a, c, "joined", "m1");
  ledger.clock.advance(1_000);
  expect(idOf(await merge(a, c, "joined", "m1"))).toBe(idOf(first));
});

it("lets a person withdraw under any identifier what was given under another", async () => {
  await recordOne(ledger, givenOf(a));
  await merge(a, b);
  expect(await state(b)).toMatchObject({
    allowed: true,
    identifiers: [
      { subject: b, state: "none", evidence: expect.stringContaining("claim=absent") },
      { subject: a, state: "given", evidence: expect.stringContaining("claim=history") },
    ],
  });
  await recordOne(ledger, { "@subject": b, event: "withdrawn", purposeId: "newsletter" });
  expect(await state(a)).toMatchObject({ allowed: false, reason: "withdrawn" });
  await merge(a, b, "separated");
  expect(await state(a)).toMatchObject({ allowed: true });
});

it("of identifiers that are not joined asks each alone", async () => {
  await recordOne(ledger, givenOf(a));
  const withdrawn = { "@subject": b, event: "withdrawn", purposeId: "newsletter" };
  await expect(recordOne(ledger, withdrawn)).rejects.toMatchObject({
    details: { problem: "never_given" },
  });
});
