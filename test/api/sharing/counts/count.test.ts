/** Counts: what a naive reference says, to the firm exactly, and to the partner nothing that moves with one person. */
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isRefusal } from "../../../../api/core/errors.ts";
import {
  type CountAsked,
  type Counts,
  createCounts,
} from "../../../../api/sharing/counts/service.ts";
import { day, foundFirm, givenOf, purposeOf, recordOne } from "../../../helpers/consents.ts";
import {
  customerOf,
  newSubject,
  orderOf,
  stored,
  type TestLedger,
  testLedger,
} from "../../../helpers/ledger.ts";
import { chainStep, ORGANIZATION, personOf, type Shared, sharedFirm } from "../delivery/shared.ts";
import { draftOf, OFFICER } from "../firm.ts";

const DAY = 86_400_000;
const PARTNER = { id: "person/partner", role: "partner", organization: ORGANIZATION } as const;
const FIRM = { ...OFFICER, organization: null };

let ledger: TestLedger;
let shared: Shared;
beforeEach(async () => {
  ledger = await testLedger();
});
afterEach(() => ledger.close());

const countsOf = (threshold = 20): Counts =>
  createCounts({
    ...{ ledger: ledger.ledger, consents: ledger.consents, clock: ledger.clock, threshold },
    ...{ mac: ledger.vault.mac, inForce: shared.sharing.inForce },
    agreements: shared.sharing.agreements,
  });
const asked = (by: CountAsked["by"], change: Partial<CountAsked> = {}): CountAsked => ({
  ...{ agreementId: shared.agreementId, purposeId: "newsletter", version: null, by },
  ...{ route: "GET /v1/agreements/{id}/count", ...change },
});
const withdraw = (subject: string) =>
  recordOne(ledger, {
    ...{ "@subject": subject, "@source": "shop", event: "withdrawn", purposeId: "newsletter" },
    "@occurredAt": new Date(ledger.clock.now()).toISOString(),
  });

async function codeOf(work: Promise<unknown>): Promise<unknown> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  return isRefusal(error) ? [error.code, error.details] : error;
}

