/** Whose addresses are written to about a person: whoever can sign in by e-mail for this very identifier, and nobody else's. */
import { afterEach, beforeEach, expect, it } from "vitest";
import { addressesOf, readsFor } from "../../../api/start/written-to.ts";
import { SUBJECTS, type TestIdentity, testIdentity } from "../identity/fixtures.ts";

let test: TestIdentity;
beforeEach(() => {
  test = testIdentity();
});
afterEach(() => test.close());

const BOSS = { id: "person/boss", role: "administrator" } as const;

it("finds those who stand for somebody, themselves and others, and for nobody else", async () => {
  const { accounts, contacts } = test.identity;
  const [first, second, third] = SUBJECTS;
  const find = addressesOf({ accounts, contacts });
  expect(await find([first!])).toEqual(new Map([[first, new Set()]]));
  const all = ["self", "guardian", "other", "both"].map((name) => `${name}@home.example`);
  for (const email of all) accounts.create({ email, role: "customer" }, BOSS);
  for (let i = 0; i < 210; i++)
    accounts.create({ email: `c${i}@home.example`, role: "customer" }, BOSS);
  await contacts.tie(first!, "self@home.example", "self", BOSS);
  await contacts.tie(second!, "guardian@home.example", "guardian", BOSS);
  for (const one of [first!, second!]) await contacts.tie(one, "both@home.example", "self", BOSS);
  await contacts.tie(third!, "other@home.example", "self", BOSS);
  // Tied, and never signed in: there is no account to sign in to.
  await contacts.tie(first!, "nobody@home.example", "self", BOSS);
  const found = await find([first!, second!, third!]);
  const sorted = [first!, second!, third!].map((one) => [...found.get(one)!].sort());
  const reads = readsFor({ accounts, contacts });
  expect(await Promise.all([first!, second!, third!].map(reads))).toEqual([true, true, true]);
  contacts.untie(third!, "other@home.example", BOSS);
  expect(await reads(third!)).toBe(false);
  await contacts.tie(third!, "never-in@home.example", "self", BOSS);
  expect(await reads(third!)).toBe(false);
  expect(sorted).toEqual([
    ["both@home.example", "self@home.example"],
    ["both@home.example", "guardian@home.example"],
    ["other@home.example"],
  ]);
});

it("finds nobody of whom nobody knows, and does not fail", async () => {
  const { accounts, contacts } = test.identity;
  expect(await addressesOf({ accounts, contacts })(["unknown"])).toEqual(
    new Map([["unknown", new Set()]]),
  );
});
