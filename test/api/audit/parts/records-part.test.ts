/** Which identities an audit that goes on has: those of the pieces that it took over, and of those that it read. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Hands } from "../../../../api/audit/hands/hands.ts";
import { openRecords } from "../../../../api/audit/parts/records-part.ts";
import { type CheckedRange, IDENTITY_RECORD } from "../../../../api/audit/records/check-records.ts";
import { openJournal } from "../../../../api/audit/resume/journal.ts";
import type { AuditScene } from "../../../../api/audit/scene.ts";
import { createSorter } from "../../../../api/audit/spool/sorter.ts";
import { sha256 } from "../../../../api/core/hash.ts";
import { encodeRow, type RowMac } from "../../../../api/store/row-mac.ts";
import { testClock } from "../../../helpers/ledger.ts";

const PIECE = 4;
const digest = (of: string): string => sha256(of).toString("hex");
const rowMac: RowMac = (table, columns) => sha256(encodeRow(table, columns)).subarray(0, 16);
const clock = testClock();

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "counterfoil-records-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

/** A log: of each index what its record says; `!`: it is damaged, so that no identity follows. */
type Log = readonly string[];

const identity = (index: number, said: string): Buffer => {
  const record = Buffer.alloc(IDENTITY_RECORD, 0x20);
  sha256(said).copy(record);
  record.write(`${index} ${said}`, 32);
  record.writeUIntBE(index, IDENTITY_RECORD - 6, 6);
  return record;
};

function handsOf(log: Log): Pick<Hands, "atOnce" | "records" | "digestedRecords" | "digest"> {
  const records = async (from: number, to: number): Promise<CheckedRange> => {
    const own = log.slice(from, to).map((said, i) => ({ said, index: from + i }));
    const sound = own.filter(({ said }) => said !== "!");
    return {
      ...{ records: own.length, unopened: [], faulty: [], suspects: [], missingKeys: [] },
      ...{ marks: [], missing: own.filter(({ said }) => said === "!").map(({ index }) => index) },
      identities: Buffer.concat(sound.map(({ index, said }) => identity(index, said))),
    };
  };
  const digestOf = async (from: number, to: number) => digest(log.slice(from, to).join());
  return {
    ...{ atOnce: 1, records, digest: digestOf },
    digestedRecords: async (from, to) => ({
      range: await records(from, to),
      digest: await digestOf(from, to),
    }),
  };
}

/** Reads a log; answers all identities, and how many entries were taken over. `upTo`: is interrupted there. */
async function audit(log: Log, upTo = log.length): Promise<{ names: string[]; taken: number }> {
  const journal = await openJournal({
    ...{ directory, everyMilliseconds: 0, piece: PIECE, binding: digest("here"), rowMac, clock },
    ...{ size: log.length, onFound: () => {} },
  });
  const none = { record: 58, key: 6, directory, name: "asked" };
  const reader = await openRecords(
    {
      directory,
      findings: { add: () => {} },
      steps: { done: () => {} },
    } as unknown as AuditScene,
    { hands: handsOf(log) as Hands, asked: createSorter(none), journal },
  );
  await reader.read(0, upTo);
  const { identities } = await reader.result();
  const names: string[] = [];
  for await (const page of identities.sorted()) {
    for (let at = 0; at < page.length; at += IDENTITY_RECORD) {
      names.push(page.toString("latin1", at + 32, at + IDENTITY_RECORD - 6).trim());
    }
  }
  await identities.close();
  const taken = journal.resumed().reduce((sum, part) => sum + part.taken, 0);
  return { names: names.sort(), taken };
}

const namesOf = (log: Log): string[] =>
  log.flatMap((said, index) => (said === "!" ? [] : [`${index} ${said}`])).sort();
const first: Log = "abcdefghijklmnopqrst".split("");
const changed = (at: number, said: string, log = first): Log => log.with(at, said);

describe("the identities of an audit that goes on", () => {
  it("are those of the pieces that were taken over, and of all others", async () => {
    await audit(first, 12);
    expect(await audit(first)).toEqual({ names: namesOf(first), taken: 12 });
  });

  it("are none of a record that is damaged since, though it was sound before", async () => {
    await audit(first, 12);
    const damaged = changed(5, "!");
    expect(await audit(damaged)).toEqual({ names: namesOf(damaged), taken: 8 });
  });

  it("are none of what is not in the log any more", async () => {
    await audit(first, 16);
    const shorter = first.slice(0, 10);
    expect(await audit(shorter)).toEqual({ names: namesOf(shorter), taken: 8 });
  });

  it("are of the last reading, where a piece was read more than once", async () => {
    await audit(first, 8);
    const second = changed(6, "other");
    await audit(second, 12);
    expect(await audit(second)).toEqual({ names: namesOf(second), taken: 12 });
    // Nor does what was read first come back with rows as they were then.
    expect(await audit(first)).toEqual({ names: namesOf(first), taken: 16 });
  });
});
