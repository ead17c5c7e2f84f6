/**
 * Evidence that a record is in the ledger (FORMAT §11). Every stored thing it is made of is checked against what the log
 * committed to before it is handed out; what no longer fits is named (`damaged`), never papered over.
 */
import { asFieldDigest, asLeafIndex } from "../../portal/verify/brands.ts";
import { checkEvidence } from "../../portal/verify/check.ts";
import {
  type EvidenceAnchor,
  type EvidenceField,
  encodeEvidence,
} from "../../portal/verify/evidence.ts";
import type { Policy } from "../../portal/verify/policy.ts";
import { Refusal } from "../core/errors.ts";
import { intactEntry } from "../log/damage.ts";
import type { HashReader } from "../log/hash-reader.ts";
import type { Store, StoredCheckpoint } from "../store/store.ts";
import type { OpenedRecord, Vault } from "../vault/vault.ts";
import { assertCommitted, assertWhole, damagedCheckpoint, provenPath } from "./committed.ts";

export interface EvidenceContext {
  readonly store: Store;
  readonly vault: Vault;
  readonly read: HashReader;
  /** Our own keys and contract, as a stranger would pin them. */
  readonly policy: Policy;
}

export interface EvidenceRequest {
  readonly id: string;
  /** `null`: the newest version. */
  readonly version: number | null;
  /** Names of the fields to disclose (`@kind` and `@schema` always are); `null`: all. */
  readonly fields: readonly string[] | null;
  /** `final`: the newest final checkpoint that covers the record, else the best there is; `newest`: the newest of all. */
  readonly checkpoint: "final" | "newest";
}

/** The exact bytes of the file. @throws Refusal `not_found`, `unknown_fields`, `not_sealed`, `damaged` */
export async function recordEvidence(
  context: EvidenceContext,
  request: EvidenceRequest,
): Promise<Uint8Array> {
  const { store, vault, policy } = context;
  const row = await store.record(request.id, request.version);
  if (row === null) {
    throw new Refusal("not_found", { what: request.version === null ? "record" : "version" });
  }
  const opened = await vault.open(row);
  const disclosed = fieldsToDisclose(opened, request.fields);
  const { checkpoint, anchor } = await chooseCheckpoint(context, row.index, request.checkpoint);
  const stored = await intactEntry(store, row.index);
  assertCommitted(row, opened, stored);
  assertWhole(checkpoint, policy);
  const inclusion = await provenPath(context, stored, checkpoint);

  const fields = opened.names.map(
    (name, i): EvidenceField =>
      disclosed.has(name)
        ? { disclosure: opened.commitment.disclosures[i]! }
        : { digest: asFieldDigest(opened.commitment.digests[i]!) },
  );
  const bytes = encodeEvidence({
    claim: "record",
    record: {
      entry: stored.entry,
      fields,
      inclusion,
      index: asLeafIndex(row.index),
      names: opened.names,
    },
    checkpoint: checkpoint.note,
    anchor,
  });
  assertHolds(bytes, policy, checkpoint);
  return bytes;
}

function fieldsToDisclose(opened: OpenedRecord, wanted: readonly string[] | null): Set<string> {
  if (wanted === null) return new Set(opened.names);
  const unknown = wanted.filter((name) => !opened.names.includes(name));
  if (unknown.length > 0) throw new Refusal("unknown_fields", { fields: opened.names.join(", ") });
  return new Set(["@kind", "@schema", ...wanted]);
}

async function chooseCheckpoint(
  { store, policy }: EvidenceContext,
  index: number,
  preferred: EvidenceRequest["checkpoint"],
): Promise<{ checkpoint: StoredCheckpoint; anchor: EvidenceAnchor | null }> {
  const newest = await store.newestCheckpoint();
  if (newest === null || newest.size <= index) {
    throw new Refusal("not_sealed", { index, size: newest?.size ?? 0 });
  }
  const found =
    preferred === "newest"
      ? await store.newestAnchor(["finalized", "included"], newest.size - 1)
      : ((await store.newestAnchor(["finalized"], index)) ??
        (await store.newestAnchor(["included"], index)));
  const checkpoint = found === null ? newest : await store.checkpoint(found.size);
  if (checkpoint === null) {
    throw damagedCheckpoint(found?.size ?? newest.size);
  }
  // The block of an anchor that is not final may still disappear; a file that names it would turn invalid. Verifiers find it.
  if (found?.state !== "finalized" || found.block === null) return { checkpoint, anchor: null };
  const { chainId, contract, ledgerId } = policy;
  return { checkpoint, anchor: { block: found.block, chainId, contract, ledgerId } };
}

/** What was checked piece by piece, checked once more as a stranger would: only the signature was not looked at before. */
function assertHolds(bytes: Uint8Array, policy: Policy, checkpoint: StoredCheckpoint): void {
  const check = checkEvidence(bytes, policy);
  if (check.checked !== null) return;
  const failed = check.layers.at(-1);
  if (failed?.layer === "checkpoint") throw damagedCheckpoint(checkpoint.size);
  throw new Error(`own evidence is invalid: ${failed?.layer} ${failed?.code}`);
}
