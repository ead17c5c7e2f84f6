/** What is taken over out of the second copy, and what is not; the drills in test/api/start run the whole of it on real files. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type EntryCopy, openEntryCopy } from "../../../api/log/entry-copy.ts";
import { recover } from "../../../api/log/recover.ts";
import { asRootHash, asTreeSize } from "../../../portal/verify/brands.ts";
import { formatCheckpointText } from "../../../portal/verify/checkpoint.ts";
import { VOID_ENTRY } from "../../../portal/verify/entry.ts";
import { newPlace } from "../../helpers/store/places.ts";
import { flipBit, ORIGIN, rejection, seal, type TestLog, testLog } from "./fixtures.ts";
import { memorySignerState } from "./memory-signer-state.ts";
import { memoryStore } from "./memory-store.ts";

let directory: string;
let remove: () => void;
let copy: EntryCopy;
let log: TestLog;

/** A log with the checkpoints 6,001 and 6,102, all of it in the copy. Its entries have the forms of real ones. */
beforeEach(async () => {
  ({ directory, remove } = newPlace());
  log = testLog();
  copy = await openEntryCopy(directory, log.signer);
  await log.store.fillWithVoid(6_000, 5);
  await seal(log, { copy });
  await log.store.fillWithVoid(6_101, 6);
  await seal(log, { copy });
});
afterEach(async () => {
  await copy.close();
  remove();
});

/** The database as it was with so many entries: those checkpoints that fit are in it. */
async function older(size: number, checkpoints: readonly number[] = []): Promise<TestLog> {
  const store = memoryStore();
  store.rows.push(...log.store.rows.slice(0, size));
  for (const batch of log.store.batches) {
    if (checkpoints.includes(batch.checkpoint.size)) await store.seal(batch);
  }
  return { ...log, store };
}

const run = (to: TestLog, change: { dryRun?: boolean; copy?: EntryCopy } = {}) =>
  recover({ ...to, copy, batchEntries: 10_000, dryRun: false, ...change });

const sizes = (one: TestLog): number[] => [...one.store.checkpoints.keys()];

describe("recover", () => {
  it.each([
    [0, []],
    [3_000, []],
    [6_001, []],
    [6_001, [6_001]],
    [6_050, [6_001]],
    [6_102, [6_001]],
  ])("fills %i entries with the checkpoints %j up to the whole log", async (size, checkpoints) => {
    const to = await older(size, checkpoints);
    const done = await run(to);
    expect(done).toMatchObject({ before: size, after: 6_102, missing: 0, unsigned: 0 });
    expect(done.checkpoints).toBe(2 - checkpoints.length);
    expect(to.store.rows).toEqual(log.store.rows);
    expect([...to.store.checkpoints.values()]).toEqual([...log.store.checkpoints.values()]);
    expect([...to.store.tileMap]).toEqual(expect.arrayContaining([...log.store.tileMap]));
    expect(await seal(to)).toBeNull();
  });

  it("run again finds nothing to do", async () => {
    const to = await older(3_000);
    await run(to);
    expect(await run(to)).toMatchObject({
      before: 6_102,
      after: 6_102,
      checkpoints: 0,
      records: 0,
    });
  });

  it("as a dry run says the same and changes nothing", async () => {
    const to = { ...(await older(3_000)), signerState: memorySignerState() };
    const planned = await run(to, { dryRun: true });
    expect([to.store.rows.length, sizes(to), to.signerState.swaps]).toEqual([3_000, [], 0]);
    expect(await run(to)).toEqual(planned);
  });

  it("moves a signer that forgot forward, beyond all that it may have promised", async () => {
    const to = { ...(await older(3_000)), signerState: memorySignerState() };
    const mayBecomeVoid = 6_102 + 2 * 10_000 + 65_536;
    expect(await run(to, { dryRun: true })).toMatchObject({ mayBecomeVoid });
    expect(await run(to)).toMatchObject({ signedBefore: 0, signedAfter: 6_102, mayBecomeVoid });
    const { size, root, reserved } = to.signerState.record;
    expect([size, root]).toEqual([6_102, log.signerState.record.root]);
    expect(reserved).toBe(6_102 + 2 * 10_000 + 65_536);
    expect((await run(to)).mayBecomeVoid).toBeNull();
  });

  it("moves it forward before anything is put back", async () => {
    const to = { ...(await older(3_000)), signerState: memorySignerState() };
    to.store.restore = async () => {
      throw new Error("killed");
    };
    await rejection(run(to));
    expect(to.signerState.record.size).toBe(6_102);
  });

  it.each([true, false])(
    "says that a start refuses what differs below the newest checkpoint (dry run: %s)",
    async (dryRun) => {
      const change = (at: number): EntryCopy => ({
        ...copy,
        entries: async (from, to) =>
          (await copy.entries(from, to)).map((each, i) =>
            from + i === at ? { ...each, entry: Uint8Array.of(3, 3) } : each,
          ),
      });
      const whole = await older(6_102, [6_001, 6_102]);
      expect((await run(whole, { dryRun })).startRefuses).toBeNull();
      expect((await run(whole, { dryRun, copy: change(5_000) })).startRefuses).toMatchObject({
        code: "copy_damaged",
        details: { index: 5_000, differs: "signed" },
      });
      // It keeps nothing from being put back.
      const part = await older(6_050, [6_001]);
      const done = await run(part, { dryRun, copy: change(5_000) });
      expect(done.startRefuses?.code).toBe("copy_damaged");
      expect([done.after, part.store.rows.length]).toEqual([6_102, dryRun ? 6_050 : 6_102]);
      // The database's own entry.
      whole.store.rows[5_500] = { ...whole.store.rows[5_500]!, entry: Uint8Array.of(3, 3) };
      expect((await run(whole, { dryRun })).startRefuses).toMatchObject({
        code: "damaged",
        details: { what: "entry", index: 5_500 },
      });
    },
  );

  it("leaves a signer alone that knows more than the copy", async () => {
    await log.store.fillWithVoid(6_200, 7);
    await seal(log);
    const to = await older(6_001, [6_001]);
    const before = log.signerState.record;
    expect(await run(to)).toMatchObject({
      ...{ after: 6_102, signedBefore: 6_201, signedAfter: 6_201, missing: 99 },
    });
    expect(to.signerState.record).toEqual(before);
  });

  it("takes nothing that nobody signed, whoever wrote it into the copy", async () => {
    const real = log.store.rows.slice();
    const before = log.signerState.record;
    await log.store.fillWithVoid(6_110, 8);
    await copy.extend(log.store, 6_110);
    const to = await older(6_001, [6_001]);
    expect(await run(to)).toMatchObject({ copied: 6_110, after: 6_102, unsigned: 8, missing: 0 });
    expect(to.store.rows).toEqual(real);
    expect(to.signerState.record).toEqual(before);
  });

  it("takes nothing into a database that has all that was signed", async () => {
    await log.store.fillWithVoid(6_300, 8);
    await copy.extend(log.store, 6_300);
    const to = await older(6_102, [6_001, 6_102]);
    expect(await run(to)).toMatchObject({ before: 6_102, after: 6_102, unsigned: 198 });
    expect(to.store.rows).toHaveLength(6_102);
  });

  it("takes what a checkpoint of the copy covers, where the signer has forgotten it, and no more", async () => {
    await log.store.fillWithVoid(6_110, 8);
    await copy.extend(log.store, 6_110);
    const to = { ...(await older(6_001, [6_001])), signerState: memorySignerState() };
    expect(await run(to)).toMatchObject({ after: 6_102, unsigned: 8, signedAfter: 6_102 });
    // What the copy has beyond may have been promised all the same.
    expect(to.signerState.record.reserved).toBe(6_110 + 2 * 10_000 + 65_536);
  });
});

