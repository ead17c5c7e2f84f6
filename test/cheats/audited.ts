/** What an audit says, in a word or two. */
import { inOrder } from "../../api/audit/conclude.ts";
import { nameOf } from "../../api/audit/finding.ts";
import type { AuditReport } from "../../api/audit/report.ts";

/** `clean`, or the causes of what it found. */
export const causesOf = ({ findings }: Pick<AuditReport, "findings">): string =>
  [...new Set(inOrder(findings).map(({ cause }) => cause))].join(", ") || "clean";

/** `clean`, or each row that it names, and why. Of a key only that it has one. */
export const rowsOf = ({ findings }: Pick<AuditReport, "findings">): string =>
  inOrder(findings)
    .map(
      (finding) => `${"prefix" in finding.key ? finding.place : nameOf(finding)} ${finding.cause}`,
    )
    // Findings come by the keys of their rows, and those of subjects are random.
    .sort((a, b) => (a.startsWith("subjects") && b.startsWith("subjects") ? (a < b ? -1 : 1) : 0))
    .join(", ") || "clean";
