import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { EvidenceRequest } from "../../../../api/ledger/evidence/together.ts";
import { parseCheckpoint } from "../../../../portal/verify/checkpoint.ts";
import { parseEvidence } from "../../../../portal/verify/evidence.ts";
import { parseNote } from "../../../../portal/verify/note.ts";
import {
  customerOf,
  newSubject,
  orderOf,
  paymentOf,
  rejection,
  stored,
  type TestLedger,
  testLedger,
} from "../../../helpers/ledger.ts";

let ledger: TestLedger;
let subject: string;
beforeEach(async () => {
  ledger = await testLedger();
  subject = await newSubject(ledger, "K-1");
});
afterEach(() => ledger.close());

const evidence = (id: string, change: Partial<EvidenceRequest> = {}): Promise<Uint8Array> =>
  ledger.ledger.evidence({ id, version: null, fields: null, checkpoint: "final", ...change });

const sizeOf = (file: Uint8Array): number =>
  parseCheckpoint(parseNote(parseEvidence(file).checkpoint).text).size;

/** `count` records that nobody asks for. */
async function others(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await stored(ledger, orderOf(subject));
}

describe("evidence", () => {
  it("of every kind holds for the kernel, with all fields and with some", async () => {
    const ids = [
      await stored(ledger, customerOf(subject, { emails: ["wang@例子.cn"], note: "🧾\u0000" })),
      await stored(ledger, orderOf(subject)),
      await stored(ledger, paymentOf(subject)),
    ].map(({ id }) => id);
    await ledger.anchor();
    for (const id of ids) {
      const { record } = await ledger.ledger.record(id, null);
      const whole = await ledger.verify(await evidence(id));
      expect(whole).toMatchObject({ word: "VERIFIED", withheld: [] });
      const fields = Object.fromEntries(whole.disclosed.map(({ name, value }) => [name, value]));
      expect(fields).toEqual(record);

      const names = Object.keys(record);
      for (const wanted of [[], ["@id"], ["@kind"], names.slice(0, 5), names]) {
        const verdict = await ledger.verify(await evidence(id, { fields: wanted }));
        expect(verdict.word).toBe("VERIFIED");
        const shown = new Set(["@kind", "@schema", ...wanted]);
        expect(new Set(verdict.disclosed.map(({ name }) => name))).toEqual(shown);
        expect(verdict.withheld).toEqual(names.sort().filter((name) => !shown.has(name)));
      }
    }
  });

  it("withheld shows nothing of what it withholds", async () => {
    const { id } = await stored(ledger, customerOf(subject, { note: "secret-note" }));
    await ledger.anchor();
    const file = await evidence(id, { fields: ["@id"] });
    const parsed = parseEvidence(file);
    const fields = parsed.claim === "record" ? parsed.record.fields : [];
    const shown = fields.flatMap((f) =>
      "disclosure" in f ? [Buffer.from(f.disclosure, "base64url").toString()] : [],
    );
    expect(shown).toHaveLength(3);
    expect(shown.join()).not.toMatch(/secret-note|王/);
  });

  it("of any version, and by default of the newest", async () => {
    const number = { externalNumber: "A-1" };
    const { id } = await stored(ledger, orderOf(subject, number));
    await stored(ledger, orderOf(subject, { ...number, orderStatus: "shipped" }));
    await ledger.anchor();
    const versionIn = async (file: Uint8Array): Promise<unknown> =>
      (await ledger.verify(file)).disclosed.find(({ name }) => name === "@version")?.value;
    expect(await versionIn(await evidence(id))).toBe(2);
    expect(await versionIn(await evidence(id, { version: 1 }))).toBe(1);
    expect(await versionIn(await evidence(id, { version: 2 }))).toBe(2);
    const missing = await rejection(evidence(id, { version: 3 }));
    expect(missing).toMatchObject({ code: "not_found", details: { what: "version" } });
  });

  it("holds at every place of logs of many sizes", async () => {
    const ids: string[] = [];
    for (const size of [1, 2, 3, 5, 8, 13, 33]) {
      while (ids.length < size) ids.push((await stored(ledger, orderOf(subject))).id);
      await ledger.anchor();
      for (const id of ids) {
        expect(await ledger.verify(await evidence(id))).toMatchObject({ word: "VERIFIED" });
      }
    }
  });

  it("holds across tiles: beyond 256 entries, and for what lies in a full one", async () => {
    const { id: first } = await stored(ledger, orderOf(subject));
    await ledger.ledger.write(
      Array.from({ length: 600 }, () => ({
        draft: ledger.ledger.parse(orderOf(subject)),
        insist: false,
        idempotency: null,
      })),
    );
    const { id: last } = await stored(ledger, orderOf(subject));
    await ledger.anchor();
    for (const id of [first, last]) {
      expect(await ledger.verify(await evidence(id))).toMatchObject({ word: "VERIFIED" });
    }
    await ledger.restart();
    expect(await ledger.verify(await evidence(first))).toMatchObject({ word: "VERIFIED" });
  });

  it("is the same file again", async () => {
    const { id } = await stored(ledger, orderOf(subject));
    await ledger.anchor();
    const first = await evidence(id);
    await ledger.restart();
    expect(await evidence(id)).toEqual(first);
  });

  it("names fields that are not there, and which there are", async () => {
    const { id } = await stored(ledger, orderOf(subject));
    await ledger.anchor();
    for (const fields of [["name"], ["@id", "status"], ["constructor"], ["__proto__"], [""]]) {
      const error = await rejection(evidence(id, { fields }));
      expect(error).toMatchObject({ code: "unknown_fields" });
      expect(JSON.stringify(error)).toContain("orderStatus");
    }
  });

  it("of no record is refused", async () => {
    const error = await rejection(evidence("019ab1c2-0000-7000-8000-000000000000"));
    expect(error).toMatchObject({ code: "not_found", details: { what: "record" } });
  });
});

