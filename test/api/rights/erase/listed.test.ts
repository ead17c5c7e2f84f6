/** Whether the list of the erased is as new as the log: by ids where declarations can be read, by how many there are where they cannot. */
import { afterEach, beforeEach, expect, it } from "vitest";
import { assertListed } from "../../../../api/rights/erase/listed.ts";
import { type TestLedger, testLedger } from "../../../helpers/ledger.ts";
import { erase, firm, PLANTED, somebody } from "./scene.ts";

let ledger: TestLedger;
let ids: string[];
beforeEach(async () => {
  ledger = await testLedger();
  await firm(ledger);
  ids = [];
  for (const one of ["1", "2"]) {
    const who = { ...PLANTED, number: `CUST-${one}`, order: `O-${one}` };
    ids.push((await erase(ledger.rights, await somebody(ledger, who))).id);
  }
});
afterEach(() => ledger.close());

/** The list knows these, and so many in all. */
const listing = (known: readonly string[], count = known.length) =>
  assertListed({
    ...{ store: ledger.store, vault: ledger.vault, policy: ledger.policy },
    keyStore: {
      erasureCount: async () => count,
      erasure: async (id) => (known.includes(id) ? ledger.keyStore.erasure(id) : null),
    },
  });
const missing = (listed: number) => ({
  code: "erasures_missing",
  details: { listed, declared: 2 },
});

it("holds where each declaration is of an erasure that is listed, whatever else is", async () => {
  await listing(ids);
  await listing(ids, 9);
});

it("does not where one is not, however many others are", async () => {
  await expect(listing(ids.slice(0, 1))).rejects.toMatchObject(missing(1));
  await expect(listing(ids.slice(0, 1), 2)).rejects.toMatchObject(missing(1));
  await expect(listing([], 2)).rejects.toMatchObject(missing(0));
});

it("of declarations that cannot be read there must be as many as nothing else names", async () => {
  // As recovering out of the second copy leaves it.
  ledger.tamper((db) => {
    const at = "SELECT max(idx) FROM records WHERE kind = 'erasure'";
    db.exec(`DELETE FROM records WHERE idx = (${at})`);
  });
  await ledger.restart();
  await listing(ids);
  await listing([ids[0]!], 2);
  await expect(listing([ids[0]!])).rejects.toMatchObject(missing(1));
  await expect(listing([ids[1]!], 2)).rejects.toMatchObject(missing(1));
});
