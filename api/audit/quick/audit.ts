/** The quick audit: a sample of the entries under an anchor, each with all that belongs to it. What it finds has the names that a full audit gives. */
import { formatTime } from "../../core/clock.ts";
import type { Random } from "../../core/random.ts";
import { openSnapshots } from "../../store/sqlite/audit/open-snapshots.ts";
import { openLedgerSnapshot } from "../../store/sqlite/audit/snapshot.ts";
import type { KeyProvider } from "../../vault/key-provider.ts";
import { readChain } from "../chain/read-chain.ts";
import { reportOf } from "../conclude.ts";
import { checkClosed } from "../erasures/check-closed.ts";
import { checkErasedCount } from "../erasures/check-count.ts";
import { collectFindings } from "../findings.ts";
import { type Hands, ownHands } from "../hands/hands.ts";
import { checkNamedKeys } from "../keys/check-named.ts";
import { type OpenedScene, openScene } from "../open-scene.ts";
import type { AuditOptions } from "../options.ts";
import { checkOwnRecord, checkPolicyFile } from "../own-record.ts";
import { checkFiles } from "../parts/files-part.ts";
import { guarded, unlessUnreadable } from "../parts/guarded.ts";
import type { AuditReport, Sample } from "../report.ts";
import { notesOf, snapshotOf } from "../reported.ts";
import { isRewritable } from "../rewritable.ts";
import { isCount } from "../row.ts";
import { countSteps } from "../steps.ts";
import { checkSampledAnchor } from "./anchor.ts";
import { drawSamples, NONCE_BYTES } from "./draw.ts";
import { damagedOf, missProbability } from "./missed.ts";
import { isNoSample, type NoSample, pickAnchor } from "./pick-anchor.ts";
import { erasedIn, limitsOf, quickCounts, quickNotes } from "./reported.ts";
import { checkSample } from "./sample.ts";
import { singleRows } from "./single.ts";

/**
 * Audits a sample of a ledger, beside its server or without one.
 *
 * @param asked how many entries are drawn for each of the two samples, if there are as many
 * @param random of this machine: what is looked at follows from it, too, so that nobody who changed rows before could know
 * @throws StoreFault where ledger or keys cannot be opened at all; Refusal `wrong_ledger`, `invalid_setting` where there is no ledger, or another one
 */
export async function runQuickAudit(
  options: AuditOptions,
  asked: number,
  random: Random,
): Promise<AuditReport | NoSample> {
  const { clock, origin, embedded, provider } = options;
  const startedAt = formatTime(clock.now());
  const findings = collectFindings();
  const steps = countSteps(options.onProgress);
  const snapshots = await openSnapshots(options.files);
  try {
    // Only now: whoever sees it cannot change any more what is read.
    const nonce = `0x${random.bytes(NONCE_BYTES).toString("hex")}`;
    const scene = await openScene(options, snapshots, findings, steps);
    try {
      const { chainId, contract, ledgerId } = scene.policy;
      const ledger = { origin, chainId, contract, ledgerId };
      const ask = options.openChain?.({ contract, ledgerId }) ?? null;
      const facts = ask === null ? null : await readChain(ask);
      if (ask === null || facts === null) return { why: "left_out" };
      if (facts === "unavailable") return { why: "unreachable" };
      const chain = { ask, facts };
      const entries = await entriesIn(scene);
      const picked = await pickAnchor(chain, { embedded, entries });
      if (isNoSample(picked)) return picked;
      const { size, block, newest, event } = picked;
      const count = Math.min(asked, size);
      const { checked } = drawSamples({ ledger, size, count, blockHash: block.hash, nonce });
      const rewritable = isRewritable({ embedded, chainId });
      const sample: Sample = {
        ...{ count, checked: checked.length, block, nonce, choosable: rewritable },
        anchor: { size, block: event.blockNumber },
        missed: missProbability({ size, damaged: damagedOf(size), drawn: count }),
      };

      const hands = await handsFor(scene, provider);
      await checkFiles(scene);
      checkPolicyFile(scene, options.policyFile);
      const tree = await checkSampledAnchor(scene, {
        ...{ options, chain, event, entries },
        fresh: async (work) => {
          const now = openLedgerSnapshot(options.files.ledger);
          return work(now).finally(() => now.close());
        },
      });
      const found = await checkSample(scene, { hands, tree, drawn: checked, entries });
      const namedKeys = await guarded(findings, { place: "keys.named_secrets" }, () =>
        checkNamedKeys(scene, provider),
      );
      await checkClosed(scene);
      // What came back without its records is not counted here.
      if (scene.recovered.length === 0) await checkErasedCount(scene, 0);
      await checkOwnRecord(scene, scene.tools.records, scene.begin);

      const anchored = newest?.size ?? size;
      const snapshot = await snapshotOf(
        scene,
        { log: { entries, sealed: 0, anchored } },
        startedAt,
      );
      const log = { entries, anchored, sealed: Math.max(anchored, snapshot.checkpoint?.size ?? 0) };
      return reportOf({
        mode: { kind: "quick", sample },
        ...{ ledger, startedAt, snapshot, resumed: [] },
        chain: { state: "asked", embedded: rewritable },
        finishedAt: formatTime(clock.now()),
        counts: quickCounts(scene, found, namedKeys ?? 0),
        notes: [
          ...quickNotes(picked, entries),
          ...notesOf(
            { log, counts: erasedIn(scene), promises: { kept: 0, broken: [], open: 0 } },
            limitsOf(scene, found),
            scene.begin,
          ),
        ],
        findings: findings.all,
      });
    } finally {
      await scene.copy?.close();
    }
  } finally {
    await snapshots.close();
  }
}

function handsFor({ snapshots, tools, label }: OpenedScene, provider: KeyProvider): Promise<Hands> {
  const single = { ledger: singleRows(snapshots.ledger), keys: singleRows(snapshots.keys) };
  const records = { ...tools.records, ...single };
  return ownHands({ ...single, map: null, provider, label }, { ...tools, records });
}

const NEWEST = { after: null, limit: 1, backwards: true } as const;

/** How many entries the log has; where the counter is damaged, up to the last row. */
async function entriesIn({ snapshots, counted }: OpenedScene): Promise<number> {
  if (counted.entries !== null) return counted.entries;
  const newest = await unlessUnreadable(() => snapshots.ledger.keys("entries", NEWEST));
  const index = newest?.[0]?.[0];
  return isCount(index) ? index + 1 : 0;
}
