/** One full audit in a process of its own, so that its memory is its own: prints what it took as JSON. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readConfig } from "../../api/core/config.ts";
import { auditLedger } from "../../api/start/audit.ts";
import { stopwatch } from "./stopwatch.ts";

const directory = await mkdtemp(join(tmpdir(), "counterfoil-bench-audit-"));
try {
  const watch = stopwatch();
  const report = await watch.time(() =>
    auditLedger(readConfig(process.env), {
      ...{ offline: true, rpcUrl: null, policy: null, directory, keep: null },
      onProgress: () => {},
    }),
  );
  const { maxRSS } = process.resourceUsage();
  const findings = report.findings.length;
  process.stdout.write(JSON.stringify({ ...watch.took(), findings, memory: maxRSS / 1_024 }));
} finally {
  await rm(directory, { recursive: true, force: true });
}
