/** The second copy as files: what is written, what a crash or a thief leaves, and what the start says to it. */
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { checkCopy } from "../../../api/log/copy-check.ts";
import { openTimes } from "../../../api/log/copy-times.ts";
import { type EntryCopy, openEntryCopy } from "../../../api/log/entry-copy.ts";
import { asRootHash, asTreeSize } from "../../../portal/verify/brands.ts";
import { formatCheckpointText } from "../../../portal/verify/checkpoint.ts";
import { leafHash } from "../../../portal/verify/merkle.ts";
import { newPlace } from "../../helpers/store/places.ts";
import { newSigner, ORIGIN, rejection, seal, type TestLog, testLog } from "./fixtures.ts";
import { recordOfItsOwn } from "./memory-store.ts";

let directory: string;
let remove: () => void;
let open: EntryCopy[] = [];
beforeEach(() => {
  ({ directory, remove } = newPlace());
});
afterEach(async () => {
  for (const copy of open) await copy.close();
  open = [];
  remove();
});

const signer = newSigner(ORIGIN);
const path = (...names: string[]): string => join(directory, ...names);

async function openCopy(key = signer): Promise<EntryCopy> {
  const copy = await openEntryCopy(directory, key);
  open.push(copy);
  return copy;
}

const names = (folder: string): string[] =>
  readdirSync(path(folder), { recursive: true })
    .map(String)
    .filter((name) => statSync(path(folder, name)).isFile())
    .sort();

function noteOf(size: number, byte = 1): string {
  const root = asRootHash(new Uint8Array(32).fill(byte));
  return signer.sign(formatCheckpointText({ origin: ORIGIN, size: asTreeSize(size), root }));
}

/** Entries with times of their own. */
function timed(count: number): TestLog {
  const log = { ...testLog(count), signer };
  log.store.rows.forEach((row, i) => {
    log.store.rows[i] = { ...row, recordedAt: 1_000 + i, dueAt: 2_000 + i };
  });
  return log;
}

const expected = ({ store }: TestLog, from: number, to: number) =>
  store.rows.slice(from, to).map(({ entry, recordedAt, dueAt }) => ({ entry, recordedAt, dueAt }));

