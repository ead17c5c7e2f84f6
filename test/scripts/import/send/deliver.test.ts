import { describe, expect, test } from "vitest";
import { systemClock } from "../../../../api/core/clock.ts";
import type { Complaint } from "../../../../scripts/import/complaint.ts";
import type { Draft, ImportItem } from "../../../../scripts/import/model.ts";
import { newMeter } from "../../../../scripts/import/read/meter.ts";
import { runImport } from "../../../../scripts/import/run.ts";
import { linePoster, ServerAway, ServerRefusal } from "../../../../scripts/import/send/client.ts";
import { deliverer } from "../../../../scripts/import/send/deliver.ts";
import { laneSink } from "../../../../scripts/import/send/lanes.ts";
import { newTally, settled } from "../../../../scripts/import/tally.ts";
import { type FakeLedger, type Fault, fakeLedger, TOKEN } from "../../helpers/fake-ledger.ts";

const QUICK = { clock: systemClock, giveUpMs: 5_000, firstWaitMs: 5, longestWaitMs: 20 };

function payment(customer: string, number: string, over: object = {}): Draft {
  return {
    type: "draft",
    file: "p.csv",
    line: Number(number) + 2,
    customer,
    columns: { amount: "sum" },
    record: {
      "@kind": "payment",
      "@occurredAt": "2026-01-05T00:00:00.000Z",
      "@source": "till",
      externalNumber: number,
      type: "payment",
      direction: "received",
      amount: { amount: "1.00", currency: "CNY" },
      ...over,
    },
  };
}

const payments = (count: number, customers = 7): Draft[] =>
  Array.from({ length: count }, (_, at) => payment(`K${at % customers}`, String(at)));

async function* stream(items: readonly ImportItem[]): AsyncGenerator<ImportItem> {
  yield* items;
}

interface Options {
  readonly token?: string;
  readonly giveUpMs?: number;
}

async function send(ledger: FakeLedger, items: readonly ImportItem[], options: Options = {}) {
  const tally = newTally();
  const complaints: Complaint[] = [];
  const onComplaint = (complaint: Complaint) => void complaints.push(complaint);
  const post = linePoster({
    baseUrl: ledger.url,
    token: options.token ?? TOKEN,
    language: "en",
  });
  const patience = { ...QUICK, giveUpMs: options.giveUpMs ?? QUICK.giveUpMs };
  const deliver = deliverer({ post, patience, tally, onComplaint, onProgress: () => {} });
  const run = { items: stream(items), meter: newMeter(), tally, sink: laneSink(deliver) };
  await runImport({ ...run, onComplaint });
  return { tally, complaints };
}

describe("a ledger that is well", () => {
  test("takes everything once, and again nothing", async () => {
    const ledger = await fakeLedger();
    const first = await send(ledger, payments(5_000));
    expect(first.tally).toMatchObject({ records: 5_000, stored: 5_000, refused: 0 });
    const again = await send(ledger, payments(5_000));
    expect(again.tally).toMatchObject({ stored: 0, unchanged: 5_000, refused: 0 });
    expect(ledger.records.stored).toHaveLength(5_000);
    expect(ledger.busiest()).toBeGreaterThan(1);
    expect(ledger.busiest()).toBeLessThanOrEqual(3);
  });

  test("keeps the order of each customer's records", async () => {
    const ledger = await fakeLedger();
    await send(ledger, payments(7_000, 40));
    const last = new Map<string, number>();
    for (const { subject, record } of ledger.records.stored) {
      const number = Number(record.externalNumber);
      expect(number).toBeGreaterThan(last.get(subject) ?? -1);
      last.set(subject, number);
    }
    expect(last.size).toBe(40);
  });

  test("counts what it makes of each: versions, equal to earlier, older", async () => {
    const ledger = await fakeLedger();
    const at = (day: string) => ({ "@occurredAt": `2026-01-${day}T00:00:00.000Z` });
    const { tally } = await send(ledger, [
      payment("K", "1", at("05")),
      payment("K", "1", { ...at("06"), note: "b" }),
      payment("K", "1", { ...at("07"), note: "b" }),
      payment("K", "1", at("08")),
      payment("K", "1", { ...at("04"), note: "c" }),
    ]);
    expect(tally).toMatchObject({ stored: 1, newVersions: 1, unchanged: 1, equalsEarlier: 1 });
    expect(tally.older).toBe(1);
    expect(settled(tally)).toBe(tally.records);
  });

  test("a bad record spoils no other, and is told by line, column and field", async () => {
    const ledger = await fakeLedger();
    const bad = payment("K", "1", { amount: { amount: "1.5.0", currency: "CNY" }, colour: "red" });
    const { tally, complaints } = await send(ledger, [payment("K", "0"), bad, payment("K", "2")]);
    expect(tally).toMatchObject({ stored: 2, refused: 1 });
    expect(complaints).toEqual([
      {
        type: "field",
        file: "p.csv",
        line: 3,
        column: "sum",
        field: "amount.amount",
        said: { message: "wrong: bad_money" },
      },
      {
        type: "field",
        file: "p.csv",
        line: 3,
        field: "colour",
        said: { message: "wrong: surplus" },
      },
    ]);
  });

  test("a customer that it does not take: that one's records only", async () => {
    const ledger = await fakeLedger();
    const long = "K".repeat(200);
    const { tally, complaints } = await send(ledger, [payment(long, "0"), payment("K", "1")]);
    expect(tally).toMatchObject({ stored: 1, refused: 1 });
    expect(complaints).toMatchObject([{ line: 2, said: { message: "is too long" } }]);
  });

  test("items that are no drafts are counted, and nothing is sent for them", async () => {
    const ledger = await fakeLedger();
    const { tally, complaints } = await send(ledger, [
      { type: "skipped", file: "f", line: 2, reason: "no_customer" },
      { type: "refused", file: "f", line: 3, code: "bad_number", column: "x" },
    ]);
    expect(tally).toMatchObject({ records: 0, refused: 1, skipped: { no_customer: 1 } });
    expect(complaints).toHaveLength(1);
    expect(ledger.requests).toEqual([]);
  });
});

