/** A page is bounded, nothing is lost at its edges, and where it ends says nothing to anybody. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Refusal } from "../../../../api/core/errors.ts";
import {
  type CursorOf,
  cursorsOf,
  type Kept,
  passingCursors,
} from "../../../../api/sharing/delivery/cursor.ts";
import { type Asked, createDelivery } from "../../../../api/sharing/delivery/service.ts";
import { lookOn } from "../../../../api/sharing/delivery/walk.ts";
import { macsWith } from "../../../../api/vault/macs.ts";
import { givenOf, recordOne } from "../../../helpers/consents.ts";
import {
  newSubject,
  orderOf,
  seededRandom,
  type TestLedger,
  testLedger,
} from "../../../helpers/ledger.ts";
import { askOf, personOf, READER, type Shared, sharedFirm, standingIn } from "./shared.ts";

let ledger: TestLedger;
let shared: Shared;
beforeEach(async () => {
  ledger = await testLedger();
  const records = [
    { kind: "customer", fields: ["channel", "emails"] },
    { kind: "order", fields: ["channel"] },
  ];
  shared = await sharedFirm(ledger, { records });
});
afterEach(() => ledger.close());

const page = (change: Partial<Asked> = {}) => shared.delivery.page(askOf(shared, change));
const refuse = (subject: string) =>
  recordOne(ledger, givenOf(subject, { event: "refused", choice: "No" }));

/** Together, as a client sends many. */
async function orders(subject: string, count: number): Promise<void> {
  const { ledger: own } = ledger;
  const drafts = Array.from({ length: count }, (_, i) =>
    own.parse(orderOf(subject, { externalNumber: `O-${i}` })),
  );
  await own.write(drafts.map((draft) => ({ draft, insist: false, idempotency: null })));
}

describe("of a person with more records than a page holds", () => {
  it("the last page has the last of them, in portions of every size", async () => {
    const one = await personOf(ledger);
    await orders(one.subject, 210);
    await ledger.seal();
    for (const [limit, portions] of [
      [200, [200, 11]],
      [199, [199, 12]],
    ] as const) {
      const found: number[] = [];
      for await (const { records } of shared.delivery.pages(
        askOf(shared, { subject: one.subject, limit }),
      ))
        found.push(records.length);
      expect(found).toEqual(portions);
    }
  });

  it("all come where they have consented since, asked of them alone or of everybody", async () => {
    const one = await personOf(ledger, false);
    await orders(one.subject, 210);
    await ledger.seal();
    const { until } = await page({ limit: 200 });
    await recordOne(ledger, givenOf(one.subject));
    await ledger.seal();
    for (const subject of [null, one.subject]) {
      let count = 0;
      for await (const { records } of shared.delivery.pages(
        askOf(shared, { since: until, limit: 200, subject }),
      ))
        count += records.length;
      expect(count).toBe(211);
    }
  });
});

