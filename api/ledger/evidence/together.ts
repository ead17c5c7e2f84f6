/** Files of many records at one moment: what they have in common is read once, and they are checked beside each other. The same files as each alone. */
import { Refusal } from "../../core/errors.ts";
import { type LoneEvent, loneEvents } from "../lone-events.ts";
import type { StandingName } from "../standing.ts";
import type { EvidenceChecker } from "./checker.ts";
import type { EvidenceContext } from "./context.ts";
import { currentEvidence } from "./current.ts";
import { type RecordFile, type RecordRequest, recordEvidence } from "./record.ts";
import { sharedReads } from "./shared-reads.ts";

/** A file about one record: that it is there (`record`, the default), or that it is there and the newest (`current`). */
export type EvidenceRequest = RecordRequest & { readonly claim?: "record" | "current" };

export interface EvidenceTogether {
  /** Of these records files will be asked for: read at once what that takes. */
  readAhead(ids: readonly string[]): Promise<void>;
  /** See lone-events.ts; of their records files will be asked for, too. */
  loneEvents(names: readonly StandingName[]): Promise<readonly LoneEvent[]>;
  /** Not to be handed out, nor anything made of it, before {@link held} has resolved. @throws Refusal as the file alone */
  file(request: EvidenceRequest): Promise<RecordFile>;
  /** Resolves when all files so far have been checked, and hold. @throws Error for one that does not */
  held(): Promise<void>;
}

/** So many files are handed to the checker at a time. */
const CHECKED_TOGETHER = 32;

export function evidenceTogether(
  context: EvidenceContext,
  checker: EvidenceChecker,
): EvidenceTogether {
  let made: Uint8Array[] = [];
  const checks: Promise<void>[] = [];
  function check(): void {
    if (made.length === 0) return;
    const checking = checker.check(made);
    made = [];
    // Whoever waits is told by `held`.
    checking.catch(() => {});
    checks.push(checking);
  }
  const later = (bytes: Uint8Array): void => {
    made.push(bytes);
    if (made.length >= CHECKED_TOGETHER) check();
  };
  const shared = sharedReads({ ...context, later });
  return {
    readAhead: (ids) => shared.readAhead(ids),
    loneEvents: (names) => loneEvents(shared, names),
    async file(request) {
      try {
        return await evidenceFile(shared, request);
      } catch (error) {
        // The ledger may have moved on since what is shared was read.
        if (!(error instanceof Refusal)) throw error;
        return evidenceFile({ ...context, later }, request);
      }
    },
    async held() {
      check();
      await Promise.all(checks);
    },
  };
}

export const evidenceFile = (
  context: EvidenceContext,
  request: EvidenceRequest,
): Promise<RecordFile> =>
  request.claim === "current"
    ? currentEvidence(context, request)
    : recordEvidence(context, request);
