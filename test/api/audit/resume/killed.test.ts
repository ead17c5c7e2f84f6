/** Audits that are killed in the middle, and go on: what they find is what one finds that nobody interrupts. */
import { spawn } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runAudit } from "../../../../api/audit/audit.ts";
import { nameOf } from "../../../../api/audit/finding.ts";
import type { AuditOptions } from "../../../../api/audit/options.ts";
import type { AuditReport } from "../../../../api/audit/report.ts";
import { type FoundState, OLDEST } from "../../../../api/audit/resume/journal.ts";
import type { AuditedFile, RawRow } from "../../../../api/store/audit-store.ts";
import { fillMany } from "../../../helpers/audit/fill.ts";
import {
  auditOptions,
  copyOf,
  newInstallation,
  remove,
} from "../../../helpers/audit/installation.ts";
import { KEEP } from "../../../helpers/audit/keep.ts";
import { keyOf, openTamper, withByte } from "../../../helpers/audit/tamper.ts";
import { testClock } from "../../../helpers/ledger.ts";
import { QUICKLY } from "../../../scripts/helpers/cli.ts";

const { piece } = KEEP;
let base: string;
const places: string[] = [];
beforeAll(async () => {
  const installation = await newInstallation("killed");
  await fillMany(installation, 300);
  await installation.close();
  base = installation.directory;
}, 180_000);
afterAll(() => {
  for (const place of [base, ...places]) remove(place);
});

function place(): string {
  const directory = copyOf(base);
  mkdirSync(join(directory, "kept"), { recursive: true });
  places.push(directory);
  return directory;
}

const SCRIPT = fileURLToPath(new URL("../../../helpers/audit/audit-process.ts", import.meta.url));

