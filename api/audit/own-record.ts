/** What the ledger says of itself in its log (FORMAT §5.1), and in the policy that it hands out, against what it is. */
import { FormatError } from "../../portal/verify/errors.ts";
import { type Policy, parsePolicy, policyOrigin } from "../../portal/verify/policy.ts";
import { guarded } from "./parts/guarded.ts";
import type { RecordReads } from "./records/check-records.ts";
import { says, spelling } from "./records/fields.ts";
import { openRecordAt } from "./records/open-one.ts";
import type { AuditScene } from "./scene.ts";

/** @param begin where the ledger's own record stands: behind all that it took over */
export async function checkOwnRecord(
  { policy, findings }: AuditScene,
  records: RecordReads,
  begin: number,
): Promise<void> {
  const opened = await guarded(findings, { place: "records", key: { index: begin } }, () =>
    openRecordAt(records, begin),
  );
  // What cannot be opened, or is gone, is named as what it is.
  if (opened === null) return;
  const { fields } = opened;
  const keyOf = (role: "log" | "receipt") => policy.keys.find((key) => key.role === role)?.vkey;
  const receiptKey = keyOf("receipt");
  const same =
    says(fields, "@kind", "ledger") &&
    says(fields, "chainId", policy.chainId) &&
    says(fields, "contract", policy.contract) &&
    says(fields, "ledgerId", policy.ledgerId) &&
    says(fields, "logKey", keyOf("log") ?? "") &&
    says(fields, "origin", policyOrigin(policy)) &&
    (receiptKey === undefined || says(fields, "receiptKey", receiptKey)) &&
    (spelling(fields, "predecessor") === "null") === (begin === 0);
  if (same) return;
  findings.add({
    place: "records",
    key: { index: begin },
    kind: "contradicts",
    cause: "own_record",
  });
}

/** @param text of the policy that the server has written; `null`: there is none */
export function checkPolicyFile({ policy, findings }: AuditScene, text: string | null): void {
  if (text === null) return;
  const key = { file: "policy.json" };
  const written = parsed(text);
  const same =
    written !== null &&
    written.chainId === policy.chainId &&
    written.contract === policy.contract &&
    written.ledgerId === policy.ledgerId &&
    ownKeys(written) === ownKeys(policy);
  if (!same) findings.add({ place: "policy", key, kind: "changed", cause: "policy_differs" });
}

function parsed(text: string): Policy | null {
  try {
    return parsePolicy(text);
  } catch (error) {
    if (error instanceof FormatError) return null;
    throw error;
  }
}

/** The keys that are the ledger's; others are whom it lists besides. */
const ownKeys = ({ keys }: Policy): string =>
  JSON.stringify(
    keys
      .filter(({ role }) => role === "log" || role === "receipt")
      .map(({ role, vkey, fromSize }) => [role, vkey, fromSize]),
  );
