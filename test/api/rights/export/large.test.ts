/** A person of whom there is much: more than one evidence file of a stream holds, while writes go on; and of whom something is damaged or gone. */
import { afterEach, describe, expect, it } from "vitest";
import { parseManifest } from "../../../../api/rights/export/bundle/manifest.ts";
import { parseEvidence } from "../../../../portal/verify/evidence.ts";
import { checkFiles, exportOf, filesOf } from "../../../helpers/exported.ts";
import {
  customerOf,
  newSubject,
  orderOf,
  stored,
  type TestLedger,
  testLedger,
} from "../../../helpers/ledger.ts";

let ledger: TestLedger;
afterEach(() => ledger.close());

async function orders(subject: string, from: number, count: number): Promise<void> {
  for (let at = from; at < from + count; at += 200) {
    const some = Array.from({ length: Math.min(200, from + count - at) }, (_, i) =>
      orderOf(subject, { externalNumber: `L-${at + i}` }),
    );
    const requests = some.map((input) => ({
      draft: ledger.ledger.parse(input),
      insist: false,
      idempotency: null,
    }));
    for (const outcome of await ledger.ledger.write(requests))
      if (outcome instanceof Error) throw outcome;
  }
}

async function sealed(): Promise<void> {
  await ledger.anchor();
  await ledger.cosign();
}

describe("an export of much", () => {
  it("is split where one file does not hold a stream, and says so with every proof", async () => {
    ledger = await testLedger();
    const subject = await newSubject(ledger);
    await orders(subject, 0, 1_000);
    await sealed();
    const before = process.memoryUsage().rss;
    const { response, zip } = await exportOf(ledger, subject);
    expect(response.status).toBe(200);
    expect(process.memoryUsage().rss - before).toBeLessThan(400 * 1024 * 1024);
    const files = filesOf(zip);
    const { streams } = parseManifest(files.get("manifest.json")!);
    const order = streams.find(({ name }) => name === "order")!;
    const evidence = parseEvidence(files.get(order.file)!);
    const shown = evidence.claim === "history" ? evidence.events.length : 0;
    expect(order.records.length).toBeGreaterThan(0);
    expect(order.records.length + shown).toBe(1_000);
    const verdict = await checkFiles(ledger, files);
    expect([verdict.word, verdict.faults, verdict.events]).toEqual(["VERIFIED", [], 1_000]);
    // One of those before the history is left out, and the manifest says nothing of it.
    const path = order.records[3]!;
    const others = new Map(files);
    others.set(path, others.get(order.records[4]!)!);
    const cheated = await checkFiles(ledger, others);
    expect(cheated.faults).toMatchObject([{ file: path, code: "hash_differs" }]);
  });

  it("is of one checkpoint, whatever is written and sealed meanwhile", async () => {
    ledger = await testLedger();
    const subject = await newSubject(ledger);
    await orders(subject, 0, 300);
    await sealed();
    // Each step comes after some turns of the export: between any two of its own.
    let going = true;
    const writing = (async () => {
      for (let at = 1_000; going && at < 1_060; at++) {
        await stored(ledger, orderOf(subject, { externalNumber: `L-${at}` }));
        if (at % 5 === 0) await sealed();
        for (let turn = 0; turn < 10; turn++) await new Promise(setImmediate);
      }
    })();
    try {
      for (let i = 0; i < 2; i++) {
        const { response, zip } = await exportOf(ledger, subject);
        expect(response.status).toBe(200);
        const files = filesOf(zip);
        const { unproven } = parseManifest(files.get("manifest.json")!);
        const { word, faults, events, evidence } = await checkFiles(ledger, files);
        expect([unproven, faults]).toEqual([[], []]);
        expect([word, evidence.length]).toEqual(["VERIFIED", 1]);
        expect(events).toBeGreaterThanOrEqual(300);
      }
    } finally {
      going = false;
      await writing;
    }
  });
});

describe("an export of what is not whole", () => {
  it("tells records that are gone, and proves their places", async () => {
    ledger = await testLedger();
    const subject = await newSubject(ledger);
    await orders(subject, 0, 3);
    await sealed();
    ledger.forge((db) => db.exec("DELETE FROM records WHERE idx = 2"));
    const { zip } = await exportOf(ledger, subject);
    const files = filesOf(zip);
    const verdict = await checkFiles(ledger, files);
    expect([verdict.faults, verdict.events, verdict.gone]).toEqual([[], 3, 1]);
    expect(files.get("data.json")!.toString()).toContain('"record":null,"seq":2');
    expect(files.get("index.html")!.toString()).toContain("1 entries without their records");
  });

  it("tells records that are damaged, and hides none of the others", async () => {
    ledger = await testLedger();
    const subject = await newSubject(ledger);
    await stored(ledger, customerOf(subject));
    await orders(subject, 0, 3);
    await sealed();
    ledger.tamper((db) =>
      db.exec("UPDATE records SET sealed = zeroblob(length(sealed)) WHERE idx = 3"),
    );
    await ledger.restart();
    const { response, zip } = await exportOf(ledger, subject);
    expect(response.status).toBe(200);
    const verdict = await checkFiles(ledger, filesOf(zip));
    expect([verdict.faults, verdict.events, verdict.gone]).toEqual([[], 4, 1]);
  });

  it("tells a stream that cannot be proven, and claims nothing of it", async () => {
    ledger = await testLedger();
    const subject = await newSubject(ledger);
    await stored(ledger, customerOf(subject));
    await orders(subject, 0, 3);
    await sealed();
    ledger.tamper((db) =>
      db.exec("UPDATE entries SET entry = zeroblob(length(entry)) WHERE idx = 3"),
    );
    await ledger.restart();
    const { response, zip } = await exportOf(ledger, subject);
    expect(response.status).toBe(200);
    const files = filesOf(zip);
    const { unproven } = parseManifest(files.get("manifest.json")!);
    expect(unproven).toContainEqual({ name: "order", subject, why: "damaged" });
    const verdict = await checkFiles(ledger, files);
    expect([verdict.word, verdict.faults]).toEqual(["CANNOT_TELL", []]);
  });
});
