/** What a page is judged by: whose consent carries, what the use's own purpose is by now, whose agreement it is; and what is on record of it, attempts too. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isRefusal } from "../../../../api/core/errors.ts";
import { type Asked, createDelivery } from "../../../../api/sharing/delivery/service.ts";
import { parseCredential } from "../../../../portal/verify/credential.ts";
import { verifyCredential } from "../../../../portal/verify/verify-credential.ts";
import { day, foundFirm, givenOf, idOf, purposeOf, recordOne } from "../../../helpers/consents.ts";
import { type TestLedger, testLedger } from "../../../helpers/ledger.ts";
import { draftOf, OFFICER } from "../firm.ts";
import { askOf, chainStep, personOf, type Shared, sharedFirm, standingIn } from "./shared.ts";

let ledger: TestLedger;
let shared: Shared;
beforeEach(async () => {
  ledger = await testLedger();
  shared = await sharedFirm(ledger);
});
afterEach(() => ledger.close());

const page = (change: Partial<Asked> = {}) => shared.delivery.page(askOf(shared, change));
const customersOf = (records: readonly { readonly credential: string }[]) =>
  records.map(({ credential }) => {
    const { disclosed } = verifyCredential(credential, {
      ...{ policy: ledger.policy, now: ledger.clock.now() },
    });
    return String(disclosed.find(({ name }) => name === "@id")?.value);
  });

async function refusedWith(work: Promise<unknown>): Promise<unknown> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!isRefusal(error)) throw error ?? new Error("it was not refused");
  return [error.code, error.details];
}

const withdraw = (subject: string) =>
  recordOne(ledger, {
    ...{ "@subject": subject, "@source": "shop", event: "withdrawn", purposeId: "newsletter" },
  });

const accessesOf = async (subject: string) => {
  const { records } = await ledger.ledger.list({
    ...{ subject, kind: "access", cursor: null, limit: 100 },
  });
  return records.map(({ record }) => record);
};

describe("people of several identifiers", () => {
  const join = (subject: string, other: string, event = "joined") =>
    ledger.consents.merge({ "@subject": subject, other, event, reference: "desk 7" });

  it("are given under each that they have consented under, and none when one takes it back", async () => {
    const [one, second] = [await personOf(ledger), await personOf(ledger)];
    await join(one.subject, second.subject);
    await ledger.seal();
    const { records, until } = await page();
    expect(customersOf(records)).toEqual([one.customer, second.customer]);
    expect(parseCredential(records[1]!.credential).kind).toBe("customer");
    await withdraw(one.subject);
    await ledger.seal();
    const { ended } = await page({ since: until });
    expect([...ended].sort()).toEqual([one.subject, second.subject].sort());
  });

  it("are not given where another consented, of whom the partner would have to be told", async () => {
    const [one, other] = [await personOf(ledger), await personOf(ledger, false)];
    await join(other.subject, one.subject);
    await ledger.seal();
    const { records, leftOut } = await page();
    expect([customersOf(records), leftOut]).toEqual([[one.customer], { consent_elsewhere: 1 }]);
    expect(records[0]!.consent.join()).not.toContain(other.subject);
  });

  it("are proven by the consent that carries, not by one that another has taken back", async () => {
    const [one, second] = [await personOf(ledger), await personOf(ledger)];
    await ledger.seal();
    const { until } = await page();
    await join(one.subject, second.subject);
    await recordOne(
      ledger,
      givenOf(second.subject, { event: "withdrawn", "@occurredAt": day(4, 1) }),
    );
    const again = givenOf(second.subject, { "@occurredAt": day(5, 1) });
    const carrying = idOf(await recordOne(ledger, again));
    await ledger.seal();
    const { records, leftOut } = await page();
    expect([customersOf(records), leftOut]).toEqual([[second.customer], { consent_elsewhere: 1 }]);
    expect((await accessesOf(second.subject)).at(-1)).toMatchObject({ consent: carrying });
    // What it has of the first it cannot be shown a consent to any more.
    expect((await page({ since: until })).ended).toEqual([one.subject]);
  });
});

describe("the use's own purpose", () => {
  const use = { purposes: [{ purposeId: "surveys", consents: ["newsletter"] }] };
  async function sharingSurveys() {
    await ledger.close();
    ledger = await testLedger();
    await foundFirm(ledger);
    await ledger.consents.definePurpose(purposeOf("surveys", { lawfulBasis: "eu-gdpr:A6-1-f" }));
    shared = await sharedFirm(ledger, use, { isNew: false });
    const one = await personOf(ledger);
    await ledger.seal();
    const before = await page({ purposeId: "surveys" });
    expect(customersOf(before.records)).toEqual([one.customer]);
    ledger.clock.advance(1_000);
    return before;
  }

  it("gives nothing any more once it is retired, and that is told as a whole", async () => {
    const { until } = await sharingSurveys();
    await ledger.consents.retirePurpose("surveys", {});
    ledger.clock.advance(1_000);
    await ledger.seal();
    const then = await page({ purposeId: "surveys", since: until });
    expect([then.complete, then.records, then.leftOut]).toEqual([
      ...[true, [], { purpose_retired: 1 }],
    ]);
  });

  it("gives nothing of who was not asked once people are asked for it", async () => {
    const { until } = await sharingSurveys();
    await ledger.consents.definePurpose(
      purposeOf("surveys", { material: true, inForceFrom: undefined }),
    );
    ledger.clock.advance(1_000);
    await ledger.seal();
    const then = await page({ purposeId: "surveys", since: until });
    expect([then.complete, then.records, then.leftOut]).toEqual([
      ...[true, [], { purpose_needs_consent: 1 }],
    ]);
  });
});

it("changes since are everything where the terms were amended before it was recorded", async () => {
  await personOf(ledger);
  await ledger.seal();
  ledger.clock.advance(1_000);
  const validFrom = new Date(ledger.clock.now() - 86_400_000).toISOString();
  await shared.sharing.change(shared.agreementId, draftOf({ validFrom }), OFFICER);
  const time = new Date(ledger.clock.now()).toISOString();
  ledger.clock.advance(60_000);
  await personOf(ledger);
  await ledger.seal();
  const { until } = await page();
  ledger.clock.advance(60_000);
  const step = { time, version: 2 };
  await chainStep(ledger, shared.sharing, shared.agreementId, "activated", step);
  await ledger.seal();
  const { version, complete, records } = await page({ since: until });
  expect([version, complete, records.length]).toEqual([2, true, 2]);
});

it("what was shown of a consent is on record with each name that its evidence discloses", async () => {
  const { subject } = await personOf(ledger);
  await ledger.seal();
  const [given] = (await page()).records;
  const { record } = JSON.parse(given!.consent[0]!) as {
    record: { fields: readonly { disclosure?: string }[] };
  };
  const disclosed = record.fields.flatMap(({ disclosure }) =>
    disclosure === undefined
      ? []
      : [JSON.parse(Buffer.from(disclosure, "base64url").toString())[1] as string],
  );
  const [access] = await accessesOf(subject);
  const told = access!.told as unknown as readonly { of: string; fields: readonly string[] }[];
  expect(told).toMatchObject([{ what: "evidence", of: "consent/newsletter" }]);
  expect([...told[0]!.fields].sort()).toEqual(disclosed.sort());
  expect(disclosed).toContain("@subject");
});

describe("attempts outside of the terms", () => {
  const administration = async () => {
    const { events } = await ledger.ledger.events(ledger.ledger.firm, "administration");
    return events.flatMap(({ record }) => (record?.event === "delivery-refused" ? [record] : []));
  };
  const attempt = async (change: Partial<Asked>) =>
    expect(await refusedWith(page({ purposeId: "profiling", ...change }))).toEqual([
      ...["outside_terms", { term: "purposes" }],
    ]);

  it("that name the ledger itself are on record, too, and it is nobody whose records there are", async () => {
    const { firm } = ledger.ledger;
    await attempt({ subject: firm });
    expect(await administration()).toHaveLength(1);
    expect(await refusedWith(page({ subject: firm }))).toEqual(["not_found", { what: "subject" }]);
  });

  it("fill neither the ledger nor anybody's stream", async () => {
    const { subject } = await personOf(ledger);
    for (let i = 0; i < 20; i++) {
      await attempt({});
      await attempt({ subject, purposeId: `profiling-${i}` });
    }
    expect(await administration()).toHaveLength(1);
    expect(await accessesOf(subject)).toHaveLength(1);
    ledger.clock.advance(601_000);
    await attempt({});
    const later = await administration();
    expect(later.map(({ count }) => count ?? null)).toEqual([null, 19, 19, null]);
    expect(JSON.stringify(later)).not.toContain(subject);
    await attempt({});
    await shared.delivery.end();
    expect((await administration()).at(-1)).toMatchObject({ count: 1, outcome: "purposes" });
  });

  it("name the version that both have signed, not one that is drafted", async () => {
    const { subject } = await personOf(ledger);
    const validFrom = "2027-01-01T00:00:00.000Z";
    await shared.sharing.change(shared.agreementId, draftOf({ validFrom }), OFFICER);
    await attempt({ subject });
    expect(await accessesOf(subject)).toMatchObject([{ agreementVersion: 1 }]);
  });
});

it("nobody gets what became another organization's while it was being made", async () => {
  await personOf(ledger);
  await ledger.seal();
  const { recordReads } = ledger.ledger;
  const meanwhile = {
    ...ledger.ledger,
    async recordReads(reads: Parameters<typeof recordReads>[0]) {
      await recordReads(reads);
      await shared.sharing.tie(shared.agreementId, { organization: "fabrikam" }, OFFICER);
    },
  };
  const { consents, clock, issuer } = ledger;
  const delivery = createDelivery({
    ...{ ledger: meanwhile, consents, clock, issuer, ...standingIn(ledger) },
  });
  const none = ["not_found", { what: "agreement" }];
  expect(await refusedWith(delivery.page(askOf(shared)))).toEqual(none);
});
