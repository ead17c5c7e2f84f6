/** When it is recorded that an erasure is complete: not before every root key is gone that opens any copy of what was destroyed. */
import { afterEach, expect, it } from "vitest";
import { complete } from "../../../../api/rights/erase/complete.ts";
import { type TestLedger, testLedger } from "../../../helpers/ledger.ts";
import { erase, firm, somebody } from "./scene.ts";

let ledger: TestLedger | null = null;
afterEach(async () => {
  await ledger?.close();
  ledger = null;
});

it("waits for the root key of now where the key store never had what was destroyed", async () => {
  ledger = await testLedger();
  await firm(ledger);
  const subject = await somebody(ledger);
  await ledger.keyStore.beginRoot("00".repeat(8), 1);
  // A key store of before that person, put back; the list of the erased tells it of them.
  const forget = ["sealing_keys", "stream_secrets"].map(
    (table) => `DELETE FROM ${table} WHERE subject = '${subject}'`,
  );
  ledger.tamper((db) => void db.exec(forget.join(";")), "keys");
  await ledger.restart();
  const id = ledger.ledger.newId();
  await ledger.keyStore.beginErasure({
    ...{ id, cause: "request", begunAt: 1, list: null, certificate: null, kept: [] },
    scopes: [{ subject, keys: [], secrets: ["personal", "consent", "statutory", "access"] }],
  });
  await ledger.rights.erasures.resume();
  expect(await ledger.rights.erasures.find(id)).toMatchObject({ state: "done", root: 1 });
  const outcomes = async () => {
    const { events } = await ledger!.ledger.events(ledger!.ledger.firm, `erasure-outcome/${id}`);
    return events.map(({ record }) => record?.event);
  };
  expect([await ledger.rights.erasures.complete(), await outcomes()]).toEqual([0, []]);
  ledger.tamper((db) => void db.exec("UPDATE root_keys SET retired_at = 2, gone_at = 3"), "keys");
  expect([await ledger.rights.erasures.complete(), await outcomes()]).toEqual([1, ["completed"]]);
});

it("waits for every copy for escrow of such a root key, and of one that nobody knows", async () => {
  ledger = await testLedger();
  await firm(ledger);
  const [old, now] = ["00", "11"].map((byte) => byte.repeat(8)) as [string, string];
  const { id } = await erase(ledger.rights, await somebody(ledger));
  await ledger.keyStore.beginRoot(old, 1);
  await ledger.keyStore.beginRoot(now, 2);
  ledger.tamper((db) => {
    db.exec("UPDATE erasures SET root = 1");
    db.exec("UPDATE root_keys SET retired_at = 2, gone_at = 3 WHERE number = 1");
  }, "keys");
  const completeWith = async (...escrowed: string[]) =>
    (await complete({ ...ledger!, escrowedRoots: async () => new Set(escrowed) })).completed;
  expect(await completeWith(old, now)).toBe(0);
  expect(await completeWith("22".repeat(8))).toBe(0);
  expect((await ledger.rights.erasures.find(id))?.completedAt).toBeNull();
  expect(await completeWith(now)).toBe(1);
});