describe("what the firm is told", () => {
  it("is nobody where the use's own purpose is retired", async () => {
    await foundFirm(ledger);
    await ledger.consents.definePurpose(purposeOf("surveys", { lawfulBasis: "eu-gdpr:A6-1-f" }));
    const use = { purposes: [{ purposeId: "surveys", consents: ["newsletter"] }] };
    shared = await sharedFirm(ledger, use, { isNew: false });
    await personOf(ledger);
    const count = async () => (await countsOf().count(asked(FIRM, { purposeId: "surveys" }))).count;
    expect(await count()).toBe(1);
    await ledger.consents.retirePurpose("surveys", {});
    ledger.clock.advance(DAY);
    expect(await count()).toBe(0);
  });

  it("is what a naive reference says, after whatever happened", async () => {
    const kinds = ["customer", "order"];
    shared = await sharedFirm(ledger, {
      records: kinds.map((kind) => ({ kind, fields: ["channel"] })),
    });
    const people: string[] = [];
    const operation = fc.tuple(
      fc.constantFrom("new", "customer", "order", "give", "withdraw", "lend", "join", "part"),
      fc.nat(30),
    );
    /** Person by person, identifier by identifier. */
    const reference = async (): Promise<number> => {
      const counted = new Set<string>();
      for (const subject of people) {
        const of = { subject, purposeId: "newsletter", at: null };
        if (!(await ledger.consents.stateOf(of)).allowed) continue;
        const all = [...(await ledger.consents.identifiersOf(subject))].sort();
        for (const one of all)
          for (const kind of kinds) {
            const page = await ledger.ledger.list({ subject: one, kind, cursor: null, limit: 1 });
            if (page.records.length > 0) counted.add(all[0]!);
          }
      }
      return counted.size;
    };
    const operate = async ([what, who]: readonly [string, number]): Promise<void> => {
      const now = new Date(ledger.clock.now()).toISOString();
      if (what === "new" || people.length < 2) {
        people.push(await newSubject(ledger));
        return;
      }
      const subject = people[who % people.length]!;
      const given = { "@occurredAt": now, noticeVersion: 2 };
      const lent = { validUntil: new Date(ledger.clock.now() + DAY).toISOString() };
      if (what === "customer")
        await stored(ledger, customerOf(subject, { "@occurredAt": now, note: now }));
      if (what === "order")
        await stored(ledger, orderOf(subject, { "@occurredAt": now, note: now }));
      if (what === "give") await recordOne(ledger, givenOf(subject, given));
      if (what === "lend") await recordOne(ledger, givenOf(subject, { ...given, ...lent }));
      if (what === "withdraw") await withdraw(subject);
      if (what !== "join" && what !== "part") return;
      const event = what === "join" ? "joined" : "separated";
      const other = people[(who + 1) % people.length]!;
      await ledger.consents.merge({ "@subject": subject, other, event, reference: "desk" });
    };
    let most = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(operation, { minLength: 20, maxLength: 40 }), async (all) => {
        for (const one of all) {
          ledger.clock.advance(3_600_000);
          await operate(one).catch((error: unknown) => {
            if (!isRefusal(error)) throw error;
          });
        }
        const { count, exact } = await countsOf().count(asked(FIRM));
        expect([count, exact]).toEqual([await reference(), true]);
        most = Math.max(most, count ?? 0);
      }),
      { numRuns: 12 },
    );
    expect(most).toBeGreaterThan(2);
  }, 120_000);

  it("is of drafts, too, and of each use that the terms name", async () => {
    shared = await sharedFirm(ledger);
    await personOf(ledger);
    await ledger.consents.definePurpose(purposeOf("coupons", { inForceFrom: day(1, 2) }));
    const next = draftOf({
      records: [{ kind: "order", fields: ["channel"] }],
      purposes: [{ purposeId: "newsletter", consents: ["newsletter"] }],
    });
    await shared.sharing.change(shared.agreementId, next, OFFICER);
    const counts = countsOf();
    expect(await counts.count(asked(FIRM))).toMatchObject({ version: 1, count: 1, nextAt: null });
    expect(await counts.count(asked(FIRM, { version: 2 }))).toMatchObject({ version: 2, count: 0 });
    const refused = (change: Partial<CountAsked>, by: CountAsked["by"] = FIRM) =>
      codeOf(counts.count(asked(by, change)));
    expect(await refused({ version: 9 })).toEqual(["not_found", { what: "agreementVersion" }]);
    expect(await refused({ purposeId: "coupons" })).toEqual([
      "outside_terms",
      { term: "purposes" },
    ]);
    expect(await refused({ agreementId: "nobody" })).toEqual(["not_found", { what: "agreement" }]);
    // Drafts are the firm's, and another's agreement is none.
    expect(await refused({ version: 2 }, PARTNER)).toEqual([
      "invalid_parameter",
      { parameter: "version" },
    ]);
    for (const organization of ["other", null])
      expect(await refused({}, { ...PARTNER, organization })).toEqual([
        "not_found",
        { what: "agreement" },
      ]);
  });
});

/** What the firm's stream says of who asked. */
async function recorded() {
  const { firm } = ledger.ledger;
  const asking = { subject: firm, kind: "administration", cursor: null, limit: 100 };
  const { records } = await ledger.ledger.list(asking);
  return records.flatMap(({ record }) => (record.event === "count-asked" ? [record] : []));
}

