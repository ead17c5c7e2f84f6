/** That what is closed stays closed: no record of it came later, and what the key store has closed the ledger's database has closed, too. */
import type { RawRow } from "../../store/audit-store.ts";
import { numberOf } from "../finding.ts";
import type { OpenedScene } from "../open-scene.ts";
import { guarded } from "../parts/guarded.ts";
import { isCount, textOf } from "../row.ts";
import { pagesOf } from "../tables/pages.ts";
import { closedKey } from "./read-erasures.ts";

export async function checkClosed(scene: OpenedScene): Promise<void> {
  const { findings } = scene;
  await guarded(findings, { place: "closed" }, () => findReopened(scene));
  await guarded(findings, { place: "keys.erased_keys" }, () => findUnclosed(scene));
}

/** Records of what was closed before. */
async function findReopened({ snapshots, findings, erasures }: OpenedScene): Promise<void> {
  for (const subject of erasures.subjects) {
    for (const [index = null, retentionClass, expiry] of await snapshots.ledger.recordsOf(
      subject,
    )) {
      const size = erasures.closedAt(subject, String(retentionClass), String(expiry));
      if (size === null || !isCount(index) || index < size) continue;
      const key = { index: numberOf(index) };
      findings.add({ place: "records", key, kind: "contradicts", cause: "record_closed" });
    }
  }
}

/** Of erasures that are done: while one goes on, the key store is ahead. */
async function findUnclosed({ snapshots, findings, erasures }: OpenedScene): Promise<void> {
  const done = new Set<unknown>();
  for await (const page of pagesOf(snapshots.keys, "erasures"))
    for (const [number, , , state] of page) if (state === "done") done.add(number);
  const isClosed = ([subject, retentionClass, expiry]: RawRow): boolean =>
    erasures.closedAt(
      textOf(subject) ?? "",
      textOf(retentionClass) ?? "",
      textOf(expiry) ?? undefined,
    ) !== null;
  for await (const page of pagesOf(snapshots.keys, "erased_keys")) {
    for (const row of page) {
      if (!done.has(row[3]) || isClosed(row)) continue;
      const key = closedKey(row);
      findings.add({ place: "closed", key, kind: "missing", cause: "closed_missing" });
    }
  }
}