describe("the checkpoint of evidence", () => {
  it("is not there before a batch covers the record", async () => {
    const { id } = await stored(ledger, orderOf(subject));
    const none = await rejection(evidence(id));
    expect(none).toMatchObject({ code: "not_sealed", details: { index: 1, size: 0 } });
    await ledger.seal();
    const { id: later } = await stored(ledger, orderOf(subject));
    const open = await rejection(evidence(later));
    expect(open).toMatchObject({ code: "not_sealed", details: { index: 3, size: 3 } });
    for (const checkpoint of ["final", "newest"] as const) {
      expect(await rejection(evidence(later, { checkpoint }))).toMatchObject({
        code: "not_sealed",
      });
    }
    expect(await evidence(id)).toBeInstanceOf(Uint8Array);
  });

  it("is the newest final one that covers it; else an included one; else the newest", async () => {
    const { id } = await stored(ledger, orderOf(subject));
    await ledger.seal();
    expect(sizeOf(await evidence(id))).toBe(3);
    expect((await ledger.verify(await evidence(id))).word).toBe("NOT_ANCHORED");

    await others(1);
    await ledger.anchor("included");
    expect(sizeOf(await evidence(id))).toBe(5);
    expect((await ledger.verify(await evidence(id))).word).toBe("NOT_FINAL");

    await others(1);
    await ledger.anchor("finalized");
    expect(sizeOf(await evidence(id))).toBe(7);
    expect((await ledger.verify(await evidence(id))).word).toBe("VERIFIED");

    await others(1);
    await ledger.anchor("included");
    await others(1);
    await ledger.seal();
    expect(sizeOf(await evidence(id))).toBe(7);
    expect(sizeOf(await evidence(id, { checkpoint: "newest" }))).toBe(11);
    const newest = await ledger.verify(await evidence(id, { checkpoint: "newest" }));
    expect(newest.word).toBe("NOT_ANCHORED");
  });

  it("names a block only where that is final, for others may still disappear", async () => {
    const { id } = await stored(ledger, orderOf(subject));
    await ledger.anchor("included");
    expect(parseEvidence(await evidence(id)).anchor).toBeNull();
    await others(1);
    await ledger.anchor("finalized");
    const { anchor } = parseEvidence(await evidence(id));
    expect(anchor).toMatchObject({ block: 101, chainId: 31337, contract: ledger.policy.contract });
    const newest = parseEvidence(await evidence(id, { checkpoint: "newest" }));
    expect(newest.anchor).toEqual(anchor);
  });

  it("is one that covers the record, not merely a final one", async () => {
    await others(1);
    await ledger.anchor("finalized");
    const { id } = await stored(ledger, orderOf(subject));
    await ledger.seal();
    expect(sizeOf(await evidence(id))).toBe(5);
    expect((await ledger.verify(await evidence(id))).word).toBe("NOT_ANCHORED");
  });

  it("is public as it is, and none before the first batch", async () => {
    expect(await ledger.ledger.checkpoint()).toBeNull();
    await others(1);
    const sealed = await ledger.seal();
    expect(await ledger.ledger.checkpoint()).toBe(sealed?.note);
  });
});

describe("a time at the edge of the calendar", () => {
  it.each(["0001-01-01T00:00:00.000Z", "9999-12-31T23:59:59.999Z"])(
    "%s is taken, and its evidence holds",
    async (time) => {
      const { id } = await stored(ledger, orderOf(subject, { "@occurredAt": time }));
      await ledger.anchor();
      expect((await ledger.verify(await evidence(id))).word).toBe("VERIFIED");
    },
  );
});
