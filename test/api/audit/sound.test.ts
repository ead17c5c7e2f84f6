/** Ledgers with which nothing is wrong: a large one, and one that is written to meanwhile. */
import { setImmediate as turn } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import { runAudit } from "../../../api/audit/audit.ts";
import type { AuditReport } from "../../../api/audit/report.ts";
import { fillBulk, fillMany, fillSmall } from "../../helpers/audit/fill.ts";
import {
  auditOptions,
  newInstallation,
  remove,
  type Writing,
} from "../../helpers/audit/installation.ts";

/** A hundred thousand records take a minute and a half and go no other way: `npm run bench -- audit` has them, and fails over a finding. */
const RECORDS = 18_000;

/** Void entries between them, so that the log is as high as if there were so many: tiles of tiles of tiles. */
const ENTRIES = 70_000;

const countOf = ({ counts }: AuditReport, what: string): number | undefined =>
  counts.find((count) => count.what === what)?.checked;

let open: Writing | null = null;
let directory = "";
afterEach(async () => {
  await open?.close();
  open = null;
  remove(directory);
});

async function installation(seed: string): Promise<Writing> {
  open = await newInstallation(seed);
  ({ directory } = open);
  return open;
}

describe("a large ledger", () => {
  it("passes, all of it read", { timeout: 900_000 }, async () => {
    const writing = await installation("large");
    await fillBulk(writing, { records: RECORDS - 1_000, batches: 5 });
    await writing.store.fillWithVoid(ENTRIES, writing.clock.now());
    await fillBulk(writing, { records: 1_000, batches: 1, first: RECORDS });
    await writing.anchor();
    await writing.close();
    open = null;
    const report = await runAudit(auditOptions(directory, { threads: 2 }));
    expect(report.findings).toEqual([]);
    // And the record that a ledger keeps of itself.
    expect(countOf(report, "records")).toBe(RECORDS + 1);
    expect(countOf(report, "entries")).toBeGreaterThan(ENTRIES + 1_000);
  });
});

describe("a ledger that is written to meanwhile", () => {
  it.each([0, 2])(
    "passes at each moment, with %i threads beside",
    { timeout: 300_000 },
    async (threads) => {
      const writing = await installation(`live ${threads}`);
      await fillSmall(writing);
      let audits = 0;
      let writes = 0;
      const writer = (async () => {
        for (; audits < 4; writes++) {
          // Subjects, records, keys, checkpoints, maps, anchors, cosignatures.
          await fillMany(writing, 60, 100 + writes * 60);
          await turn();
        }
      })();
      writer.catch(() => {});
      const sizes: number[] = [];
      try {
        for (; audits < 4; audits++) {
          const before = writes;
          const report = await runAudit(auditOptions(directory, { threads }));
          expect(report.findings).toEqual([]);
          sizes.push(report.snapshot.size);
          while (writes === before) await turn();
        }
      } finally {
        audits = 4;
        await writer;
      }
      expect(sizes).toEqual([...new Set(sizes)].sort((a, b) => a - b));
      expect(sizes[0]).toBeLessThan((await writing.store.size()) - 60);
    },
  );
});
