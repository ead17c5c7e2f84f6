/** A partner that keeps itself up to date: whatever happens in between, after each round it has exactly what a naive reference says, and nothing more. */
import fc from "fast-check";
import { afterEach, expect, it } from "vitest";
import { isRefusal } from "../../../../api/core/errors.ts";
import { verifyCredential } from "../../../../portal/verify/verify-credential.ts";
import { givenOf, purposeOf, recordOne } from "../../../helpers/consents.ts";
import {
  customerOf,
  newSubject,
  orderOf,
  stored,
  type TestLedger,
  testLedger,
} from "../../../helpers/ledger.ts";
import { askOf, type Shared, sharedFirm } from "./shared.ts";

const PEOPLE = 4;
const OPERATIONS = [
  ...["customer", "order", "give", "withdraw", "lend", "wait", "join", "part"],
  ...["change-purpose", "sync"],
] as const;
type Operation = readonly [what: (typeof OPERATIONS)[number], who: number, limit: number];

let ledger: TestLedger;
afterEach(() => ledger.close());

interface Kept {
  readonly subject: string;
  readonly version: number;
}

/** What the partner has, by `@id`. */
type Replica = Map<string, Kept>;

async function sync(
  shared: Shared,
  replica: Replica,
  since: number | null,
  limit: number,
): Promise<number> {
  const { policy, clock } = ledger;
  let until = 0;
  let isFirst = true;
  for await (const page of shared.delivery.pages(askOf(shared, { since, limit }))) {
    if (isFirst && page.complete) replica.clear();
    isFirst = false;
    for (const { credential } of page.records) {
      const { disclosed } = verifyCredential(credential, { policy, now: clock.now() });
      const value = (name: string) => disclosed.find((field) => field.name === name)?.value;
      const kept = { subject: String(value("@subject")), version: Number(value("@version")) };
      replica.set(String(value("@id")), kept);
    }
    for (const subject of page.ended)
      for (const [id, kept] of replica) if (kept.subject === subject) replica.delete(id);
    until = page.until;
  }
  return until;
}

/** One after the other, person by person. */
async function reference(people: readonly string[]): Promise<Replica> {
  const all: Replica = new Map();
  for (const subject of people) {
    const told = await ledger.consents.stateOf({ subject, purposeId: "newsletter", at: null });
    if (!told.allowed) continue;
    for (const kind of ["customer", "order"]) {
      const page = await ledger.ledger.list({ subject, kind, cursor: null, limit: 100 });
      for (const { id, version } of page.records) all.set(id, { subject, version });
    }
  }
  return all;
}

async function operate(
  people: readonly string[],
  [what, who, limit]: Operation,
  count: number,
): Promise<void> {
  const subject = people[who]!;
  const now = new Date(ledger.clock.now()).toISOString();
  const given = { "@occurredAt": now, noticeVersion: 2 };
  switch (what) {
    case "customer":
      await stored(ledger, customerOf(subject, { "@occurredAt": now, note: `change ${count}` }));
      return;
    case "order":
      await stored(ledger, orderOf(subject, { "@occurredAt": now, note: `order ${count}` }));
      return;
    case "give":
      await recordOne(ledger, givenOf(subject, given));
      return;
    case "lend": {
      const validUntil = new Date(ledger.clock.now() + 3_600_000).toISOString();
      await recordOne(ledger, givenOf(subject, { ...given, validUntil }));
      return;
    }
    case "withdraw":
      await recordOne(ledger, {
        ...{ "@subject": subject, "@source": "shop", "@occurredAt": now },
        ...{ event: "withdrawn", purposeId: "newsletter" },
      });
      return;
    case "wait":
      ledger.clock.advance(7_200_000);
      for (const one of people) await ledger.consents.expire(one, "newsletter");
      return;
    case "join":
    case "part": {
      const event = what === "join" ? "joined" : "separated";
      const other = people[(who + 1) % PEOPLE]!;
      await ledger.consents.merge({ "@subject": subject, other, event, reference: "desk" });
      return;
    }
    case "change-purpose":
      await ledger.consents.definePurpose(
        purposeOf("newsletter", { inForceFrom: undefined, material: limit > 3 }),
      );
  }
}

const operation = fc.tuple(
  fc.constantFrom(...OPERATIONS),
  fc.nat(PEOPLE - 1),
  fc.integer({ min: 1, max: 5 }),
);

it("has what a naive reference says, after whatever happened", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(operation, { minLength: 10, maxLength: 30 }), async (operations) => {
      ledger = await testLedger();
      const records = [
        { kind: "customer", fields: ["channel", "emails"] },
        { kind: "order", fields: ["channel"] },
      ];
      const shared = await sharedFirm(ledger, { records });
      const people: string[] = [];
      for (let i = 0; i < PEOPLE; i++) people.push(await newSubject(ledger));
      const replica: Replica = new Map();
      let since: number | null = null;
      for (const [count, one] of [...operations, ["sync", 0, 2] as const].entries()) {
        ledger.clock.advance(1_000);
        if (one[0] !== "sync") {
          await operate(people, one, count).catch((error: unknown) => {
            if (!isRefusal(error)) throw error;
          });
          continue;
        }
        await ledger.seal();
        since = await sync(shared, replica, since, one[2]);
        const wanted = await reference(people);
        expect(new Map([...replica].sort())).toEqual(new Map([...wanted].sort()));
      }
      if (ledger.bugs.length > 0) throw ledger.bugs[0];
      await ledger.close();
    }),
    { numRuns: 25 },
  );
  ledger = await testLedger();
}, 240_000);
