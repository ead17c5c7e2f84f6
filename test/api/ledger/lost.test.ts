/** Records that were lost with a database and whose entries were recovered: the ledger goes on behind them, and says what is missing. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { noteRecovered } from "../../../api/log/recovered.ts";
import {
  customerOf,
  newSubject,
  orderOf,
  paymentOf,
  rejection,
  stored,
  type TestLedger,
  testLedger,
  write,
} from "../../helpers/ledger.ts";
import { current, history, parsed, publish, told } from "./evidence/fixtures.ts";

let ledger: TestLedger;
let subject: string;
beforeEach(async () => {
  ledger = await testLedger();
  subject = await newSubject(ledger, "K-1");
});
afterEach(() => ledger.close());

const order = (change = {}) => orderOf(subject, { externalNumber: "A-1", ...change });
const customer = (name: string) => customerOf(subject, { name });

/** As a database that is filled up again has it: what was recorded from an index on came back without its rows. */
async function lose(from: number, to?: number): Promise<void> {
  const end = to ?? (await ledger.store.size());
  ledger.tamper((db) => {
    const gone = `SELECT id FROM records WHERE idx >= ${from} AND idx < ${end} AND version = 1`;
    db.exec(`DELETE FROM identities WHERE id IN (${gone})`);
    db.exec(`DELETE FROM records WHERE idx >= ${from} AND idx < ${end}`);
  });
  await noteRecovered(ledger.store, from, end);
}

const states = (file: Uint8Array) => parsed(file, "history").events.map(({ record }) => !!record);

async function holds(file: Uint8Array): Promise<void> {
  expect(told(await ledger.verify(file))).toBe("VERIFIED");
}

describe("a record whose newest version was lost", () => {
  it("of layout single goes on behind it", async () => {
    const { id } = await stored(ledger, customer("one"));
    const lost = await stored(ledger, customer("two"));
    await stored(ledger, customer("three"));
    await publish(ledger);
    await lose(lost.entry.index);

    const refused = await rejection(current(ledger, id));
    expect(refused).toMatchObject({
      code: "content_lost",
      details: { index: lost.entry.index + 1 },
    });
    const before = await history(ledger, subject, "customer");
    expect(states(before)).toEqual([true, false, false]);
    await holds(before);
    const state = { subject, stream: "customer", at: null };
    expect(await ledger.ledger.stateAt(state)).toMatchObject({ state: "unknown", inForce: null });

    expect(await stored(ledger, customer("three"))).toMatchObject({ id, version: 4 });
    expect(await stored(ledger, customer("four"))).toMatchObject({ id, version: 5 });
    await publish(ledger);
    await holds(await current(ledger, id));
    const after = await history(ledger, subject, "customer");
    expect(states(after)).toEqual([true, false, false, true, true]);
    await holds(after);
  });

  it("of layout many goes on behind it, also where its own stream has no row at all", async () => {
    const { id } = await stored(ledger, order());
    const lost = await stored(ledger, order({ note: "paid" }));
    await publish(ledger);
    await lose(lost.entry.index);
    const refused = await rejection(current(ledger, id));
    expect(refused).toMatchObject({ code: "content_lost", details: { index: lost.entry.index } });

    const paid = await stored(ledger, order({ note: "paid" }));
    expect(paid).toMatchObject({ id, version: 3 });
    expect(await stored(ledger, order({ note: "shipped" }))).toMatchObject({ version: 4 });
    await publish(ledger);
    await holds(await current(ledger, id));
    const file = await history(ledger, subject, `order/${id}`);
    expect(states(file)).toEqual([false, true, true]);
    await holds(file);
  });

  it("is not taken for unchanged, nor written again when an old export comes again", async () => {
    const { id } = await stored(ledger, order());
    const lost = await stored(ledger, order({ note: "paid" }));
    await lose(lost.entry.index);
    const told = { outcome: "equals_earlier", id, version: 1 };
    expect(await write(ledger, order())).toEqual(told);
    expect(await stored(ledger, order(), { insist: true })).toMatchObject({ id, version: 3 });
    expect(await write(ledger, order())).toMatchObject({ outcome: "unchanged", version: 3 });
  });

  it("goes on once, whoever of many writers comes first", async () => {
    const { id } = await stored(ledger, order());
    const lost = await stored(ledger, order({ note: "paid" }));
    await lose(lost.entry.index);
    const names = ["one", "two", "three", "four"];
    const made = await Promise.all(names.map((note) => stored(ledger, order({ note }))));
    expect(made.map((each) => each.id)).toEqual(names.map(() => id));
    expect(made.map(({ version }) => version).sort()).toEqual([3, 4, 5, 6]);
  });
});

describe("a record of which nothing is left", () => {
  it("of layout single gets a new identifier, and goes on in its stream", async () => {
    const first = await stored(ledger, customer("one"));
    await stored(ledger, customer("two"));
    await publish(ledger);
    await lose(first.entry.index);
    const again = await stored(ledger, customer("two"));
    expect(again.version).toBe(3);
    expect(again.id).not.toBe(first.id);
    expect(await stored(ledger, customer("three"))).toMatchObject({ id: again.id, version: 4 });
    await publish(ledger);
    await holds(await current(ledger, again.id));
    await holds(await history(ledger, subject, "customer"));
    // Of somebody else nothing was lost.
    const other = await newSubject(ledger, "K-2");
    expect(await stored(ledger, customerOf(other))).toMatchObject({ version: 1 });
  });

  it("of layout many is a new one", async () => {
    const first = await stored(ledger, order());
    await stored(ledger, order({ note: "paid" }));
    const payment = await stored(ledger, paymentOf(subject));
    await lose(first.entry.index, payment.entry.index);
    const again = await stored(ledger, order());
    expect(again.version).toBe(1);
    expect(again.id).not.toBe(first.id);
    await publish(ledger);
    await holds(await history(ledger, subject, "order"));
  });
});

describe("what no recovery accounts for", () => {
  it("stays damaged", async () => {
    const { id } = await stored(ledger, order());
    const second = await stored(ledger, order({ note: "paid" }));
    const third = await stored(ledger, order({ note: "shipped" }));
    const { index } = third.entry;
    ledger.tamper((db) => db.exec(`DELETE FROM records WHERE idx >= ${second.entry.index}`));
    await publish(ledger);
    // One of the two came back without its row, of the other nobody knows where it is.
    await noteRecovered(ledger.store, index, index + 1);
    await ledger.restart();
    const damaged = { code: "damaged", details: { what: "stream" } };
    expect(await rejection(stored(ledger, order({ note: "new" })))).toMatchObject(damaged);

    await noteRecovered(ledger.store, second.entry.index, index + 1);
    expect(await stored(ledger, order({ note: "new" }))).toMatchObject({ id, version: 4 });
    await publish(ledger);
    const row = (await ledger.store.size()) - 2;
    ledger.tamper((db) => db.exec(`DELETE FROM records WHERE idx = ${row}`));
    expect(await rejection(current(ledger, id))).toMatchObject({
      code: "damaged",
      details: { what: "stream", index: row },
    });
  });

  it("and a spoiled note of what was recovered are named", async () => {
    await ledger.store.setMeta("recovered", "[[5,3]]");
    expect(await rejection(stored(ledger, order()))).toMatchObject({
      code: "damaged",
      details: { id: "recovered" },
    });
  });
});

describe("the ledger's own record", () => {
  it("that was lost is told apart from one that was removed", async () => {
    await ledger.seal();
    await lose(0);
    expect(await rejection(ledger.ledger.ensureFirmRecord())).toMatchObject({
      code: "own_record_lost",
      details: { index: 0 },
    });
  });
});
