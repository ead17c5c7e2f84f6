/** Several identifiers of one person: joined through one another, separated again, and answered as one. */
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { createConsents } from "../../../api/consent/service.ts";
import { day, foundFirm, givenOf, idOf, recordOne } from "../../helpers/consents.ts";
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

it("at a time is told of those that were joined by then, with the addresses of what shows it", async () => {
  const { consents } = ledger;
  const joining = { "@subject": a, other: b, event: "joined", reference: "same telephone" };
  await consents.merge({ ...joining, "@occurredAt": day(4, 1) });
  await consents.merge({ ...joining, event: "separated", "@occurredAt": day(5, 1) });
  const at = async (time: string) => {
    const answer = await consents.stateOf({ subject: a, purposeId: "newsletter", at: time });
    return answer.identifiers.map(({ subject, joined }) => [subject, joined]);
  };
  const shown = (subject: string, claim = "history") => [
    subject,
    `/v1/subjects/${subject}/evidence?claim=${claim}&stream=merge`,
  ];
  expect(await at(day(3, 31))).toEqual([shown(a)]);
  expect(await at(day(4, 1))).toEqual([shown(a), shown(b)]);
  expect(await at(day(5, 1))).toEqual([shown(a)]);
  const alone = await consents.stateOf({ subject: c, purposeId: "newsletter", at: null });
  expect(alone.identifiers[0]?.joined).toBe(shown(c, "absent")[1]);
});

it("knows nothing of a person of whom a record of joining is gone", async () => {
  await recordOne(ledger, givenOf(a));
  await merge(a, b);
  const { events } = await ledger.ledger.events(a, "merge");
  const losing = {
    ...ledger.ledger,
    events: async (subject: string, stream: string) => {
      const found = await ledger.ledger.events(subject, stream);
      if (subject !== a || stream !== "merge") return found;
      return { ...found, events: found.events.map((event) => ({ ...event, record: null })) };
    },
  };
  expect(events).toHaveLength(1);
  const consents = createConsents({ ledger: losing, clock: ledger.clock });
  for (const subject of [a, b]) {
    const answer = await consents.stateOf({ subject, purposeId: "newsletter", at: null });
    expect(answer).toMatchObject({ allowed: false, reason: "unknown" });
  }
});

it("joins fifty at most", async () => {
  const joined = await Promise.all(Array.from({ length: 25 }, () => newSubject(ledger)));
  const others = await Promise.all(Array.from({ length: 25 }, () => newSubject(ledger)));
  for (const group of [joined, others])
    for (const one of group.slice(1)) await merge(group[0]!, one);
  await merge(joined[3]!, others[7]!);
  await expect(merge(a, others[0]!)).rejects.toMatchObject({
    details: { problem: "too_many_joined" },
  });
  expect(await identifiers(joined[9]!)).toHaveLength(50);
});
