import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openLeftFile } from "../../../../api/audit/spool/run-files.ts";
import {
  createSorter,
  type OpenedRun,
  runPath,
  type Sorter,
} from "../../../../api/audit/spool/sorter.ts";
import { sha256 } from "../../../../api/core/hash.ts";

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "counterfoil-sorter-"));
});
afterAll(() => rmSync(directory, { recursive: true }));

const RECORD = 12;
const KEY = 8;

let number = 0;
const options = (run: number) => ({
  ...{ record: RECORD, key: KEY, directory, run },
  name: `s${number++}`,
});

async function add(sorter: Sorter, records: readonly Buffer[]): Promise<void> {
  for (const record of records) {
    await sorter.ready(1);
    const { buffer, at } = sorter.next();
    record.copy(buffer, at);
  }
}

async function hexOf(sorter: Sorter): Promise<string[]> {
  const found: string[] = [];
  for await (const page of sorter.sorted()) {
    for (let at = 0; at < page.length; at += RECORD)
      found.push(page.toString("hex", at, at + RECORD));
  }
  return found;
}

/** As a plain stable sort has it. */
const expected = (records: readonly Buffer[]): string[] =>
  [...records]
    .sort((a, b) => Buffer.compare(a.subarray(0, KEY), b.subarray(0, KEY)))
    .map((record) => record.toString("hex"));

/** Keys of few different bytes, so that many are alike, in the first six bytes or in all; behind them a number. */
const records = fc
  .array(fc.array(fc.constantFrom(0, 1, 127, 128, 255), { minLength: KEY, maxLength: KEY }), {
    maxLength: 60,
  })
  .map((keys) =>
    keys.map((key, i) => {
      const record = Buffer.alloc(RECORD);
      Buffer.from(key).copy(record);
      record.writeUInt32BE(i, KEY);
      return record;
    }),
  );

describe("the sorter", () => {
  it("sorts as a stable sort of all does, in runs of any length", async () => {
    await fc.assert(
      fc.asyncProperty(records, fc.integer({ min: 1, max: 70 }), async (all, run) => {
        const sorter = await createSorter(options(run));
        await add(sorter, all);
        expect(sorter.length).toBe(all.length);
        expect(await hexOf(sorter)).toEqual(expected(all));
        await sorter.close();
      }),
      { numRuns: 60 },
    );
  });

  it("goes on with runs that were flushed before", async () => {
    const all = Array.from({ length: 500 }, (_, i) => {
      const record = Buffer.alloc(RECORD);
      record.writeUInt32BE(Math.imul(i, 2_654_435_761) >>> 0, 0);
      record.writeUInt32BE(i, KEY);
      return record;
    });
    const first = options(64);
    const before = await createSorter(first);
    await add(before, all.slice(0, 200));
    const kept = await before.flush();
    expect(kept.map((run) => run.records)).toEqual((await before.runs()).map((run) => run.records));
    for (const [number, { digest }] of kept.entries()) {
      expect(sha256(readFileSync(runPath(first, number))).toString("hex")).toBe(digest);
    }
    expect(await before.flush()).toEqual(kept);
    await before.close();
    const opened = await Promise.all(
      kept.map(async (run, number): Promise<OpenedRun> => {
        const handle = await openLeftFile(runPath(first, number));
        if (handle === null) throw new Error("it is not there");
        return { ...run, handle };
      }),
    );
    const after = await createSorter(first, opened);
    await add(after, all.slice(200));
    expect(await hexOf(after)).toEqual(expected(all));
    const total = (await after.runs()).reduce((sum, run) => sum + run.records, 0);
    expect(total).toBe(500);
    await after.close();
  });

  it("leaves out what does not count any more of the runs that it took over", async () => {
    await fc.assert(
      fc.asyncProperty(
        records,
        fc.integer({ min: 1, max: 40 }),
        fc.nat(60),
        async (all, run, cut) => {
          const own = options(run);
          const before = await createSorter(own);
          await add(before, all.slice(0, cut));
          const kept = await before.flush();
          await before.close();
          const keeps = (page: Buffer, at: number): boolean =>
            page.readUInt32BE(at + KEY) % 3 === 1;
          const opened: OpenedRun[] = [];
          for (const [number, one] of kept.entries()) {
            const handle = await openLeftFile(runPath(own, number));
            if (handle !== null) opened.push({ ...one, handle, keeps });
          }
          const after = await createSorter(own, opened);
          await add(after, all.slice(cut));
          const left = all.filter((_, i) => i >= cut || i % 3 === 1);
          expect(await hexOf(after)).toEqual(expected(left));
          await after.close();
        },
      ),
      { numRuns: 40 },
    );
  });

  it("writes through nothing that somebody planted under the names of its runs", async () => {
    const own = { ...options(1), directory: join(directory, "planted") };
    mkdirSync(own.directory);
    const victim = join(directory, "victim");
    writeFileSync(victim, "precious");
    symlinkSync(victim, runPath(own, 0));
    writeFileSync(runPath(own, 1), "", { mode: 0o666 });
    const sorter = await createSorter(own);
    await add(sorter, [Buffer.alloc(RECORD, 2), Buffer.alloc(RECORD, 1)]);
    await sorter.flush();
    expect(await hexOf(sorter)).toEqual(
      [1, 2].map((of) => Buffer.alloc(RECORD, of).toString("hex")),
    );
    expect(readFileSync(victim, "utf8")).toBe("precious");
    for (const number of [0, 1]) expect(statSync(runPath(own, number)).mode & 0o777).toBe(0o600);
    await sorter.close();
  });

  it("sorts more than a full run of the default length", async () => {
    const count = 150_000;
    const sorter = await createSorter({ record: RECORD, key: KEY, directory, name: "large" });
    let seed = 1;
    for (let i = 0; i < count; i++) {
      await sorter.ready(1);
      seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
      const { buffer, at } = sorter.next();
      buffer.writeUInt32BE(seed, at);
      buffer.writeUInt32BE(0, at + 4);
      buffer.writeUInt32BE(i, at + 8);
    }
    let [seen, last, wrong] = [0, 0, 0];
    for await (const page of sorter.sorted()) {
      for (let at = 0; at < page.length; at += RECORD, seen++) {
        const key = page.readUInt32BE(at);
        if (key < last) wrong += 1;
        last = key;
      }
    }
    expect([seen, wrong]).toEqual([count, 0]);
    await sorter.close();
  });
});