describe("what the partner is told", () => {
  beforeEach(async () => {
    shared = await sharedFirm(ledger);
  });

  it("is nothing while they are few, and that it asked is on record", async () => {
    await personOf(ledger);
    const told = await countsOf().count(asked(PARTNER));
    expect(told).toMatchObject({ exact: false, count: null, threshold: 20, version: 1 });
    expect(await recorded()).toMatchObject([
      {
        ...{ outcome: "below", count: null, organization: ORGANIZATION },
        actor: { id: "person/partner", role: "partner" },
        target: { type: "agreement", id: shared.agreementId },
      },
    ]);
  });

  it("is one answer in four weeks, whoever comes or goes meanwhile, also over a restart", async () => {
    const people = [];
    for (let i = 0; i < 40; i++) people.push(await personOf(ledger));
    const exact = async (): Promise<number | null> => (await countsOf().count(asked(FIRM))).count;
    expect(await exact()).toBe(40);
    const counts = countsOf();
    const first = await counts.count(asked(PARTNER));
    expect(first.count! % 10).toBe(0);
    expect(Math.abs(first.count! - 40)).toBeLessThanOrEqual(15);
    ledger.clock.advance(60_000);
    for (const { subject } of people.slice(0, 35)) await withdraw(subject);
    expect(await exact()).toBe(5);
    expect(await counts.count(asked(PARTNER))).toEqual(first);
    await ledger.seal();
    // Nothing is in memory any more.
    expect(await countsOf().count(asked(PARTNER))).toEqual(first);
    // A threshold that was raised since hides it.
    expect((await countsOf(1_000).count(asked(PARTNER))).count).toBeNull();
    const wait = Date.parse(first.nextAt!) - ledger.clock.now();
    expect(wait).toBeLessThanOrEqual(28 * DAY);
    ledger.clock.advance(wait);
    const later = await countsOf().count(asked(PARTNER));
    expect([later.count, later.countedAt > first.countedAt]).toEqual([null, true]);
    expect((await recorded()).map(({ outcome }) => outcome)).toEqual([
      ...["told", "told", "told", "below", "below"],
    ]);
  });

  it("is the same under every agreement that covers the same people, so that nobody averages it", async () => {
    const people = [];
    for (let i = 0; i < 40; i++) people.push(await personOf(ledger));
    const first = await countsOf().count(asked(PARTNER));
    const { agreementId } = shared;
    for (const { subject } of people.slice(0, 20)) await withdraw(subject);
    shared = await sharedFirm(ledger, { retention: "P2Y" }, { isNew: false, seed: "another" });
    expect(shared.agreementId).not.toBe(agreementId);
    const second = await countsOf().count(asked(PARTNER));
    expect([second.count, second.countedAt]).toEqual([first.count, first.countedAt]);
  });

  it("is told for planning, of what was put before them", async () => {
    for (let i = 0; i < 40; i++) await personOf(ledger);
    const { agreementId } = await shared.sharing.draft(draftOf(), OFFICER);
    await shared.sharing.tie(agreementId, { organization: ORGANIZATION }, OFFICER);
    const counts = countsOf();
    // A draft is nobody's but the firm's.
    expect(await codeOf(counts.count(asked(PARTNER, { agreementId })))).toEqual([
      ...["not_found", { what: "agreementVersion" }],
    ]);
    await chainStep(ledger, shared.sharing, agreementId, "proposed");
    expect((await counts.count(asked(PARTNER, { agreementId }))).count).toBeGreaterThan(20);
  });

  it("is refused outside of the terms, which is on record", async () => {
    const counts = countsOf();
    expect(await codeOf(counts.count(asked(PARTNER, { purposeId: "coupons" })))).toEqual([
      ...["outside_terms", { term: "purposes" }],
    ]);
    await chainStep(ledger, shared.sharing, shared.agreementId, "terminated");
    expect(await codeOf(counts.count(asked(PARTNER)))).toEqual([
      ...["outside_terms", { term: "termination" }],
    ]);
    expect((await recorded()).map(({ outcome }) => outcome)).toEqual(["purposes", "termination"]);
    // The firm may still look.
    expect(await counts.count(asked(FIRM))).toMatchObject({ exact: true, version: 1 });
  });
});
