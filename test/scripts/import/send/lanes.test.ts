import { describe, expect, test } from "vitest";
import type { Draft } from "../../../../scripts/import/model.ts";
import type { Sink } from "../../../../scripts/import/run.ts";
import { laneSink } from "../../../../scripts/import/send/lanes.ts";
import type { Parcel } from "../../../../scripts/import/send/parcel.ts";

const draft = (customer: string, number: number, note = ""): Draft => ({
  type: "draft",
  file: "f",
  line: number,
  customer,
  record: {
    "@kind": "order",
    "@occurredAt": "2026-01-01T00:00:00.000Z",
    "@source": "s",
    externalNumber: String(number),
    note,
  },
});

/** A delivery that ends only when told to. */
function slowDelivery() {
  const chunks: (readonly Parcel[])[] = [];
  const waiting: (() => void)[] = [];
  return {
    chunks,
    deliver: (parcels: readonly Parcel[]) => {
      chunks.push(parcels);
      return new Promise<void>((resolve) => waiting.push(resolve));
    },
    finishAll: () => {
      for (const resolve of waiting.splice(0)) resolve();
    },
  };
}

const soon = () => new Promise((resolve) => setTimeout(resolve, 5));

async function fill(sink: Sink, drafts: readonly Draft[]): Promise<void> {
  for (const one of drafts) await sink.take(one);
  await sink.finish();
}

describe("chunks", () => {
  test("of a thousand lines, in order, nothing left behind", async () => {
    const chunks: (readonly Parcel[])[] = [];
    const sink = laneSink(async (parcels) => void chunks.push(parcels), 1);
    await fill(
      sink,
      Array.from({ length: 2_500 }, (_, at) => draft("K", at)),
    );
    expect(chunks.map((chunk) => chunk.length)).toEqual([1000, 1000, 500]);
    expect(chunks.flat().map(({ line }) => line)).toEqual(
      Array.from({ length: 2_500 }, (_, at) => at),
    );
  });

  test("of two megabytes at most, and a record more", async () => {
    const chunks: (readonly Parcel[])[] = [];
    const sink = laneSink(async (parcels) => void chunks.push(parcels), 1);
    const big = "x".repeat(60_000);
    await fill(
      sink,
      Array.from({ length: 100 }, (_, at) => draft("K", at, big)),
    );
    for (const chunk of chunks) {
      const bytes = chunk.reduce((sum, { text }) => sum + text.length, 0);
      expect(bytes).toBeLessThan((2 << 20) + 70_000);
    }
    expect(chunks.flat()).toHaveLength(100);
  });

  test("none where nothing was taken", async () => {
    const chunks: unknown[] = [];
    await laneSink(async (parcels) => void chunks.push(parcels)).finish();
    expect(chunks).toEqual([]);
  });
});

test("a lane sends one chunk at a time, and its sender waits", async () => {
  const { chunks, deliver, finishAll } = slowDelivery();
  const sink = laneSink(deliver, 1);
  for (let at = 0; at < 1_999; at++) await sink.take(draft("K", at));
  expect(chunks).toHaveLength(1);
  let room = false;
  const waiting = Promise.resolve(sink.take(draft("K", 1_999))).then(() => {
    room = true;
  });
  await soon();
  expect([room, chunks.length]).toEqual([false, 1]);
  finishAll();
  await waiting;
  expect([room, chunks.length]).toEqual([true, 2]);
  const finished = sink.finish();
  finishAll();
  await finished;
});

test("lanes send at the same time; a customer stays in one", async () => {
  const { chunks, deliver, finishAll } = slowDelivery();
  const sink = laneSink(deliver, 3);
  for (let at = 0; at < 300; at++) await sink.take(draft(`K${at % 50}`, at));
  const finished = sink.finish();
  await soon();
  expect(chunks).toHaveLength(3);
  const lanes = chunks.map((chunk) => new Set(chunk.map(({ key }) => key)));
  expect(lanes.reduce((sum, keys) => sum + keys.size, 0)).toBe(50);
  finishAll();
  await finished;
});

describe("a delivery that fails", () => {
  const failing = () => laneSink(() => Promise.reject(new Error("no way")), 2);

  test("ends the next that is taken", async () => {
    const sink = failing();
    const many = Array.from({ length: 5_000 }, (_, at) => draft("K", at));
    await expect(fill(sink, many)).rejects.toThrow("no way");
  });

  test("is told at the end, where nothing more is taken", async () => {
    const sink = failing();
    await sink.take(draft("K", 1));
    await expect(sink.finish()).rejects.toThrow("no way");
  });
});
