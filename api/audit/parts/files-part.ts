/** The three files as files: their schema, and SQLite's own check. */
import type { AuditedFile, AuditSnapshot } from "../../store/audit-store.ts";
import type { OpenedScene } from "../open-scene.ts";
import { checkMigrations, checkSchema } from "../tables/schema.ts";
import { guarded } from "./guarded.ts";
import type { WholeAudit } from "./whole.ts";

function filesOf({ snapshots }: OpenedScene): AuditSnapshot<AuditedFile>[] {
  const { ledger, keys, map } = snapshots;
  const files = [ledger, keys] as unknown as AuditSnapshot<AuditedFile>[];
  return typeof map === "string" ? files : [...files, map as unknown as AuditSnapshot<AuditedFile>];
}

export async function checkFiles(scene: OpenedScene): Promise<void> {
  const { findings } = scene;
  for (const snapshot of filesOf(scene)) {
    const key = { file: snapshot.file };
    await guarded(findings, { place: "schema", key }, () => checkSchema(snapshot, findings));
    await guarded(findings, { place: "migrations", key }, () =>
      checkMigrations(snapshot, findings),
    );
  }
}

/** Beside all else, for it takes long: a thread has it, where there are some. */
export async function checkIntegrity({ scene, hands }: WholeAudit): Promise<void> {
  const { findings, steps } = scene;
  const files = filesOf(scene);
  const bytes = await Promise.all(files.map((file) => file.bytes()));
  steps.expect(
    "integrity",
    bytes.reduce((sum, count) => sum + count, 0),
  );
  for (const [i, { file }] of files.entries()) {
    const found = await guarded(findings, { place: "schema", key: { file } }, () =>
      hands.integrity(file),
    );
    for (const [n, text] of (found ?? []).entries()) {
      const key = { file, number: n + 1 };
      const details = { said: text };
      findings.add({ place: "schema", key, kind: "changed", cause: "integrity", details });
    }
    steps.done("integrity", bytes[i] ?? 0);
  }
}
