import { type Finding, prefixOf } from "../finding.ts";
import type { CheckedRange } from "./check-records.ts";

/** What whoever changed the row did; all else is what the ledger itself once wrote. */
const CHANGED: ReadonlySet<string> = new Set(["row_form", "record_sealed"]);

/** What is wrong with a range of records whatever the log says. */
export function findingsIn({
  faulty,
  missingKeys,
  marks,
}: Pick<CheckedRange, "faulty" | "missingKeys" | "marks">): Finding[] {
  return [
    ...faulty.map(({ index, fault }): Finding => {
      const kind = CHANGED.has(fault) ? "changed" : "contradicts";
      return { place: "records", key: { index }, kind, cause: fault };
    }),
    ...missingKeys.map(({ subject, retentionClass, expiry }): Finding => {
      const key = { prefix: prefixOf(subject), class: retentionClass, expiry };
      return { place: "keys.sealing_keys", key, kind: "missing", cause: "key_missing" };
    }),
    ...marks.map(({ number, fault }): Finding => {
      return { place: "idempotency", key: { number }, kind: "contradicts", cause: fault };
    }),
  ];
}
