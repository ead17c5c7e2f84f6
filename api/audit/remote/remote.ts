/**
 * The audit of somebody who has nothing of a ledger but what it serves, and the chain: all entries are replayed, every hash tile is compared with those
 * that follow from them, every size that was anchored is looked at on the chain, and so is the log's own checkpoint of it.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { policyOrigin } from "../../../portal/verify/policy.ts";
import { DEVELOPMENT_CHAINS } from "../../../portal/verify/verdict.ts";
import type { ReplayContext } from "../../auditor/context.ts";
import { Finding } from "../../auditor/finding.ts";
import type { Doubt, FinalAnchor, Memory } from "../../auditor/memory.ts";
import { assertShows } from "../../auditor/refusals.ts";
import { anchoredCheckpoint } from "../../auditor/replay.ts";
import { formatTime } from "../../core/clock.ts";
import type { TileId } from "../../log/tiles.ts";
import { reportOf } from "../conclude.ts";
import type { AuditReport, ChainState, Count, Note, ReportedFinding } from "../report.ts";
import { countSteps, type Progress } from "../steps.ts";
import { type Patiently, replayPatiently } from "./patient.ts";
import { patientSource } from "./patient-source.ts";
import { reportedFinding, servedOtherwise, wrongTile } from "./reported.ts";
import { compareTiles, countTiles, isOtherAnswer, tilesOf } from "./served-tiles.ts";

export interface RemoteAudit extends Omit<ReplayContext, "onServed" | "everyAnchor" | "cosigned"> {
  /** Of the ledger, without a password. */
  readonly url: string;
  readonly onProgress: (progress: Progress) => void;
  /** Calls it with how many entries are here, as they are taken. */
  readonly watchEntries: (watch: (entries: number) => void) => void;
  /** How long between two looks at what may pass by itself. */
  readonly pauseMs: number;
}

export interface RemotelyAudited {
  readonly report: AuditReport;
  /** A rule that is broken, with all that shows it: to be kept. What is served otherwise than it is signed shows nothing to others. */
  readonly finding: Finding | null;
}

/** The chain, or what it holds, is among what shows these. */
const OF_CHAIN: readonly ReportedFinding["cause"][] = [
  "remote_chain_diverged",
  "remote_chain_rewritten",
  "remote_dropped_tail",
];

/** @throws Waiting, SourceFailure: it could not be told; Refusal `damaged` */
export async function auditRemotely(audit: RemoteAudit): Promise<RemotelyAudited> {
  const startedAt = formatTime(audit.clock.now());
  const work = remoteWork(audit);
  try {
    const wrong = await work.run();
    if (wrong.length > 0) await audit.replica.assertWhole();
    return { report: work.report(startedAt, wrong.map(wrongTile)), finding: null };
  } catch (error) {
    const said = isOtherAnswer(error) ? servedOtherwise(error, work.size()) : null;
    if (said === null && !(error instanceof Finding)) throw error;
    // Nobody is accused because of what was damaged here, or of what the proof itself does not show.
    await audit.replica.assertWhole();
    if (said !== null) return { report: work.report(startedAt, [said]), finding: null };
    const finding = error as Finding;
    assertShows(finding, audit.policy);
    return { report: work.report(startedAt, [reportedFinding(finding)]), finding };
  }
}