/** Kills an audit with -9 while it reads the piece of this number. */
async function killedAt(directory: string, pieces: number): Promise<void> {
  const child = spawn(process.execPath, [...QUICKLY, SCRIPT, directory, String(pieces)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise((resolve) => child.once("exit", (_, signal) => resolve(signal)));
  await new Promise<void>((resolve, reject) => {
    child.stdout.once("data", () => resolve());
    child.once("exit", () => reject(new Error("it ended by itself")));
  });
  child.kill("SIGKILL");
  expect(await ended).toBe("SIGKILL");
}

async function goOn(directory: string, change: Partial<AuditOptions> = {}) {
  const found: FoundState[] = [];
  const kept = join(directory, "kept");
  const onFound = (state: FoundState): void => void found.push(state);
  const keep = { ...KEEP, directory: kept, onFound };
  const report = await runAudit(auditOptions(directory, { keep, ...change }));
  return { report, found, left: readdirSync(kept) };
}

const takenBy = ({ resumed }: AuditReport): number[] => resumed.map(({ taken }) => taken);
const without = ({ resumed: _, ...report }: AuditReport): object => report;

/** Changes a row of a table, found by its values; answers how the audit may call it. */
function damage(
  directory: string,
  file: AuditedFile,
  table: string,
  of: (row: RawRow) => boolean,
  column: string,
) {
  const tamper = openTamper(file, auditOptions(directory).files[file]);
  const row = tamper.rows(table).find(of) as RawRow;
  const key = keyOf(file, table, row);
  if (column === "") tamper.remove(table, key);
  else {
    const at = { sealed: 7, entry: 1, wrapped: 3 }[column] ?? 0;
    tamper.set(table, key, column, withByte(row[at] ?? null, 9, 1));
  }
  tamper.close();
  return row;
}
const at = (index: number) => (row: RawRow) => row[0] === index;

describe("an audit that was killed", () => {
  it("goes on, and says from when", async () => {
    const directory = place();
    const whole = await runAudit(auditOptions(directory));
    expect(whole).toMatchObject({ findings: [], resumed: [] });
    await killedAt(directory, 6);
    // By threads, which read and compare for themselves.
    const { report, found, left } = await goOn(directory, { threads: 2 });
    expect(found).toEqual(["taken"]);
    const { startedAt: readAt, snapshot } = whole;
    // The piece that it stood in was not kept yet.
    const part = { step: "records", readAt, size: snapshot.size, taken: 5 * piece };
    expect(report.resumed).toEqual([part]);
    expect(without(report)).toEqual(without(whole));
    // Nothing is left of one that is finished.
    expect(left).toEqual([]);
  }, 180_000);

  it("goes on also if that is killed, too; and takes over nothing that is damaged, of another ledger or too old", async () => {
    const directory = place();
    for (const pieces of [3, 8]) await killedAt(directory, pieces);
    const kept = new Map(
      readdirSync(join(directory, "kept")).map((name) => [
        name,
        readFileSync(join(directory, "kept", name)),
      ]),
    );
    const { report } = await goOn(directory);
    expect(takenBy(report)).toEqual([2 * piece, 5 * piece]);
    expect(report.findings).toEqual([]);

    /** Goes on with what was left then, one file of it changed. */
    const again = async (
      name = "",
      bytes = Buffer.alloc(0),
      change: Partial<AuditOptions> = {},
      where = directory,
    ) => {
      for (const [file, own] of kept)
        writeFileSync(join(where, "kept", file), own, { mode: 0o600 });
      if (name !== "") writeFileSync(join(where, "kept", name), bytes);
      const went = await goOn(where, change);
      expect(went.report.findings).toEqual([]);
      expect(went.left).toEqual([]);
      return [...went.found, ...takenBy(went.report)];
    };
    expect(await again()).toEqual(["taken", 2 * piece, 5 * piece]);
    const [state = Buffer.alloc(0), run = Buffer.alloc(0)] = [
      kept.get("state"),
      kept.get("identities.0"),
    ];
    expect(await again("state", state.subarray(0, -1))).toEqual(["damaged"]);
    expect(await again("identities.0", run.subarray(1))).toEqual(["damaged"]);
    for (const milliseconds of [OLDEST + 1, -1]) {
      const clock = testClock();
      clock.advance(milliseconds);
      expect(await again("", undefined, { clock })).toEqual(["old"]);
    }
    // The same files elsewhere are other files.
    expect(await again("", undefined, {}, place())).toEqual(["other"]);
  }, 180_000);

  it("names damage before and behind the mark, and since, as one does that was not interrupted", async () => {
    const directory = place();
    const tamper = openTamper("ledger", auditOptions(directory).files.ledger);
    const records = tamper.rows("records");
    const identified = new Set(tamper.rows("identities").map(([, id]) => id));
    tamper.close();
    const from = (index: number): RawRow =>
      records.find((row) => Number(row[0]) >= index) as RawRow;
    const record = (index: number, column: string): void =>
      void damage(directory, "ledger", "records", at(Number(from(index)[0])), column);
    // In the first piece, which is read again: only what was found sound is taken over.
    for (const index of [5, 250]) record(index, "sealed");
    record(10, "");
    damage(directory, "ledger", "entries", at(15), "entry");
    await killedAt(directory, 7);
    // In pieces that were read: their rows are compared, and opened where they differ.
    const isOnly = (id: RawRow[number]): boolean =>
      records.filter((row) => row[1] === id).length === 1;
    const known = Number(
      records.find(
        ([index, id = null]) => Number(index) >= 40 && identified.has(id) && isOnly(id),
      )?.[0],
    );
    expect(known).toBeLessThan(150);
    record(known, "sealed");
    record(75, "");
    // Of the one that is damaged now, an identity was noted when it was sound: it does not hide one that is put in.
    const put = openTamper("ledger", auditOptions(directory).files.ledger);
    put.insert("identities", [Buffer.alloc(32, 9), from(known)[1] ?? null]);
    put.close();
    const key = from(110).slice(4, 7);
    damage(directory, "keys", "sealing_keys", (row) => key.every((one, i) => row[i] === one), "");
    const whole = await runAudit(auditOptions(directory));
    const { report } = await goOn(directory);
    expect(report.findings).toEqual(whole.findings);
    for (const index of [5, 10, known, 75, 250]) {
      expect(report.findings.map(nameOf)).toContain(`records index=${from(index)[0]}`);
    }
    const causes = report.findings.map(({ cause }) => cause);
    expect(causes).toEqual(expect.arrayContaining(["key_missing", "identity_inserted"]));
    const [taken = 0] = takenBy(report);
    expect(taken).toBeGreaterThan(0);
    expect(taken).toBeLessThan(5 * piece);
  }, 180_000);
});
