import { canonicalJson } from "../../../portal/verify/jcs.ts";
import { sha256 } from "../../core/hash.ts";
import { allKinds } from "../hands/hands.ts";
import type { OpenedScene } from "../open-scene.ts";
import type { AuditOptions } from "../options.ts";

/** What must be the same for the check of a record to come out as it did: which ledger, files and keys, and by which rules. As hex. */
export function bindingOf(
  { snapshots, policy, label, tools }: OpenedScene,
  { origin, files, logKey }: Pick<AuditOptions, "origin" | "files" | "logKey">,
): string {
  const { chainId, contract, ledgerId } = policy;
  const kinds = [...allKinds.values()].map((own) => [
    ...[
      own.kind,
      own.layout,
      own.streamField ?? "",
      own.retentionClass,
      own.retentionYears ?? -1,
      own.schemaHash,
    ],
  ]);
  const rules = [snapshots.ledger, snapshots.keys].map((file) =>
    file.expectedMigrations().map((row) => row.map(String)),
  );
  const bound = canonicalJson({
    ...{ origin, chainId, contract, ledgerId, label, kinds, rules },
    files: [files.ledger, files.keys],
    logKey: logKey.vkey,
    // Keys that all records are checked by, without telling them.
    macs: [...tools.purposes]
      .sort()
      .map((of) => [of, tools.mac(of, "audit-state").toString("hex")]),
  });
  return sha256(bound).toString("hex");
}
