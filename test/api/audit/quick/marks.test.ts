/** Finding the mark of an entry among marks that are numbered in the order in which they came. */
import { describe, expect, it } from "vitest";
import { lastMark, MOST_UNKNOWN, markFinder } from "../../../../api/audit/quick/marks.ts";
import type { RawRow } from "../../../../api/store/audit-store.ts";
import type { RowMac } from "../../../../api/store/row-mac.ts";
import { drawing } from "../../../helpers/audit/mutate.ts";

interface Made {
  readonly number: number;
  /** The entry that was made; `null`: the request was answered without one. */
  readonly index: number | null;
  readonly time: number;
}

const GOOD = new Uint8Array(16).fill(1);
const BAD = new Uint8Array(16);
/** An authenticator is as good as its column says. */
const rowMac: RowMac = () => GOOD;

const idOf = (index: number): string => `id ${index}`;

function table(
  marks: readonly Made[],
  damage: ReadonlyMap<number, "gone" | "changed"> = new Map(),
) {
  const rows = new Map<number, RawRow>();
  for (const { number, index, time } of marks) {
    const how = damage.get(number);
    if (how === "gone") continue;
    const outcome = index === null ? "unchanged" : "stored";
    const id = idOf(how === "changed" ? 999_999 : (index ?? 0));
    rows.set(number, [`key ${number}`, GOOD, outcome, id, 1, time, number, how ? BAD : GOOD]);
  }
  let looked = 0;
  const known = new Set(marks.flatMap(({ index }) => (index === null ? [] : [index])));
  const ledger = {
    markKeys: async (numbers: readonly number[]) =>
      numbers.map((number) => {
        looked += 1;
        return rows.has(number) ? `key ${number}` : null;
      }),
    rows: async (_: string, keys: readonly (readonly unknown[])[]) =>
      keys.map(([key]) => rows.get(Number(String(key).slice(4))) ?? null),
    recordIndexes: async (names: readonly (readonly [unknown, unknown])[]) =>
      names.map(([id]) => {
        const index = Number(String(id).slice(3));
        return known.has(index) ? index : null;
      }),
  };
  const reads = ledger as unknown as Parameters<typeof markFinder>[0];
  return { finder: markFinder(reads, rowMac, marks.length), looked: () => looked };
}

/** Entries one a millisecond or several; about half of them with marks, and marks without entries between them. */
function made(seed: string, entries: number): Made[] {
  const draw = drawing(seed);
  const marks: Made[] = [];
  for (let index = 0; index < entries; index++) {
    const time = timeOf(index);
    if (draw.below(3) === 0) marks.push({ number: marks.length + 1, index: null, time });
    if (draw.below(2) === 0) marks.push({ number: marks.length + 1, index, time });
  }
  return marks;
}
const timeOf = (index: number): number => 1_000 + Math.floor(index / 3);
const numbersOf = (rows: ReadonlyMap<number, RawRow>): number[] => [...rows.keys()];

describe("the mark of an entry", () => {
  it("is found wherever there is one, and nothing else is", async () => {
    for (const entries of [0, 1, 2, 3, 7, 60]) {
      const marks = made(`sound ${entries}`, entries);
      const { finder } = table(marks);
      for (let index = 0; index < entries; index++) {
        const own = marks.filter((mark) => mark.index === index).map(({ number }) => number);
        const found = await finder.of({ index, recordedAt: timeOf(index) });
        const numbers = numbersOf(found.rows);
        expect(numbers).toEqual(expect.arrayContaining(own));
        const others = marks.filter(
          ({ number }) => numbers.includes(number) && !own.includes(number),
        );
        expect(others.filter((mark) => mark.index !== null || mark.time !== timeOf(index))).toEqual(
          [],
        );
        expect(found.missing).toEqual([]);
      }
    }
  });

  it("is found also where it was changed, or is gone", async () => {
    const marks = made("damaged", 40);
    for (const mark of marks.filter(({ index }) => index !== null)) {
      const entry = { index: mark.index as number, recordedAt: mark.time };
      const changed = await table(marks, new Map([[mark.number, "changed"]])).finder.of(entry);
      expect(numbersOf(changed.rows)).toContain(mark.number);
      const gone = await table(marks, new Map([[mark.number, "gone"]])).finder.of(entry);
      expect(gone.missing).toEqual([mark.number]);
    }
  });

  it("is found where all marks around it are damaged, too", async () => {
    const marks = made("mostly", 30);
    const mark = marks.findLast(({ index }) => index !== null) as Made;
    const damage = new Map(
      marks.map(({ number }) => [number, number % 2 ? "gone" : "changed"] as const),
    );
    const entry = { index: mark.index as number, recordedAt: mark.time };
    const { rows, missing } = await table(marks, damage).finder.of(entry);
    expect([...numbersOf(rows), ...missing].sort((a, b) => a - b)).toEqual(
      marks.map(({ number }) => number),
    );
  });

  it("is found in few steps, of which the first are shared", async () => {
    const marks = made("many", 4_000);
    const { finder, looked } = table(marks);
    await finder.of({ index: 1_000, recordedAt: timeOf(1_000) });
    expect(looked()).toBeLessThanOrEqual(20);
    for (let index = 1_000; index < 1_100; index++)
      await finder.of({ index, recordedAt: timeOf(index) });
    expect(looked()).toBeLessThanOrEqual(20 + 200);
  });

  it("is given up where one statement has damaged them all, and one of them is named", async () => {
    const marks = made("wiped", 20_000);
    for (const how of ["gone", "changed"] as const) {
      const damage = new Map(marks.map(({ number }) => [number, how] as const));
      const { finder, looked } = table(marks, damage);
      const first = await finder.of({ index: 7, recordedAt: timeOf(7) });
      expect(first.givenUp).toBe(true);
      expect(first.missing.length + first.rows.size).toBe(1);
      for (let index = 0; index < 2_000; index++) {
        const later = await finder.of({ index, recordedAt: timeOf(index) });
        expect(later).toMatchObject({ givenUp: true, missing: [] });
      }
      expect(looked()).toBeLessThanOrEqual(MOST_UNKNOWN + 1);
    }
  });

  it("goes over a damaged stretch once, however many are looked for around it", async () => {
    const marks = made("stretch", 12_000);
    const damage = new Map(
      marks.flatMap(({ number }) =>
        number > 500 && number <= 9_000 ? [[number, "changed"] as const] : [],
      ),
    );
    const { finder, looked } = table(marks, damage);
    let handedOut = 0;
    for (let index = 3_000; index < 6_000; index++) {
      const { rows, givenUp } = await finder.of({ index, recordedAt: timeOf(index) });
      expect(givenUp).toBe(false);
      handedOut += rows.size;
    }
    expect(handedOut).toBe(damage.size);
    expect(looked()).toBeLessThanOrEqual(damage.size + 50);
  });

  it("is looked for up to the last row, whatever a counter says", async () => {
    expect(lastMark(9e15, 400, 400)).toBe(500);
    expect(lastMark(9e15, 0, 0)).toBe(100);
    expect(lastMark(400, 400, 400)).toBe(400);
    expect(lastMark(400, 9e15, 400)).toBe(400);
    expect(lastMark(null, 9e15, 400)).toBe(400);
    expect(lastMark(null, 0, 0)).toBe(0);
  });
});
