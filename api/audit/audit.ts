/** The audit of a whole ledger from what is stored: every row of its three files, its second copy, its signer, and what the chain holds of it. */
import { formatTime } from "../core/clock.ts";
import { openSnapshots } from "../store/sqlite/audit/open-snapshots.ts";
import { openLedgerSnapshot, openSnapshot } from "../store/sqlite/audit/snapshot.ts";
import { reportOf } from "./conclude.ts";
import { collectFindings } from "./findings.ts";
import { fullAudit } from "./full.ts";
import { type Hands, ownHands } from "./hands/hands.ts";
import { startHands } from "./hands/start-hands.ts";
import { type OpenedScene, openScene } from "./open-scene.ts";
import type { AuditOptions } from "./options.ts";
import type { LimitFound } from "./outcome.ts";
import type { AuditReport } from "./report.ts";
import { chainStateOf, countsOf, notesOf, snapshotOf } from "./reported.ts";
import { removeJournal } from "./resume/journal.ts";
import { isRewritable } from "./rewritable.ts";
import { countSteps } from "./steps.ts";

/**
 * Audits a whole ledger, beside its server or without one. Whatever is wrong with it is in the report.
 *
 * @throws StoreFault where ledger or keys cannot be opened at all; Refusal `wrong_ledger`, `invalid_setting` where there is no ledger, or another one
 */
export async function runAudit(options: AuditOptions): Promise<AuditReport> {
  const { clock, origin } = options;
  const startedAt = formatTime(clock.now());
  const findings = collectFindings();
  const steps = countSteps(options.onProgress);
  const snapshots = await openSnapshots(options.files);
  try {
    const scene = await openScene(options, snapshots, findings, steps);
    const hands = await openHands(options, scene);
    try {
      const limits: LimitFound[] = [];
      const found = await fullAudit({
        ...{ options, scene, hands },
        fresh: (work) => using(openLedgerSnapshot(options.files.ledger), work),
        freshMap: (work) => using(openSnapshot("map", options.files.map), work),
        limit: (limit, count) =>
          void limits.push(count === undefined ? { limit } : { limit, count }),
      });
      const { chainId, contract, ledgerId } = scene.policy;
      if (options.keep !== null) await removeJournal(options.keep.directory);
      return reportOf({
        mode: { kind: "full" },
        ledger: { origin, chainId, contract, ledgerId },
        chain: {
          state: chainStateOf(limits),
          embedded: isRewritable({ embedded: options.embedded, chainId }),
        },
        ...{ startedAt, finishedAt: formatTime(clock.now()), resumed: found.resumed },
        snapshot: await snapshotOf(scene, found, startedAt),
        counts: countsOf(found),
        notes: notesOf(found, limits, scene.begin),
        findings: findings.all,
      });
    } finally {
      await hands.close();
      await scene.copy?.close();
    }
  } finally {
    await snapshots.close();
  }
}

async function openHands(
  { files, threads, rootKeyFile, provider }: AuditOptions,
  { snapshots, label, tools }: OpenedScene,
): Promise<Hands> {
  const { ledger, keys } = snapshots;
  const map = typeof snapshots.map === "string" ? null : snapshots.map;
  if (threads === 0) return ownHands({ ledger, keys, map, provider, label }, tools);
  const paths = { ...files, map: map === null ? null : files.map };
  return startHands({ files: paths, rootKeyFile, label }, threads);
}

/** A file as it is now. */
async function using<S extends { close(): Promise<void> }, T>(
  snapshot: S,
  work: (snapshot: S) => Promise<T>,
): Promise<T> {
  try {
    return await work(snapshot);
  } finally {
    await snapshot.close();
  }
}
