/** What partners are told while processing of somebody's data is restricted, and of objections. */
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
import { personOf, type Shared, type SharedPerson, sharedFirm } from "../delivery/shared.ts";
import { OFFICER } from "../firm.ts";
import { give, messagesOf, partnersOf, walk, withdraw } from "./shared.ts";

let ledger: TestLedger;
let shared: Shared;
let store: PartnersFile;
let person: SharedPerson;
beforeEach(async () => {
  ledger = await testLedger();
  shared = await sharedFirm(ledger);
  store = partnersOf(ledger);
  person = await given();
});
afterEach(async () => {
  store.close();
  await ledger.close();
});

async function given(change: Partial<Parameters<typeof give>[1]> = {}): Promise<SharedPerson> {
  const one = await personOf(ledger);
  const records = [{ id: one.customer, kind: "customer", version: 1 }];
  await give(ledger, {
    ...{ subject: one.subject, agreement: shared.agreementId, records },
    ...change,
  });
  return one;
}
const told = async () => {
  await walk(ledger, store);
  const messages = await messagesOf(store, shared.agreementId);
  return messages.map(({ type, body }) => [type, JSON.parse(body).data.reason]);
};
const say = (input: object, subject = person.subject) => {
  ledger.clock.advance(1_000);
  return ledger.consents.restrict({ subject, actor: OFFICER }, { ...input });
};
const restrict = (subject?: string) => say({ event: "restricted", ground: "claims" }, subject);
const lift = () => say({ event: "lifted", ground: "withdrawn" });

const RESTRICTED = ["person.restricted", "consent_restricted"];
const LIFTED = ["restriction.lifted", null];
const WITHDRAWN = ["consent.withdrawn", "consent_withdrawn"];

describe("a restriction", () => {
  it("is told with nothing to delete, and that it was lifted, too", async () => {
    await restrict();
    expect(await told()).toEqual([RESTRICTED]);
    const [message] = await messagesOf(store, shared.agreementId);
    expect(JSON.parse(message!.body).data).toMatchObject({
      ...{ subject: person.subject, purpose: "newsletter", deleteBy: null },
      acknowledgeBy: expect.any(String),
    });
    await lift();
    expect(await told()).toEqual([RESTRICTED, LIFTED]);
    const fresh = partnersOf(ledger);
    await walk(ledger, fresh);
    expect(await messagesOf(fresh, shared.agreementId)).toEqual(
      await messagesOf(store, shared.agreementId),
    );
    fresh.close();
  });

  it("under another identifier is told of what was given under this one", async () => {
    const other = await newSubject(ledger);
    await ledger.consents.merge({
      ...{ "@subject": person.subject, other, event: "joined", reference: "desk" },
    });
    await restrict(other);
    expect(await told()).toEqual([RESTRICTED]);
  });

  it("lets a withdrawal through, after which nothing is told of lifting", async () => {
    await restrict();
    ledger.clock.advance(1_000);
    await withdraw(ledger, person.subject);
    await lift();
    expect(await told()).toEqual([RESTRICTED, WITHDRAWN]);
  });

  it("ends for what is consented to anew", async () => {
    await restrict();
    ledger.clock.advance(1_000);
    const renewed = { event: "renewed", "@occurredAt": undefined, noticeVersion: 2 };
    await recordOne(ledger, givenOf(person.subject, renewed));
    expect(await told()).toEqual([RESTRICTED, LIFTED]);
  });

  it("keeps corrections back: what is given when it is lifted is the newest", async () => {
    await restrict();
    await stored(ledger, customerOf(person.subject, { name: "王小明" }));
    await lift();
    await stored(ledger, customerOf(person.subject, { name: "王小红" }));
    expect(await told()).toEqual([RESTRICTED, LIFTED, ["record.corrected", null]]);
  });

  it("of whom nothing was given is told to nobody", async () => {
    const other = await personOf(ledger);
    await restrict(other.subject);
    expect(await told()).toEqual([]);
  });
});

describe("an objection", () => {
  it("ends what was given, also while processing is restricted", async () => {
    await restrict();
    await say({ event: "objected", purposeId: "newsletter" });
    await lift();
    expect(await told()).toEqual([RESTRICTED, ["consent.ended", "consent_objected"]]);
  });

  it("to what is done with it counts, though the consent is to something else", async () => {
    await ledger.consents.definePurpose(purposeOf("surveys", { lawfulBasis: "eu-gdpr:A6-1-f" }));
    const use = { purposes: [{ purposeId: "surveys", consents: ["newsletter"] }] };
    shared = await sharedFirm(ledger, use, { isNew: false, seed: "another" });
    person = await given({ purposeId: "surveys" });
    expect(await told()).toEqual([]);
    await say({ event: "objected", purposeId: "surveys" });
    expect(await told()).toEqual([["consent.ended", "consent_objected"]]);
  });
});
