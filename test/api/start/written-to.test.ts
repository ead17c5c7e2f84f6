/** Whose addresses are written to about a person: of all their identifiers, whoever can sign in by e-mail, and nobody else's. */
import { afterEach, beforeEach, expect, it } from "vitest";
import { addressesOf } from "../../../api/start/written-to.ts";
import { newSubject, type TestLedger, testLedger } from "../../helpers/ledger.ts";
import { SUBJECTS, type TestIdentity, testIdentity } from "../identity/fixtures.ts";

let ledger: TestLedger;
let test: TestIdentity;
beforeEach(async () => {
  ledger = await testLedger();
  test = testIdentity();
});
afterEach(async () => {
  test.close();
  await ledger.close();
});

const BOSS = { id: "person/boss", role: "administrator" } as const;

it("finds those who stand for somebody, themselves and others, under joined identifiers", async () => {
  const { accounts, contacts } = test.identity;
  const [first, second, third] = SUBJECTS;
  const joined = new Map([
    [first!, second!],
    [second!, first!],
  ]);
  const find = addressesOf({
    ...{ accounts, contacts },
    ledger: {
      events: async (subject: string) => ({
        events: joined.has(subject)
          ? [{ index: 0, record: { event: "joined", other: joined.get(subject)! } }]
          : [],
        head: null,
      }),
    } as unknown as TestLedger["ledger"],
  });
  expect(await find([first!])).toEqual(new Map([[first, new Set()]]));
  for (const email of ["self@home.example", "guardian@home.example", "other@home.example"])
    accounts.create({ email, role: "customer" }, BOSS);
  for (let i = 0; i < 210; i++)
    accounts.create({ email: `c${i}@home.example`, role: "customer" }, BOSS);
  await contacts.tie(first!, "self@home.example", "self", BOSS);
  await contacts.tie(second!, "guardian@home.example", "guardian", BOSS);
  await contacts.tie(third!, "other@home.example", "self", BOSS);
  // Tied, and never signed in: there is no account to sign in to.
  await contacts.tie(first!, "nobody@home.example", "self", BOSS);
  const found = await find([second!, third!]);
  expect([...found.get(second!)!].sort()).toEqual(["guardian@home.example", "self@home.example"]);
  expect(found.get(third!)).toEqual(new Set(["other@home.example"]));
});

it("finds nobody of whom the ledger does not know, and does not fail", async () => {
  const { accounts, contacts } = test.identity;
  const find = addressesOf({ accounts, contacts, ledger: ledger.ledger });
  const known = await newSubject(ledger);
  expect(await find([known, "unknown"])).toEqual(
    new Map([
      [known, new Set()],
      ["unknown", new Set()],
    ]),
  );
});