describe("the second copy", () => {
  it("is the entry bundles of tlog-tiles, for its owner's eyes only", async () => {
    const { store } = timed(600);
    const copy = await openCopy();
    await copy.extend(store, 600);
    expect(names("tile")).toEqual(["entries/000", "entries/001", "entries/002.p/88"]);
    const bundle = readFileSync(path("tile/entries/002.p/88"));
    expect([...bundle.subarray(0, 2)]).toEqual([0, 105]);
    expect(bundle.subarray(2, 107)).toEqual(Buffer.from(recordOfItsOwn(512)));
    for (const name of ["tile/entries/000", "copy.json", "times"])
      expect(statSync(path(name)).mode & 0o777).toBe(0o600);
    expect(statSync(path("tile/entries")).mode & 0o777).toBe(0o700);
  });

  it.each([1, 255, 256, 257, 5_000])("gives back %i entries and their times", async (count) => {
    const log = timed(count);
    await (await openCopy()).extend(log.store, count);
    const again = await openCopy();
    expect([again.size(), again.reach()]).toEqual([count, count]);
    for (const [from, to] of [
      [0, Math.min(count, 4_096)],
      [Math.floor(count / 2), count],
      [count, count],
    ] as const)
      expect(await again.entries(from, to)).toEqual(expected(log, from, to));
    expect(await rejection(again.entries(0, count + 1))).toMatchObject({ code: "copy_damaged" });
  });

  it("grows by any steps, and keeps of each bundle the widest form only", async () => {
    const log = timed(700);
    const copy = await openCopy();
    for (const size of [1, 2, 200, 256, 300, 300, 513, 700]) await copy.extend(log.store, size);
    expect(names("tile")).toEqual(["entries/000", "entries/001", "entries/002.p/188"]);
    expect(await (await openCopy()).entries(0, 700)).toEqual(expected(log, 0, 700));
  });

  it("takes turns", async () => {
    const log = timed(700);
    const copy = await openCopy();
    await Promise.all([100, 700, 300].map((size) => copy.extend(log.store, size)));
    expect(copy.size()).toBe(700);
    expect(await copy.entries(0, 700)).toEqual(expected(log, 0, 700));
  });

  it("keeps the checkpoints that our key signed, and finds one that it did not", async () => {
    const copy = await openCopy();
    const sizes = [7, 1_234_567, 900];
    for (const size of sizes) await copy.putNote({ size, note: noteOf(size) });
    expect(names("checkpoints")).toEqual(["007", "900", "x001/x234/567"]);
    expect(await copy.notes(7)).toEqual(
      [900, 1_234_567].map((size) => ({ size, note: noteOf(size) })),
    );
    writeFileSync(path("checkpoints", "900"), newSigner(ORIGIN).sign(`${ORIGIN}\n900\nAAAA\n`));
    expect(await rejection(copy.notes(0))).toMatchObject({
      code: "copy_damaged",
      details: { index: 900 },
    });
    writeFileSync(path("checkpoints", "900"), noteOf(901));
    expect(await rejection(copy.notes(0))).toMatchObject({ code: "copy_damaged" });
  });

  it("of another ledger is refused, and stays as it is", async () => {
    await openCopy();
    const before = readFileSync(path("copy.json"), "utf8");
    expect(await rejection(openCopy(newSigner(ORIGIN)))).toMatchObject({
      code: "wrong_ledger",
      details: { setting: "COUNTERFOIL_COPY" },
    });
    expect(readFileSync(path("copy.json"), "utf8")).toBe(before);
  });

  it("passes over what a crash left half done", async () => {
    const log = timed(300);
    await (await openCopy()).extend(log.store, 300);
    writeFileSync(path("tile/entries/001.p/99.new"), "half");
    writeFileSync(path("tile/entries/002.new"), "half");
    appendFileSync(path("times"), "torn");
    const copy = await openCopy();
    expect(copy.size()).toBe(300);
    log.store.add(400);
    await copy.extend(log.store, 700);
    expect(await copy.entries(0, 300)).toEqual(expected(log, 0, 300));
  });

  it.each([
    ["cut", (file: string) => writeFileSync(file, readFileSync(file).subarray(0, -1))],
    ["longer", (file: string) => appendFileSync(file, "x")],
    ["empty", (file: string) => writeFileSync(file, "")],
  ])("a bundle that is %s is damaged", async (_, spoil) => {
    const { store } = timed(300);
    await (await openCopy()).extend(store, 300);
    spoil(path("tile/entries/000"));
    expect(await rejection((await openCopy()).entries(0, 300))).toMatchObject({
      code: "copy_damaged",
      details: { index: 0 },
    });
  });

  it.each(["times", "tile", "tile/entries", "checkpoints"])(
    "does not follow a link in the place of %s",
    async (name) => {
      const elsewhere = newPlace();
      try {
        const target = join(elsewhere.directory, "target");
        if (name === "times") writeFileSync(target, "precious");
        else mkdirSync(target);
        if (name === "tile/entries") mkdirSync(path("tile"));
        symlinkSync(target, path(name));
        expect(await rejection(openCopy())).toMatchObject({
          code: "invalid_setting",
          details: { setting: `COUNTERFOIL_COPY/${name}`, problem: "unusable_directory" },
        });
        if (name === "times") expect(readFileSync(target, "utf8")).toBe("precious");
        // Nor one that comes between the look and the opening.
        if (name === "times")
          await expect(openTimes(path(name))).rejects.toMatchObject({ code: "ELOOP" });
      } finally {
        elsewhere.remove();
      }
    },
  );

  it("leaves a batch unsigned while it cannot be written", async () => {
    const log = timed(300);
    const copy = await openCopy();
    mkdirSync(path("tile"));
    writeFileSync(path("tile/entries"), "in the way");
    for (let tries = 0; tries < 3; tries++) await rejection(seal(log, { copy }));
    expect(log.signerState.record.size).toBe(0);
    rmSync(path("tile/entries"));
    expect(await seal(log, { copy })).toMatchObject({ size: 301 });
    expect(copy.size()).toBe(301);
    expect((await copy.notes(0)).map(({ size }) => size)).toEqual([301]);
  });
});

