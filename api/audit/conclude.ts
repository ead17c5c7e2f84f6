/** From what was found to the report: findings in order, what it does not prove, and the exit code. */
import { type Finding, PLACES } from "./finding.ts";
import { type AuditReport, NOT_PROVEN, type NotProven, REPORT_FORMAT } from "./report.ts";

export interface AuditOutcome extends Omit<AuditReport, "format" | "notProven"> {}

/** A report of what was found: findings in order, and what it does not prove. */
export function reportOf(outcome: AuditOutcome): AuditReport {
  return {
    ...outcome,
    format: REPORT_FORMAT,
    findings: inOrder(outcome.findings),
    notProven: notProvenBy(outcome),
  };
}

export const AUDIT_EXIT = { clean: 0, chainUnasked: 20, damaged: 30 } as const;

/** @returns 30 if something was found, 20 if nothing was and the chain did not answer, else 0 */
export function auditExitCode({ findings, chain }: Pick<AuditReport, "findings" | "chain">) {
  if (findings.length > 0) return AUDIT_EXIT.damaged;
  return chain.state === "unreachable" ? AUDIT_EXIT.chainUnasked : AUDIT_EXIT.clean;
}

const TILE_WIDTH = 256;

/** Index of the entry that a finding is about; of a tile the first below it, of what covers a tree the last; `null`: none. */
export function logPosition({ place, key }: Pick<Finding, "place" | "key">): number | null {
  const { index, size, level, n } = key;
  if (typeof index === "number") return index;
  if (typeof size === "number") return Math.max(0, size - 1);
  if (place === "tiles" && typeof level === "number" && typeof n === "number") {
    const first = n * TILE_WIDTH ** (level + 1);
    // Of a level that no log has.
    return Number.isFinite(first) ? first : null;
  }
  return null;
}

/** What has a place in the log, in its order; then all else, table by table. */
export function inOrder<F extends Pick<Finding, "place" | "key">>(findings: readonly F[]): F[] {
  const position = (finding: F): number => logPosition(finding) ?? Number.POSITIVE_INFINITY;
  const ranked = findings.map((finding) => ({
    finding,
    position: position(finding),
    place: PLACES.indexOf(finding.place),
  }));
  // The sort is stable: what is left stays in the order in which it was found.
  ranked.sort((a, b) => (a.position === b.position ? a.place - b.place : a.position - b.position));
  return ranked.map(({ finding }) => finding);
}

function notProvenBy({ mode, chain }: Pick<AuditOutcome, "mode" | "chain">): NotProven[] {
  const isRemote = mode.kind === "remote";
  const left: Readonly<Record<NotProven, boolean>> = {
    truth: true,
    completeness: true,
    identifiers: true,
    use: true,
    times: true,
    holder_of_everything: !isRemote,
    tail: !isRemote,
    own_machine: !isRemote,
    files_beside: !isRemote,
    later: true,
    not_drawn: mode.kind === "quick",
    contents: isRemote,
    chain: chain.state !== "asked",
    embedded_chain: chain.embedded,
  };
  return NOT_PROVEN.filter((code) => left[code]);
}
