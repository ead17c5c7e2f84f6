/** Everything of a person in one file: made, and checked as they would check it. */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openPress } from "../api/consent/receipt/pdf/press.ts";
import { createConsents } from "../api/consent/service.ts";
import { systemClock } from "../api/core/clock.ts";
import { openChecker } from "../api/ledger/evidence/checker.ts";
import { kindsByName } from "../api/ledger/kinds/registry.ts";
import { checkExport } from "../api/rights/export/bundle/check.ts";
import { type Made, makeExport } from "../api/rights/export/make.ts";
import { openZip } from "../scripts/cli/export/zip-file.ts";
import { BENCH_ORIGIN, type BenchLedger, openBenchLedger } from "./work/ledger.ts";
import { orderBody } from "./work/orders.ts";
import { collectGarbage, stopwatch, type Took } from "./work/stopwatch.ts";
import type { Row, Section } from "./work/table.ts";

const GROUP = 250;

/** Persons with so many orders each. */
export async function benchExport(sizes: readonly number[]): Promise<Section> {
  const bench = await openBenchLedger();
  const checker = openChecker();
  const press = openPress();
  const folder = await mkdtemp(join(tmpdir(), "counterfoil-bench-export-"));
  try {
    const { ledger } = bench;
    await ledger.ensureFirmRecord();
    const consents = createConsents({ ledger, clock: systemClock });
    const context = {
      ...{ ledger, consents, checker, press, origin: BENCH_ORIGIN, kinds: kindsByName },
      organizationName: () => null,
    };
    const people = new Map<number, string>();
    for (const size of sizes) people.set(size, await person(bench, size));
    await bench.sealAndAnchor();
    const rows: Row[] = [];
    for (const [size, subject] of people) {
      collectGarbage();
      const file = join(folder, `${size}.zip`);
      const making = stopwatch();
      const order = {
        subject,
        form: "access",
        language: "en",
        checkpoint: "final",
        mayName: null,
      } as const;
      const made = await making.time(() =>
        makeExport(context, order, {
          ...{ directory: join(folder, String(size)), file, onIdentifiers: () => {} },
          signal: new AbortController().signal,
        }),
      );
      const peak = process.memoryUsage().rss;
      const checking = stopwatch();
      const word = await checking.time(() => checked(bench, file));
      rows.push({
        orders: size,
        ...told("make", making.took()),
        ...told("check", checking.took()),
      });
      Object.assign(rows.at(-1) as Row, { ...sizeOf(made), "MB after": peak / 1e6, word });
    }
    return {
      title: "Everything of a person, with the proof that nothing is missing",
      note: "Wall and CPU (of all threads) in milliseconds. Without a chain, so nothing is anchored for the check: that is one question more. Memory of the process, benchmark and all.",
      rows,
    };
  } finally {
    await press.close();
    await checker.close();
    await bench.close();
    await rm(folder, { recursive: true, force: true });
  }
}

const told = (what: string, { wall, cpu }: Took): Row => ({
  [`${what} wall`]: Math.round(wall),
  [`${what} CPU`]: Math.round(cpu),
});

const sizeOf = ({ events, bytes }: Made): Row => ({ entries: events, "MB packed": bytes / 1e6 });

async function person({ ledger }: BenchLedger, orders: number): Promise<string> {
  const [made] = await ledger.ensureSubjects([null]);
  const subject = made?.subject as string;
  for (let at = 0; at < orders; at += GROUP) {
    const requests = Array.from({ length: Math.min(GROUP, orders - at) }, (_, i) => ({
      draft: ledger.parse({
        ...{ "@kind": "order", "@subject": subject, "@source": "bench" },
        ...{ "@occurredAt": "2026-01-02T03:04:05.000Z", ...orderBody(at + i) },
        externalNumber: `${orders}-${at + i}`,
      }),
      insist: false,
      idempotency: null,
    }));
    for (const outcome of await ledger.write(requests)) if (outcome instanceof Error) throw outcome;
  }
  return subject;
}

async function checked({ policy }: BenchLedger, file: string): Promise<string> {
  // Read once, so that the disk is not measured.
  await readFile(file);
  const opened = await openZip(file);
  try {
    const verdict = await checkExport({ ...opened, policy, ask: null, now: systemClock.now() });
    if (verdict.faults.length > 0) throw new Error("own export does not hold");
    return verdict.word;
  } finally {
    await opened.close();
  }
}
