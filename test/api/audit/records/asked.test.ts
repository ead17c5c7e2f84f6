/** What remembered requests say of records: put down, sorted, and handed out with the records that they are about. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  ASKED_KEY,
  ASKED_RECORD,
  type Asked,
  askedBy,
  askedOf,
  askedRanges,
  encodeAsked,
} from "../../../../api/audit/records/asked.ts";
import { createSorter, type Sorter } from "../../../../api/audit/spool/sorter.ts";

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "counterfoil-asked-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

const one = (index: number, number = index): Asked => ({
  index,
  number,
  recordedAt: 1_700_000_000_000 + number,
  bodyMac: Buffer.alloc(32, number % 256),
});

async function sorterOf(all: readonly Asked[], run?: number): Promise<Sorter> {
  const sorter = await createSorter({
    ...{ record: ASKED_RECORD, key: ASKED_KEY, directory, name: "asked" },
    ...(run === undefined ? {} : { run }),
  });
  const bytes = Buffer.from(encodeAsked(all));
  for (let at = 0; at < bytes.length; at += ASKED_RECORD) {
    await sorter.ready(1);
    const next = sorter.next();
    bytes.copy(next.buffer, next.at, at, at + ASKED_RECORD);
  }
  return sorter;
}

const indexesIn = (bytes: Uint8Array): number[] => {
  const found: number[] = [];
  for (let at = 0; at < bytes.length; at += ASKED_RECORD) {
    found.push(Buffer.from(bytes).readUIntBE(at, ASKED_KEY));
  }
  return found;
};

describe("a mark", () => {
  const mac = Buffer.alloc(32, 7);
  const row = (...[body, time, number]: (Buffer | number | bigint | null)[]) =>
    [Buffer.alloc(32), body, "stored", "id", 1, time, number, Buffer.alloc(16)] as never;

  it("is put so where each of its columns can be what it should", () => {
    expect(askedBy(row(mac, 5, 3), 9)).toEqual({
      ...{ index: 9, recordedAt: 5, number: 3, bodyMac: mac },
    });
  });

  it.each([
    ["no record", row(mac, 5, 3), null],
    ["a record below all", row(mac, 5, 3), -1],
    ["a record far above all", row(mac, 5, 3), 2 ** 48],
    ["an HMAC that is too short", row(Buffer.alloc(31), 5, 3), 9],
    ["no HMAC", row(null, 5, 3), 9],
    ["no time", row(mac, null, 3), 9],
    ["a time in the far future", row(mac, 2 ** 50, 3), 9],
    ["no number", row(mac, 5, null), 9],
    ["a number that is none here", row(mac, 5, 2n ** 60n), 9],
  ])("is not with %s", (_, mark, index) => {
    expect(askedBy(mark, index)).toBeNull();
  });
});

describe("what was asked", () => {
  it("comes back with its record, in the order of the records", () => {
    const all = [one(0), one(3, 10), one(3, 11), one(300), one(2 ** 40, 2 ** 41)];
    const of = askedOf(encodeAsked(all));
    expect(of(0)).toEqual([all[0]]);
    expect(of(2)).toEqual([]);
    expect(of(3)).toEqual([all[1], all[2]]);
    expect(of(3)).toEqual([]);
    expect(of(299)).toEqual([]);
    expect(of(2 ** 40)).toEqual([all[4]]);
    expect(of(2 ** 41)).toEqual([]);
    expect(askedOf(new Uint8Array(0))(0)).toEqual([]);
  });

  it.each([undefined, 100])("is handed out range by range, each once (runs of %s)", async (run) => {
    const indexes = Array.from({ length: 5_000 }, (_, i) => ((i * 7_919) % 5_000) * 3);
    const sorter = await sorterOf(
      indexes.map((index) => one(index)),
      run,
    );
    const inRange = askedRanges(sorter);
    // Some at once, as pieces are; and some left out, as those that were done before.
    const bounds = [0, 1, 4, 1_000, 4_096, 9_000, 14_990, 20_000];
    const asked = bounds.slice(1).map((to, i) => ({ from: bounds[i] as number, to }));
    const wanted = asked.filter((_, i) => i !== 4);
    const found = await Promise.all(wanted.map(({ from, to }) => inRange(from, to)));
    const ascending = [...indexes].sort((a, b) => a - b);
    expect(found.map(indexesIn)).toEqual(
      wanted.map(({ from, to }) => ascending.filter((index) => index >= from && index < to)),
    );
    expect(await inRange(20_000, 30_000)).toHaveLength(0);
    await sorter.close();
  });
});
