/** Which checkpoint a file rests on, where that is not plain; and what is found out of a file before it is handed out. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Bounded } from "../../../../api/ledger/anchors-at.ts";
import { checkpointFor, checkpointForStream } from "../../../../api/ledger/evidence/checkpoint.ts";
import type { EvidenceContext } from "../../../../api/ledger/evidence/context.ts";
import { assertHolds } from "../../../../api/ledger/evidence/hold.ts";
import { asTreeSize } from "../../../../portal/verify/brands.ts";
import { encodeEvidence } from "../../../../portal/verify/evidence.ts";
import { testAuditor } from "../../../helpers/auditor.ts";
import {
  customerOf,
  newSubject,
  rejection,
  START,
  stored,
  type TestLedger,
  testLedger,
} from "../../../helpers/ledger.ts";
import { history, parsed } from "./fixtures.ts";

let ledger: TestLedger;
let subject: string;
beforeEach(async () => {
  ledger = await testLedger();
  subject = await newSubject(ledger);
  // Anchored at 3 and, an hour later, at 5.
  for (const name of ["one", "two"]) {
    await stored(ledger, customerOf(subject, { name, "@occurredAt": "2026-11-20T08:00:00.000Z" }));
    await ledger.anchor();
    ledger.clock.advance(3_600_000);
  }
});
afterEach(() => ledger.close());

const context = (fromSize = 0): EvidenceContext =>
  ({
    store: ledger.store,
    map: ledger.map,
    policy: {
      ...ledger.policy,
      keys: ledger.policy.keys.map((key) => ({ ...key, fromSize: asTreeSize(fromSize) })),
    },
    assertSigned: () => {},
    later: null,
  }) as unknown as EvidenceContext;

describe("an anchor of what was taken over", () => {
  it("is none of the ledger's own checkpoints", async () => {
    await stored(ledger, customerOf(subject, { name: "three" }));
    await ledger.seal();
    for (const [begin, size] of [
      [0, 5],
      [4, 5],
      // Nothing but what lies behind the first five is the ledger's own.
      [5, 7],
    ] as const) {
      for (const chosen of [
        await checkpointFor(context(begin), 1, "final"),
        await checkpointForStream(context(begin), 1, "final"),
      ]) {
        expect(chosen.checkpoint.size).toBe(size);
        expect(chosen.anchor === null).toBe(size === 7);
      }
    }
  });
});

describe("the checkpoint of a claim about a stream", () => {
  // Sizes 3 and 5 are final, over maps of 2 and 4 entries; so is 7.
  const cosigned = async (...sizes: number[]): Promise<void> => {
    for (const size of sizes) {
      const { note } = (await ledger.store.checkpoint(size))!;
      const line = ledger.auditor.line(note, START / 1000);
      const vkey = ledger.auditor.vkey;
      await ledger.store.putCosignatures([{ size: asTreeSize(size), vkey, line }]);
    }
  };
  const chosen = async (index: number, preferred: "final" | "newest" = "final") => {
    const { checkpoint, anchor } = await checkpointForStream(context(), index, preferred);
    return [checkpoint.size, anchor === null ? null : "anchored"];
  };
  beforeEach(async () => {
    await stored(ledger, customerOf(subject, { name: "three" }));
    await ledger.anchor();
  });

  it("is the newest final one that an auditor has cosigned and that covers it, else the newest final one", async () => {
    expect(await chosen(1)).toEqual([7, "anchored"]);
    await cosigned(3);
    expect(await chosen(1)).toEqual([3, "anchored"]);
    // Its map knows two entries: the third was the state entry, the fourth came later.
    expect(await chosen(3)).toEqual([7, "anchored"]);
    await cosigned(5);
    expect(await chosen(1)).toEqual([5, "anchored"]);
    expect(await chosen(3)).toEqual([5, "anchored"]);
    expect(await chosen(5)).toEqual([7, "anchored"]);
    await cosigned(7);
    expect(await chosen(-1)).toEqual([7, "anchored"]);
  });

  it("is the newest of all where that is preferred, cosigned or not", async () => {
    await cosigned(5);
    await stored(ledger, customerOf(subject, { name: "four" }));
    await ledger.seal();
    expect(await chosen(1, "newest")).toEqual([9, null]);
    expect(await chosen(1)).toEqual([5, "anchored"]);
  });

  it("is not one that is cosigned, but only in a block", async () => {
    await stored(ledger, customerOf(subject, { name: "four" }));
    await ledger.anchor("included");
    await cosigned(5, 9);
    expect(await chosen(1)).toEqual([5, "anchored"]);
  });

  it("is another where the map of the cosigned one is not kept any more", async () => {
    await cosigned(3);
    await ledger.map.forget(4);
    expect(await chosen(1)).toEqual([7, "anchored"]);
    await cosigned(5);
    expect(await chosen(1)).toEqual([5, "anchored"]);
  });

  it("is not one that only somebody else has cosigned", async () => {
    const { note } = (await ledger.store.checkpoint(5))!;
    const other = testAuditor("auditor.example", new Uint8Array(32).fill(9));
    const line = other.line(note, START / 1000);
    await ledger.store.putCosignatures([{ size: asTreeSize(5), vkey: other.vkey, line }]);
    expect(await chosen(1)).toEqual([7, "anchored"]);
    await cosigned(3);
    expect(await chosen(1)).toEqual([3, "anchored"]);
  });

  it("is none of a predecessor's, whoever has cosigned it", async () => {
    await cosigned(5);
    const begun = await checkpointForStream(context(5), 1, "final");
    expect(begun.checkpoint.size).toBe(7);
  });
});

describe("the checkpoint of a claim about a time", () => {
  it("is over both anchors, and its map over what the first one holds", async () => {
    const chosen = (mapSize: number, size = 5) =>
      checkpointForStream(context(), 1, "final", { size, mapSize });
    expect((await chosen(4)).checkpoint.size).toBe(5);
    expect(await rejection(chosen(5))).toMatchObject({
      ...{ code: "not_sealed", details: { index: 4, size: 4 } },
    });
    await stored(ledger, customerOf(subject, { name: "three" }));
    await ledger.seal();
    expect((await chosen(6)).checkpoint.size).toBe(7);
    expect((await chosen(4, 6)).checkpoint.size).toBe(7);
    expect(await rejection(chosen(4, 8))).toMatchObject({ code: "damaged" });
  });
});

describe("a file about a time", () => {
  const time = new Date(START + 1_000).toISOString();
  const at = (block: number, size: number, hours: number) => ({
    ...{ block, size, blockTime: START / 1000 + hours * 3_600 },
  });
  const right: Bounded = { time, before: at(100, 3, 0), after: at(101, 5, 1) };

  it("is looked at once more before it is handed out", async () => {
    const file = await history(ledger, subject, "customer", { at: time });
    const whole = parsed(file, "history");
    const checkpoint = (await ledger.store.checkpoint(5))!;
    const holds = (bounds: Bounded | null, change: Partial<NonNullable<typeof whole.at>> = {}) => {
      const bytes = encodeEvidence({ ...whole, at: { ...whole.at!, ...change } });
      return () => assertHolds(context(), bytes, checkpoint, bounds);
    };
    const size = asTreeSize;
    expect(holds(right)).not.toThrow();
    const { before, after } = right;
    const wrong: [Bounded | null, Parameters<typeof holds>[1]?][] = [
      [null],
      [{ ...right, before: null }],
      [{ ...right, after: at(101, 6, 1) }],
      [{ ...right, after: at(102, 5, 1) }],
      [{ ...right, after: at(101, 5, 0) }],
      [{ ...right, before: at(100, 3, 1) }],
      [{ ...right, time: new Date(START).toISOString() }],
      [right, { before: null }],
      [right, { before: { block: 100, size: size(2) } }],
      // What is wrong in the rows, too.
      [{ ...right, after: { ...after, size: 7 } }, { after: { block: 101, size: size(7) } }],
      [{ ...right, before: { ...before!, size: 5 } }, { before: { block: 100, size: size(5) } }],
      [{ ...right, before: { ...before!, block: 102 } }, { before: { block: 102, size: size(3) } }],
    ];
    for (const [bounds, change] of wrong) {
      expect(holds(bounds, change), JSON.stringify([bounds, change])).toThrow("invalid: time");
    }
  });
});
