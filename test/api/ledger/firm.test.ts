/** Entry 0: what the ledger says of itself. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { asLedgerId, asRootHash } from "../../../portal/verify/brands.ts";
import { firmSecret, firmSubject, streamKey } from "../../../portal/verify/subject.ts";
import {
  newSubject,
  orderOf,
  rejection,
  stored,
  type TestLedger,
  testLedger,
} from "../../helpers/ledger.ts";

let ledger: TestLedger;
beforeEach(async () => {
  ledger = await testLedger();
});
afterEach(() => ledger.close());

const firmRow = async (index = 0) => (await ledger.store.recordsAt([index]))[0]!;

describe("the firm's record", () => {
  it("is entry 0, and names chain, contract, ledger, origin and keys", async () => {
    const row = await firmRow();
    const { record } = await ledger.vault.open(row);
    const { chainId, contract, ledgerId, keys } = ledger.policy;
    expect(record).toMatchObject({
      ...{ chainId, contract, ledgerId, origin: "ledger.example/test", predecessor: null },
      ...{ logKey: keys[0]!.vkey, receiptKey: keys[1]!.vkey },
      ...{ "@kind": "ledger", "@stream": "ledger", "@version": 1, "@source": "counterfoil" },
      ...{ "@recordedAt": "2026-11-22T09:30:00.000Z", "@occurredAt": "2026-11-22T09:30:00.000Z" },
    });
    expect(row).toMatchObject({ retentionClass: "statutory", expiry: "open" });
  });

  it("is of a subject, and in a stream, that everybody can compute", async () => {
    const { ledgerId } = ledger.policy;
    const row = await firmRow();
    expect(row.subject).toBe(firmSubject(ledgerId));
    const key = streamKey(firmSecret(ledgerId, "statutory"), "ledger");
    expect(Buffer.from(row.streamKey).equals(key)).toBe(true);
  });

  it("is proven to be the newest like any other", async () => {
    await ledger.anchor();
    await ledger.cosign();
    const { id } = await firmRow();
    const file = await ledger.ledger.evidence({
      ...{ id, version: null, fields: null, checkpoint: "final", claim: "current" },
    });
    expect((await ledger.verify(file)).word).toBe("VERIFIED");
  });

  it("is written once, however often it is asked for, also after a restart", async () => {
    for (let i = 0; i < 3; i++) await ledger.ledger.ensureFirmRecord();
    await ledger.restart();
    expect(await ledger.store.size()).toBe(1);
    await stored(ledger, orderOf(await newSubject(ledger)));
    await ledger.restart();
    expect(await ledger.store.size()).toBe(2);
  });

  it("goes on where its writing was broken off", async () => {
    await ledger.close();
    ledger = await testLedger({ firm: false });
    const { ledgerId } = ledger.policy;
    // Secrets and subject are durable, the record is not.
    const secrets = { personal: 0, consent: 0, statutory: 0, access: 0 };
    const named = Object.keys(secrets).map((c) => [c, firmSecret(ledgerId, c as "access")]);
    const subject = await ledger.vault.registerSubject(Object.fromEntries(named));
    expect(subject).toBe(firmSubject(ledgerId));
    await ledger.store.addSubjects([{ subject, referenceMac: null, createdAt: 0 }]);
    await ledger.ledger.ensureFirmRecord();
    expect((await ledger.vault.open(await firmRow())).record["@subject"]).toBe(subject);
  });
});

describe("a log without it", () => {
  it("is refused: it was written before there was such a record", async () => {
    await ledger.close();
    ledger = await testLedger({ firm: false });
    await stored(ledger, orderOf(await newSubject(ledger)));
    const error = await rejection(ledger.ledger.ensureFirmRecord());
    expect(error).toMatchObject({
      code: "not_this_ledger",
      details: { ledgerId: ledger.policy.ledgerId },
    });
    expect(await ledger.store.size()).toBe(1);
  });

  it("of entries that are another ledger's has it behind them, and names that ledger", async () => {
    await ledger.close();
    ledger = await testLedger({ firm: false });
    await stored(ledger, orderOf(await newSubject(ledger)));
    const { size, root } = (await ledger.seal())!;
    const predecessor = { ledgerId: asLedgerId(`0x${"0b".repeat(32)}`), size, root };
    await ledger.ledger.ensureFirmRecord(predecessor);
    const { record } = await ledger.vault.open(await firmRow(size));
    expect(record.predecessor).toEqual({
      ...{ ledgerId: predecessor.ledgerId, size },
      root: Buffer.from(root).toString("base64"),
    });
    await ledger.ledger.ensureFirmRecord();
    expect(await ledger.store.size()).toBe(size + 1);
  });

  it("is refused where less is there than was taken over", async () => {
    await ledger.close();
    ledger = await testLedger({ firm: false });
    const predecessor = {
      ...{ ledgerId: asLedgerId(`0x${"0b".repeat(32)}`), size: 3 },
      root: asRootHash(new Uint8Array(32)),
    };
    const error = await rejection(ledger.ledger.ensureFirmRecord(predecessor));
    expect(error).toMatchObject({ code: "not_this_ledger" });
    expect(await ledger.store.size()).toBe(0);
  });
});

describe("a firm's record that was changed", () => {
  it("is damage, and named", async () => {
    ledger.tamper((db) => db.exec("UPDATE records SET sealed = zeroblob(length(sealed))"));
    expect(await rejection(ledger.ledger.ensureFirmRecord())).toMatchObject({
      code: "damaged",
      details: { what: "record", index: 0 },
    });
    ledger.tamper((db) => db.exec("DELETE FROM records"));
    expect(await rejection(ledger.ledger.ensureFirmRecord())).toMatchObject({
      code: "damaged",
      details: { what: "record", index: 0 },
    });
  });
});