describe("a page", () => {
  it("looks at no more people than it may give records, whether it gives any or not", async () => {
    const people = [];
    for (let i = 0; i < 12; i++) people.push(await newSubject(ledger));
    await ledger.seal();
    const { until } = await page();
    for (const one of people) await refuse(one);
    await ledger.seal();
    const asked: number[] = [];
    const { decideMany } = ledger.consents;
    const counting: typeof decideMany = (questions, at) => {
      asked.push(questions.length);
      return decideMany(questions, at);
    };
    const { clock, issuer } = ledger;
    const consents = { ...ledger.consents, decideMany: counting };
    const delivery = createDelivery({
      ...{ ledger: ledger.ledger, consents, clock, issuer, ...standingIn(ledger) },
    });
    for await (const _ of delivery.pages(askOf(shared, { since: until, limit: 5 })));
    expect(asked).toEqual([5, 5, 2]);
  });

  it("goes on with the next entry where the one is gone that it ended in the middle of", async () => {
    const [one, other] = [await personOf(ledger, false), await personOf(ledger, false)];
    await ledger.seal();
    const { until } = await page();
    const outcome = await recordOne(ledger, givenOf(one.subject));
    const at = outcome.outcome === "stored" ? outcome.events[0]!.entry.index : -1;
    await recordOne(ledger, givenOf(other.subject));
    await ledger.seal();
    const { consents } = ledger;
    const gone: typeof ledger.ledger.placesIn = async (from, below) => {
      const found = await ledger.ledger.placesIn(from, below);
      return { ...found, places: found.places.filter(({ index }) => index !== at) };
    };
    const context = { consents, ledger: { ...ledger.ledger, placesIn: gone } };
    const { places } = await lookOn(context as never, {
      walk: { until: await ledger.store.size(), since: until, at, sub: until },
      ...{ kinds: ["customer"], consents: ["newsletter"], limit: 5 },
    });
    expect(places.map(({ id }) => id)).toEqual([other.customer]);
  });

  it("tells nothing of single people: what was left out is counted at the end of all of it", async () => {
    for (const consenting of [true, false, true, false, true]) await personOf(ledger, consenting);
    await ledger.seal();
    const told: object[] = [];
    let cursor: string | null = null;
    let until = 0;
    do {
      const made: Awaited<ReturnType<typeof page>> = await page({ limit: 1, cursor });
      told.push(made.leftOut);
      ({ next: cursor, until } = made);
    } while (cursor !== null);
    expect(told.slice(0, -1)).toEqual(told.slice(1).map(() => ({})));
    expect(told.at(-1)).toEqual({ consent_never_asked: 2 });
    // Of two answers to changes the difference would be what one person is.
    const changes = [];
    for (let since = 1; since <= until; since++) changes.push(await page({ since }));
    const partial = changes.filter(({ complete }) => !complete);
    expect(partial.length).toBeGreaterThan(5);
    for (const { leftOut } of partial) expect(leftOut).toEqual({});
  });

  it("is the next one of the answer that it was made for alone", async () => {
    const people = [await personOf(ledger), await personOf(ledger), await personOf(ledger)];
    await ledger.seal();
    const { next, until } = await page({ limit: 1 });
    expect((await page({ limit: 1, cursor: next })).records).toHaveLength(1);
    const asOther = { ...READER, organization: "fabrikam" };
    const refused = { code: "invalid_parameter", details: { parameter: "cursor" } };
    for (const change of [
      { subject: people[1]!.subject },
      { since: until },
      { since: 0 },
      { cursor: `${next!.slice(0, 80)}${next![80] === "A" ? "B" : "A"}${next!.slice(81)}` },
      { cursor: `${until}.all.0.-1` },
    ])
      await expect(page({ limit: 1, cursor: next, ...change })).rejects.toMatchObject(refused);
    await shared.sharing.tie(
      shared.agreementId,
      { organization: "fabrikam" },
      { id: "account/7", role: "officer" },
    );
    const stolen = page({ limit: 1, cursor: next, reader: asOther });
    await expect(stolen).rejects.toMatchObject(refused);
  });
});

describe("a cursor", () => {
  const random = seededRandom("cursor");
  const of: CursorOf = { agreementId: "a", purposeId: "p", subject: null, organization: "o" };
  const kept: Kept = {
    walk: { until: 9, since: null, at: 3, sub: -1 },
    ...{ asked: null, leftOut: { consent_withdrawn: 2 } },
  };
  const mac = macsWith(new Map([["delivery", Buffer.alloc(32, 7)]]));

  it("says what it was made with, to nobody but its ledger", () => {
    const cursors = cursorsOf(mac, random, "one.example");
    const made = cursors.make(kept, of);
    expect(cursors.open(made, of)).toEqual(kept);
    expect(cursorsOf(mac, random, "one.example").open(made, of)).toEqual(kept);
    for (const others of [cursorsOf(mac, random, "two.example"), passingCursors(random)])
      expect(others.open(made, of)).toBeNull();
    expect(Buffer.from(made, "base64url").toString("latin1")).not.toContain("withdrawn");
    for (const change of [
      { agreementId: "b" },
      { purposeId: "q" },
      { subject: "s" },
      { organization: null },
    ])
      expect(cursors.open(made, { ...of, ...change })).toBeNull();
  });

  it("has one length, whatever was counted", () => {
    const cursors = cursorsOf(mac, random, "one.example");
    const lengths = [{}, { consent_never_asked: 123_456, consent_withdrawn: 7 }].map(
      (leftOut) => cursors.make({ ...kept, leftOut }, of).length,
    );
    expect(new Set(lengths).size).toBe(1);
  });
});

it("a refusal about one record, or one person's consent, spoils no other's", async () => {
  const [one, two, three] = [
    await personOf(ledger),
    await personOf(ledger),
    await personOf(ledger),
  ];
  await ledger.seal();
  const { clock, issuer, consents } = ledger;
  const { evidenceTogether } = ledger.ledger;
  const strange: typeof evidenceTogether = (checker) => {
    const together = evidenceTogether(checker);
    return {
      ...together,
      async file(request) {
        if (request.id === one.customer) throw new Refusal("unknown_fields", { fields: "x" });
        if (request.id === two.consent)
          throw new Refusal("stream_too_long", { events: 10_000, limit: null });
        return together.file(request);
      },
    };
  };
  const delivery = createDelivery({
    ...{ ledger: { ...ledger.ledger, evidenceTogether: strange }, clock, issuer, consents },
    ...standingIn(ledger),
  });
  const { records, leftOut } = await delivery.page(askOf(shared));
  expect([records.length, leftOut]).toEqual([1, { unprovable: 2 }]);
  expect(three.consent).not.toBeNull();
});
