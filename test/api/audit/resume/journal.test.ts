import {
  chmodSync,
  linkSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import {
  type FoundState,
  type JournalOptions,
  openJournal,
  removeJournal,
} from "../../../../api/audit/resume/journal.ts";
import type { CleanPiece } from "../../../../api/audit/resume/state.ts";
import { formatTime } from "../../../../api/core/clock.ts";
import { sha256 } from "../../../../api/core/hash.ts";
import { encodeRow, type RowMac } from "../../../../api/store/row-mac.ts";
import { testClock } from "../../../helpers/ledger.ts";

const PIECE = 100;
const rowMac: RowMac = (table, columns) => sha256(encodeRow(table, columns)).subarray(0, 16);
const digest = (of: string): string => sha256(of).toString("hex");
const pieceAt = (from: number, of = "rows"): CleanPiece => ({
  from,
  records: 90,
  digest: digest(of),
});

const places: string[] = [];
let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "counterfoil-journal-"));
  places.push(directory);
});
afterAll(() => {
  for (const place of places) rmSync(place, { recursive: true });
});

const clock = testClock();
const found: FoundState[] = [];
const journal = (change: Partial<JournalOptions> = {}) =>
  openJournal({
    ...{ directory, everyMilliseconds: 1_000, piece: PIECE, binding: digest("here") },
    ...{ rowMac, clock, size: 1_000, onFound: (state) => void found.push(state) },
    ...change,
  });

describe("the journal of an audit", () => {
  it("tells the next one what was read, when, and of how large a log", async () => {
    const first = await journal();
    expect(first.before(0)).toBeNull();
    expect(first.resumed()).toEqual([]);
    first.add(pieceAt(0));
    first.add(pieceAt(300));
    await first.write([]);
    const readAt = formatTime(clock.now());
    clock.advance(60_000);
    const second = await journal({ size: 2_000 });
    expect(second.before(0)).toEqual(pieceAt(0));
    expect(second.before(100)).toBeNull();
    expect(second.resumed()).toEqual([]);
    second.take(pieceAt(0));
    second.take(pieceAt(300));
    const part = { step: "records", readAt, size: 1_000, taken: 2 * PIECE };
    expect(second.resumed()).toEqual([part]);
  });

  it("keeps what was read before until it is read again, and forgets what is not so any more", async () => {
    const first = await journal();
    for (const from of [0, 100, 200]) first.add(pieceAt(from));
    await first.write([]);
    const second = await journal({ size: 2_000 });
    second.take(pieceAt(0));
    second.add(pieceAt(100, "other rows"));
    await second.write([]);
    const third = await journal({ size: 3_000 });
    expect([0, 100, 200].map((from) => third.before(from)?.digest)).toEqual(
      ["rows", "other rows", "rows"].map(digest),
    );
    for (const from of [0, 100, 200]) third.take(pieceAt(from));
    expect(third.resumed().map(({ size, taken }) => [size, taken])).toEqual([
      [1_000, 2 * PIECE],
      [2_000, PIECE],
    ]);
  });

  it("is due after a while, and writes only what is new", async () => {
    const own = await journal();
    expect(own.isDue()).toBe(false);
    clock.advance(1_000);
    expect(own.isDue()).toBe(true);
    await own.write([]);
    expect(readdirSync(directory)).toEqual([]);
    own.add(pieceAt(0));
    await own.write([]);
    expect(readdirSync(directory)).toEqual(["state"]);
    expect(own.isDue()).toBe(false);
  });

  it("takes over nothing of other files, pieces or runs, and says so", async () => {
    writeFileSync(join(directory, "identities.0"), "run", { mode: 0o600 });
    const run = { records: 1, digest: digest("run") };
    const first = await journal();
    first.add(pieceAt(0));
    await first.write([run]);
    found.length = 0;
    const taken = (await journal()).runs;
    expect(taken).toMatchObject([run]);
    for (const { handle } of taken) await handle.close();
    for (const change of [{ binding: digest("there") }, { piece: PIECE + 1 }]) {
      const own = await journal(change);
      expect([own.before(0), own.runs]).toEqual([null, []]);
    }
    writeFileSync(join(directory, "identities.0"), "ruN");
    expect((await journal()).before(0)).toBeNull();
    rmSync(join(directory, "identities.0"));
    expect((await journal()).before(0)).toBeNull();
    expect(found).toEqual(["taken", "other", "other", "damaged", "damaged"]);
  });

  it("reads a run through the handle that it was looked at through, and only what is its user's alone", async () => {
    const path = join(directory, "identities.0");
    const aside = join(directory, "aside");
    writeFileSync(path, "run", { mode: 0o600 });
    const first = await journal();
    first.add(pieceAt(0));
    await first.write([{ records: 1, digest: digest("run") }]);
    const [run] = (await journal()).runs;
    // Another file by the time it is read.
    renameSync(path, aside);
    writeFileSync(path, "no!", { mode: 0o600 });
    expect(await run?.handle.readFile("utf8")).toBe("run");
    await run?.handle.close();

    const isTaken = async (): Promise<boolean> => {
      const own = await journal();
      for (const { handle } of own.runs) await handle.close();
      return own.before(0) !== null;
    };
    rmSync(path);
    symlinkSync(aside, path);
    expect(await isTaken()).toBe(false);
    rmSync(path);
    linkSync(aside, path);
    expect(await isTaken()).toBe(true);
    chmodSync(path, 0o620);
    expect(await isTaken()).toBe(false);
    chmodSync(path, 0o600);
    chmodSync(join(directory, "state"), 0o604);
    expect(await isTaken()).toBe(false);
  });

  it("has of each run what counts: pieces that were taken over, as read by who wrote it", async () => {
    const write = (number: number): { records: number; digest: string } => {
      const bytes = `run ${number}`;
      writeFileSync(join(directory, `identities.${number}`), bytes, { mode: 0o600 });
      return { records: 1, digest: digest(bytes) };
    };
    const all = [write(0), write(1), write(2)];
    const first = await journal();
    for (const from of [0, 100, 200]) first.add(pieceAt(from));
    await first.write(all.slice(0, 2));
    const second = await journal();
    second.take(pieceAt(0));
    for (const from of [100, 200]) second.add(pieceAt(from, "other rows"));
    await second.write(all);
    const third = await journal();
    const counts = () => third.runs.map(({ isTaken }) => [0, 99, 100, 199, 200, 300].map(isTaken));
    expect(counts().flat().some(Boolean)).toBe(false);
    third.take(pieceAt(0));
    third.take(pieceAt(100, "other rows"));
    const [yes, no] = [true, false];
    const ofFirst = [yes, yes, no, no, no, no];
    expect(counts()).toEqual([ofFirst, ofFirst, [no, no, yes, yes, no, no]]);
    for (const { handle } of [...second.runs, ...third.runs]) await handle.close();
  });

  it("removes what is its own", async () => {
    const others = ["identities", "identities.01", "identities.1.old", "mine", "my.identities.2"];
    // A removal that was interrupted has left the last of them.
    for (const name of [...others, "state", "identities.1", "identities.10"]) {
      writeFileSync(join(directory, name), "");
    }
    await removeJournal(directory);
    expect(readdirSync(directory).sort()).toEqual(others);
    await removeJournal(directory);
  });
});
