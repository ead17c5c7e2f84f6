/** What follows from the log for those who were given something: whom, when, and as which message. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { PartnersFile } from "../../../../api/store/sqlite/partners.ts";
import { givenOf, purposeOf, recordOne } from "../../../helpers/consents.ts";
import {
  customerOf,
  newSubject,
  stored,
  type TestLedger,
  testLedger,
} from "../../../helpers/ledger.ts";
import {
  chainStep,
  ORGANIZATION,
  personOf,
  READER,
  type Shared,
  sharedFirm,
} from "../delivery/shared.ts";
import { OFFICER } from "../firm.ts";
import { give, messagesOf, partnersOf, walk, withdraw } from "./shared.ts";

let ledger: TestLedger;
let shared: Shared;
let store: PartnersFile;
beforeEach(async () => {
  ledger = await testLedger();
  shared = await sharedFirm(ledger);
  store = partnersOf(ledger);
});
afterEach(async () => {
  store.close();
  await ledger.close();
});

const DAY = 86_400_000;
const given = async (change: Partial<Parameters<typeof give>[1]> = {}) => {
  const person = await personOf(ledger);
  const records = [{ id: person.customer, kind: "customer", version: 1 }];
  await give(ledger, {
    subject: person.subject,
    agreement: shared.agreementId,
    records,
    ...change,
  });
  return person;
};
const told = async () => {
  await walk(ledger, store);
  const messages = await messagesOf(store, shared.agreementId);
  return messages.map(({ type, subject, body }) => [type, subject, JSON.parse(body).data.reason]);
};

describe("a withdrawal", () => {
  it("is told to whom something was given, and nobody hears of others", async () => {
    const one = await given();
    const other = await personOf(ledger);
    await withdraw(ledger, one.subject);
    await withdraw(ledger, other.subject);
    expect(await told()).toEqual([["consent.withdrawn", one.subject, "consent_withdrawn"]]);
    const [message] = await messagesOf(store, shared.agreementId);
    const now = new Date(ledger.clock.now());
    expect(JSON.parse(message!.body)).toEqual({
      type: "consent.withdrawn",
      timestamp: now.toISOString(),
      data: {
        ...{ agreement: shared.agreementId, version: 1, purpose: "newsletter" },
        ...{ subject: one.subject, reason: "consent_withdrawn", record: null, recordVersion: null },
        index: (await ledger.store.size()) - 2,
        occurredAt: now.toISOString(),
        deleteBy: new Date(now.getTime() + DAY).toISOString(),
        acknowledgeBy: new Date(now.getTime() + 3 * DAY).toISOString(),
      },
    });
    expect(message!.id).toMatch(/^msg_[0-9a-f]{32}$/);
  });

  it("is told once, again when it was given again, and under the same id when all is made again", async () => {
    const one = await given();
    await withdraw(ledger, one.subject);
    await withdraw(ledger, one.subject);
    ledger.clock.advance(1_000);
    await recordOne(ledger, givenOf(one.subject, { "@occurredAt": undefined, noticeVersion: 2 }));
    ledger.clock.advance(1_000);
    await withdraw(ledger, one.subject);
    expect((await told()).map(([type]) => type)).toEqual([
      "consent.withdrawn",
      "consent.withdrawn",
    ]);
    const before = await messagesOf(store, shared.agreementId);
    const fresh = partnersOf(ledger);
    await walk(ledger, fresh);
    expect(await messagesOf(fresh, shared.agreementId)).toEqual(before);
    fresh.close();
  });

  it("of one identifier ends what was given under the others", async () => {
    const one = await given();
    const other = await newSubject(ledger);
    await ledger.consents.merge({
      ...{ "@subject": one.subject, other, event: "joined", reference: "desk 7" },
    });
    await recordOne(ledger, givenOf(other));
    expect(await told()).toEqual([]);
    await withdraw(ledger, other);
    expect(await told()).toEqual([["consent.withdrawn", one.subject, "consent_withdrawn"]]);
  });

  it("goes to the organization that got it, whoever the recipient is by then", async () => {
    const one = await given();
    await shared.sharing.tie(shared.agreementId, { organization: "another" }, OFFICER);
    const two = await given({ reader: { ...READER, organization: "another" } });
    await withdraw(ledger, one.subject);
    await withdraw(ledger, two.subject);
    await walk(ledger, store);
    const all = await messagesOf(store, shared.agreementId);
    expect(all.map(({ organization }) => organization)).toEqual(["fourth-coffee", "another"]);
  });
});

describe("without a record", () => {
  it("a consent that runs out is told when it has", async () => {
    const person = await given();
    const until = new Date(ledger.clock.now() + DAY).toISOString();
    await recordOne(ledger, {
      ...givenOf(person.subject, {
        event: "renewed",
        "@occurredAt": undefined,
        noticeVersion: 2,
        validUntil: until,
      }),
    });
    expect(await told()).toEqual([]);
    ledger.clock.advance(DAY);
    expect(await told()).toEqual([]);
    ledger.clock.advance(2_000);
    expect(await told()).toEqual([["consent.expired", person.subject, "consent_expired"]]);
    const [message] = await messagesOf(store, shared.agreementId);
    expect(JSON.parse(message!.body)).toMatchObject({ timestamp: until, data: { index: null } });
  });

  it("terms that run out are told once, of nobody", async () => {
    await given();
    ledger.clock.advance(400 * DAY);
    expect(await told()).toEqual([["agreement.ended", null, "not_in_force"]]);
  });
});

describe("what the firm states", () => {
  it("ends what a new version of a purpose does not cover", async () => {
    const person = await given();
    ledger.clock.advance(1_000);
    await ledger.consents.definePurpose(
      purposeOf("newsletter", { material: true, inForceFrom: undefined }),
    );
    expect(await told()).toEqual([["consent.ended", person.subject, "consent_not_covered"]]);
  });

  it("ends what the use's own purpose does not carry any more", async () => {
    await ledger.consents.definePurpose(purposeOf("surveys", { lawfulBasis: "eu-gdpr:A6-1-f" }));
    const use = { purposes: [{ purposeId: "surveys", consents: ["newsletter"] }] };
    shared = await sharedFirm(ledger, use, { isNew: false, seed: "another" });
    const person = await given({ purposeId: "surveys" });
    expect(await told()).toEqual([]);
    ledger.clock.advance(1_000);
    await ledger.consents.retirePurpose("surveys", {});
    expect(await told()).toEqual([["consent.ended", person.subject, "purpose_retired"]]);
  });

  it("ends by termination what is withdrawn later as well", async () => {
    const person = await given();
    await chainStep(ledger, shared.sharing, shared.agreementId, "terminated");
    await withdraw(ledger, person.subject);
    expect(await told()).toEqual([["agreement.ended", null, "not_in_force"]]);
  });
});

it("a correction is told of who may still keep it, each version", async () => {
  const [one, other] = [await given(), await given()];
  await withdraw(ledger, other.subject);
  for (const { subject } of [one, other])
    await stored(ledger, customerOf(subject, { channel: "web" }));
  expect((await told()).map(([type, subject]) => [type, subject])).toEqual([
    ["consent.withdrawn", other.subject],
    ["record.corrected", one.subject],
  ]);
});

it("what was given is counted by day, and known", async () => {
  const request = ledger.ledger.newId();
  const one = await given({ request });
  const two = await given({ request });
  await give(ledger, {
    ...{ subject: one.subject, agreement: shared.agreementId },
    records: [{ id: one.customer, kind: "customer", version: 1 }],
  });
  await walk(ledger, store);
  expect(await store.usage(shared.agreementId, null, 10)).toEqual({
    days: [{ day: "2026-11-22", requests: 2, records: 3, people: 2 }],
    total: { requests: 2, records: 3, people: 2 },
  });
  const asked = {
    ...{ agreement: shared.agreementId, subject: two.subject },
    ...{ purpose: "newsletter", organization: ORGANIZATION },
  };
  expect(await store.wasGiven(asked)).toBe(true);
  expect(await store.wasGiven({ ...asked, subject: "N".repeat(43) })).toBe(false);
  expect(await store.wasGiven({ ...asked, purpose: "other" })).toBe(false);
  expect(await store.wasGiven({ ...asked, organization: "other" })).toBe(false);
});