function remoteWork(audit: RemoteAudit) {
  const { clock, memory, policy, url, pauseMs } = audit;
  const steps = countSteps(audit.onProgress);
  const anchored = new Set<number>();
  let done: Patiently | null = null;
  let final: FinalAnchor | null = null;
  let size = 0;
  let here = 0;
  let notes = 0;
  let tiles = 0;

  const entries = (count: number): void => {
    steps.done("entries", Math.max(0, count - here));
    here = Math.max(here, count);
  };
  audit.watchEntries(entries);
  const source = patientSource(audit.source, pauseMs);
  const context: ReplayContext = {
    ...audit,
    cosigned: { get: async () => null },
    source,
    memory: memoryOfOne(memory),
    everyAnchor: (one) => anchored.add(one.size),
    onServed(served) {
      size = served;
      steps.expect("entries", served);
      steps.expect("tables", countTiles(served));
    },
  };

  /** Those that are served as others, also when they are asked for again. */
  async function wrongTiles(): Promise<TileId[]> {
    const doubted: TileId[] = [];
    for await (const { compared, wrong } of compareTiles(context, size, tilesOf(size))) {
      doubted.push(...wrong);
      tiles += compared;
      steps.done("tables", compared);
    }
    if (doubted.length > 0) await sleep(pauseMs);
    const still: TileId[] = [];
    for await (const { wrong } of compareTiles(context, size, doubted)) still.push(...wrong);
    return still;
  }

  return {
    size: () => size,

    async run(): Promise<TileId[]> {
      done = await replayPatiently(context, pauseMs);
      const { signed } = done.replayed;
      size = signed.checkpoint.size;
      entries(size);
      final = await memory.finalAnchor();
      notes = 1;
      for (const each of [...anchored].sort((a, b) => a - b)) {
        if (each === size) continue;
        if ((await anchoredCheckpoint(context, each, signed)) !== null) notes++;
      }
      return wrongTiles();
    },

    report(startedAt: string, findings: readonly ReportedFinding[]): AuditReport {
      const { chainId, contract, ledgerId } = policy;
      const finishedAt = formatTime(clock.now());
      const state = chainState(findings);
      const checkpoint = done?.replayed.signed.checkpoint ?? null;
      return reportOf({
        mode: { kind: "remote", url },
        ledger: { origin: policyOrigin(policy), chainId, contract, ledgerId },
        chain: { state, embedded: DEVELOPMENT_CHAINS.includes(chainId) },
        ...{ startedAt, finishedAt },
        snapshot: {
          takenAt: startedAt,
          size,
          checkpoint: checkpoint && {
            size: checkpoint.size,
            root: Buffer.from(checkpoint.root).toString("hex"),
          },
          anchor: final && { size: final.size, block: final.block },
        },
        resumed: [],
        counts: counts(),
        notes: told(state),
        findings,
      });
    },
  };

  /** What is wrong with the entries is found before the chain is compared with them. */
  function chainState(findings: readonly ReportedFinding[]): ChainState {
    if (audit.chain === null) return "left_out";
    if (done !== null) return done.isChainSilent ? "unreachable" : "asked";
    return findings.some(({ cause }) => OF_CHAIN.includes(cause)) ? "asked" : "left_out";
  }

  function counts(): Count[] {
    const all = done === null ? null : size;
    return [
      { what: "entries", checked: done === null ? here : size, of: all },
      { what: "tiles", checked: tiles, of: done === null ? null : countTiles(size) },
      { what: "checkpoints", checked: notes, of: null },
      { what: "chain_anchors", checked: anchored.size, of: null },
    ];
  }

  function told(state: ChainState): Note[] {
    if (state === "left_out") return [{ code: "chain_left_out" }];
    if (state === "unreachable") return [{ code: "chain_unreachable" }];
    const open = done === null ? 0 : size - (final?.size ?? 0);
    return [
      ...(done?.replayed.anchors?.complete === false ? [{ code: "chain_partial" } as const] : []),
      ...(open > 0 ? [{ code: "unanchored", details: { count: open } } as const] : []),
    ];
  }
}

/** What was looked at in an earlier audit is looked at again, and what was doubted then is not what is doubted now. */
function memoryOfOne(memory: Memory): Memory {
  const doubts = new Map<Doubt, number>();
  return {
    ...memory,
    scanned: async () => -1,
    scan: async () => undefined,
    async doubt(what, now) {
      const since = doubts.get(what) ?? now;
      doubts.set(what, since);
      return since;
    },
    settle: async (what) => void doubts.delete(what),
  };
}