describe("a ledger that fails now and then: everything is there once at the end", () => {
  test.each<[string, Fault[]]>([
    ["refused", ["busy", "busy", "busy"]],
    ["done, but the answer lost", ["lost", "lost"]],
    ["done, half the answer lost", ["cut", "cut"]],
    ["broken off with a reason", ["broken-off"]],
    ["some lines refused as busy", ["busy-lines", "busy-lines"]],
    ["all of it", ["lost", "busy", "cut", "busy-lines", "broken-off", "lost", "busy-lines"]],
  ])("%s", async (_, faults) => {
    const ledger = await fakeLedger();
    ledger.faults.push(...faults);
    const { tally, complaints } = await send(ledger, payments(3_000));
    expect(complaints).toEqual([]);
    expect(tally.stored + tally.unchanged).toBe(3_000);
    expect(new Set(ledger.records.stored.map(({ key }) => key)).size).toBe(3_000);
    expect(ledger.records.stored).toHaveLength(3_000);
  });

  test("what was answered before the break is not sent again", async () => {
    const ledger = await fakeLedger();
    ledger.faults.push("none", "cut");
    const { tally } = await send(ledger, payments(100, 1));
    expect(ledger.requests).toHaveLength(3);
    // All was done; the half whose answers were lost is found to be there.
    expect(tally).toMatchObject({ stored: 50, unchanged: 50 });
  });

  test("away for a while", async () => {
    const ledger = await fakeLedger();
    await ledger.stop();
    const sending = send(ledger, payments(500));
    await new Promise((resolve) => setTimeout(resolve, 300));
    await ledger.start();
    expect((await sending).tally).toMatchObject({ stored: 500, refused: 0 });
  });
});

describe("a ledger that will not", () => {
  test("is given up after a while without any answer", async () => {
    const ledger = await fakeLedger();
    await ledger.stop();
    await expect(send(ledger, payments(10), { giveUpMs: 60 })).rejects.toThrow(ServerAway);
  });

  test("takes no wrong token", async () => {
    const ledger = await fakeLedger();
    const sending = send(ledger, payments(10), { token: "wrong" });
    await expect(sending).rejects.toMatchObject({ status: 401, code: "unauthorized" });
    await expect(sending).rejects.toThrow(ServerRefusal);
    // Once for each lane.
    expect(ledger.requests.length).toBeLessThanOrEqual(3);
  });

  test("what was read before the file broke off is delivered", async () => {
    const ledger = await fakeLedger();
    const tally = newTally();
    const post = linePoster({ baseUrl: ledger.url, token: TOKEN, language: "en" });
    const onComplaint = () => {};
    const deliver = deliverer({ post, patience: QUICK, tally, onComplaint, onProgress: () => {} });
    async function* breaking(): AsyncGenerator<ImportItem> {
      yield* payments(50);
      throw new Error("the disk is gone");
    }
    const run = { items: breaking(), meter: newMeter(), tally, sink: laneSink(deliver) };
    await expect(runImport({ ...run, onComplaint })).rejects.toThrow("the disk is gone");
    expect(tally.stored).toBe(50);
  });
});