describe("the start, comparing it with the log", () => {
  const check = async (log: TestLog): Promise<EntryCopy> => {
    const copy = await openCopy();
    await checkCopy({ copy, store: log.store, signer, signed: log.signerState.record });
    return copy;
  };

  /** A sealed log of 301 and its copy. */
  async function both(): Promise<TestLog> {
    const log = timed(300);
    await seal(log, { copy: await openCopy() });
    return log;
  }

  it("catches up what it lacks: a copy that was switched on later", async () => {
    const log = timed(600);
    await seal(log);
    log.store.add(20);
    const copy = await check(log);
    expect(copy.size()).toBe(621);
    expect(await copy.entries(0, 621)).toEqual(expected(log, 0, 621));
    expect((await copy.notes(0)).map(({ size }) => size)).toEqual([601]);
  });

  it("heals a hole out of the log", async () => {
    const log = timed(1_000);
    await seal(log, { copy: await openCopy() });
    rmSync(path("tile/entries/001"));
    const holed = await openCopy();
    expect([holed.size(), holed.reach()]).toEqual([256, 1_001]);
    const copy = await check(log);
    expect(await copy.entries(0, 1_001)).toEqual(expected(log, 0, 1_001));
    expect(existsSync(path("tile/entries/001"))).toBe(true);
  });

  it.each([300, 150])("refuses a database with fewer entries (%i)", async (left) => {
    const log = await both();
    log.store.rows.length = left;
    expect(await rejection(check(log))).toMatchObject({
      code: "behind",
      details: { what: "copy", size: left, expected: 301, copy: 301 },
    });
  });

  describe("drops what nobody signed and the database does not have", () => {
    /** The copy goes on behind the sealed log of 301, the log does not. */
    async function longer(by: number, added = 0): Promise<TestLog> {
      const log = await both();
      log.store.add(added);
      const sizes = log.store.rows.length;
      log.store.add(by);
      await (await openCopy()).extend(log.store, sizes + by);
      log.store.rows.length = sizes;
      return log;
    }

    const dropped: string[] = [];
    const drop = async (log: TestLog): Promise<EntryCopy> => {
      dropped.length = 0;
      const copy = await openCopy();
      const onDropped = (from: number, to: number) => void dropped.push(`${from}-${to}`);
      const signed = log.signerState.record;
      await checkCopy({ copy, store: log.store, signer, signed, onDropped });
      return copy;
    };

    it.each([
      [1, 0],
      [211, 0],
      [212, 0],
      [5_000, 0],
      [9, 3],
    ])("%i entries, behind %i that the database has", async (by, added) => {
      const log = await longer(by, added);
      const size = 301 + added;
      const copy = await drop(log);
      expect(dropped).toEqual([`${size}-${size + by}`]);
      expect([copy.size(), copy.reach()]).toEqual([size, size]);
      expect(names("tile")).toEqual(["entries/000", `entries/001.p/${size - 256}`]);
      const again = await openCopy();
      expect([again.size(), again.reach()]).toEqual([size, size]);
      expect(await again.entries(0, size)).toEqual(expected(log, 0, size));
      await drop(log);
      expect(dropped).toEqual([]);
    });

    it("also behind a hole, and where the log ends with a whole bundle", async () => {
      const log = timed(511);
      await seal(log, { copy: await openCopy() });
      log.store.add(1_000);
      await (await openCopy()).extend(log.store, 1_512);
      log.store.rows.length = 512;
      rmSync(path("tile/entries/001"));
      const copy = await drop(log);
      expect(dropped).toEqual(["512-1512"]);
      expect(names("tile")).toEqual(["entries/000", "entries/001"]);
      expect(await copy.entries(0, 512)).toEqual(expected(log, 0, 512));
    });

    it("but refuses to where a checkpoint of ours covers them", async () => {
      const log = await longer(9);
      await (await openCopy()).putNote({ size: 305, note: noteOf(305) });
      expect(await rejection(drop(log))).toMatchObject({
        code: "behind",
        details: { what: "copy", size: 301, expected: 305, copy: 310 },
      });
      expect(dropped).toEqual([]);
      expect((await openCopy()).size()).toBe(310);
    });

    it("and nothing where an entry that both have is another", async () => {
      const log = await longer(9, 5);
      log.store.rows.length = 301;
      log.store.add(3);
      const entry = recordOfItsOwn(77_777);
      log.store.rows[303] = { ...log.store.rows[303]!, entry };
      // It does not fit its own hash: the database is wrong, whatever the copy has.
      expect(await rejection(drop(log))).toMatchObject({
        code: "damaged",
        details: { what: "entry", index: 303 },
      });
      log.store.rows[303] = { ...log.store.rows[303]!, leafHash: leafHash(entry) };
      expect(await rejection(drop(log))).toMatchObject({
        code: "copy_damaged",
        details: { index: 303, differs: "unsigned" },
      });
      expect((await openCopy()).size()).toBe(315);
    });

    it("never has less than the log meanwhile", async () => {
      const log = await longer(300);
      const copy = await openCopy();
      const entries = async () => {
        throw new Error("killed");
      };
      await rejection(copy.cut({ entries }, 301));
      expect((await openCopy()).size()).toBe(601);
      await drop(log);
      expect(dropped).toEqual(["301-601"]);
    });
  });

  it("refuses it also where only the checkpoint of the copy is left", async () => {
    const log = await both();
    rmSync(path("tile"), { recursive: true });
    const older = { ...timed(200), signerState: testLog().signerState };
    expect(await rejection(check(older))).toMatchObject({
      code: "behind",
      details: { what: "copy", size: 200, expected: 301, copy: 0 },
    });
    expect(log.store.rows).toHaveLength(301);
  });

  it("refuses a signer that has forgotten a checkpoint of the copy: both are evidence", async () => {
    const log = await both();
    const note = log.store.checkpoints.get(301)?.note;
    log.signerState.record = testLog().signerState.record;
    expect(await rejection(check(log))).toMatchObject({
      code: "signer_diverged",
      evidence: { signedSize: 0, otherSize: 301, otherNote: note },
    });
  });

  it("refuses a copy with another entry, and does not mend it", async () => {
    const log = await both();
    const file = path("tile/entries/001.p/45");
    const bytes = readFileSync(file);
    bytes[107 + 9] = (bytes[107 + 9] as number) ^ 1;
    writeFileSync(file, bytes);
    expect(await rejection(check(log))).toMatchObject({
      code: "copy_damaged",
      details: { index: 257, differs: "signed" },
    });
    expect(readFileSync(file)).toEqual(bytes);
  });
});
