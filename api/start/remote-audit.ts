/** `counterfoil audit --remote`: put together for one audit. What it has taken stays in its directory, so that the next one goes on from there. */
import type { Policy } from "../../portal/verify/policy.ts";
import { createAnchorFollower } from "../anchor/follower.ts";
import { auditRemotely, type RemoteAudit } from "../audit/remote/remote.ts";
import type { AuditReport } from "../audit/report.ts";
import type { Progress } from "../audit/steps.ts";
import { createHttpSource } from "../auditor/http-source.ts";
import { keepFinding, type Refusing } from "../auditor/refusals.ts";
import { systemClock } from "../core/clock.ts";
import { assertAuditors, openFollowedState } from "./auditor-state.ts";
import { type Undo, unwind } from "./stored.ts";

export interface RemoteAuditRequest {
  readonly url: string;
  readonly policy: Policy;
  /** Opens the ledger's entry bundles. */
  readonly token: string;
  /** Null: no chain is asked. */
  readonly rpcUrl: string | null;
  /** Holds `keys/` and `state/`. */
  readonly directory: string;
  /** Where what is found is kept; asked for only if something is. */
  readonly findings: () => Promise<string>;
  readonly onProgress: (progress: Progress) => void;
  /** What may pass by itself: for how long it may last, and how often it is looked at. Left out: as below. */
  readonly patience?: Pick<RemoteAudit, "graceMs" | "pauseMs">;
}

export interface RemoteAuditResult {
  readonly report: AuditReport;
  /** The files with what was found. */
  readonly kept: Refusing | null;
}

/** A cache may be so old, and a node so far behind. */
const PATIENCE = { graceMs: 30_000, pauseMs: 2_000 };

/** @throws Waiting, SourceFailure: it could not be told; Refusal */
export async function auditRemoteLedger(request: RemoteAuditRequest): Promise<RemoteAuditResult> {
  const { url, policy, token, rpcUrl, directory, onProgress, patience = PATIENCE } = request;
  const undo: Undo = [];
  let watch: (entries: number) => void = () => {};
  try {
    await assertAuditors(directory);
    const state = await openFollowedState(directory, policy, (entries) => watch(entries), undo);
    const { report, finding } = await auditRemotely({
      ...{ ...state, policy, onProgress, clock: systemClock },
      url: withoutPassword(url),
      ...{ ...patience, gapMs: patience.graceMs },
      source: createHttpSource({ url, token }),
      chain: rpcUrl === null ? null : createAnchorFollower(rpcUrl, policy),
      watchEntries: (listener) => {
        watch = listener;
      },
    });
    if (finding === null) return { report, kept: null };
    const place = { directory: await request.findings(), policy, vkey: null };
    return { report, kept: await keepFinding(place, finding, systemClock.now()) };
  } finally {
    await unwind(undo);
  }
}

function withoutPassword(address: string): string {
  const url = new URL(address);
  [url.username, url.password] = ["", ""];
  return url.href.replace(/\/$/, "");
}
