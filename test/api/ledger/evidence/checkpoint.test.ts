/** Which checkpoint a file rests on, where that is not plain; and what is found out of a file before it is handed out. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Bounded } from "../../../../api/ledger/anchors-at.ts";
import { checkpointFor, checkpointForStream } from "../../../../api/ledger/evidence/checkpoint.ts";
import type { EvidenceContext } from "../../../../api/ledger/evidence/context.ts";
import { assertHolds } from "../../../../api/ledger/evidence/hold.ts";
import { asTreeSize } from "../../../../portal/verify/brands.ts";
import { encodeEvidence } from "../../../../portal/verify/evidence.ts";
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