describe("nothing is taken over", () => {
  async function expectUntouched(to: TestLog, expected: object): Promise<void> {
    const before = to.signerState.record;
    const size = to.store.rows.length;
    expect(await rejection(run(to))).toMatchObject(expected);
    expect([to.store.rows.length, sizes(to)]).toEqual([size, []]);
    expect(to.signerState.record).toEqual(before);
  }

  it.each([2_999, 3_000, 6_100])("where entry %i of the copy is another", async (index) => {
    const entries = copy.entries.bind(copy);
    copy.entries = async (from, to) =>
      (await entries(from, to)).map((each, i) =>
        from + i === index ? { ...each, entry: Uint8Array.of(3, 3) } : each,
      );
    await expectUntouched(await older(3_000), {
      code: "copy_damaged",
      details: { index: Math.min(index, 3_000) },
    });
  });

  it("where the copy is another when it is put back than when it was read", async () => {
    const to = await older(3_000);
    const entries = copy.entries.bind(copy);
    let reads = 0;
    copy.entries = async (from, upTo) =>
      (await entries(from, upTo)).map((each) =>
        from === 3_000 && reads++ > 3_000 ? { ...each, entry: Uint8Array.of(3, 3) } : each,
      );
    expect(await rejection(run(to))).toMatchObject({
      code: "copy_damaged",
      details: { index: 3_000 },
    });
    expect(to.store.rows).toHaveLength(3_000);
  });

  it("where the database has changed its own tail", async () => {
    const to = await older(6_102);
    to.store.rows[6_050] = { ...to.store.rows[6_050]!, entry: Uint8Array.of(3, 3) };
    await expectUntouched(to, { code: "damaged", details: { what: "entry", index: 6_050 } });
  });

  it("where its leaf hashes do not give what was signed", async () => {
    const to = await older(6_102);
    const row = to.store.rows[6_050]!;
    const leafHash = Uint8Array.from(row.leafHash) as typeof row.leafHash;
    flipBit(leafHash);
    to.store.rows[6_050] = { ...row, leafHash };
    await expectUntouched(to, { code: "signer_diverged" });
  });

  it("where two roots of one size were signed", async () => {
    const root = asRootHash(new Uint8Array(32).fill(9));
    const text = { origin: ORIGIN, size: asTreeSize(6_102), root };
    await copy.putNote({ size: 6_102, note: log.signer.sign(formatCheckpointText(text)) });
    await expectUntouched(await older(3_000), {
      code: "signer_diverged",
      evidence: { signedSize: 6_102, otherSize: 6_102 },
    });
  });

  it("where something else writes", async () => {
    const to = await older(3_000);
    to.store.restore = async () => false;
    await expect(run(to)).rejects.toThrow("something else writes");
    expect(to.store.rows.at(-1)?.entry).toEqual(VOID_ENTRY);
  });
});
