/** What the ledger says of itself before anything else is in it: entry 0, a record of the firm (FORMAT §5.1). */
import type { LedgerId, RootHash } from "../../portal/verify/brands.ts";
import { base64Encode } from "../../portal/verify/bytes.ts";
import type { KeyRole, Policy } from "../../portal/verify/policy.ts";
import {
  firmSecret,
  RETENTION_CLASSES,
  type RetentionClass,
  streamKey,
} from "../../portal/verify/subject.ts";
import { formatTime } from "../core/clock.ts";
import { Refusal } from "../core/errors.ts";
import type { Body } from "../core/kind.ts";
import { intactEntry } from "../log/damage.ts";
import type { Store } from "../store/store.ts";
import type { StreamSecrets } from "../vault/secrets.ts";
import type { Vault } from "../vault/vault.ts";
import { assertCommitted } from "./committed.ts";
import { canonicalFields, type Draft } from "./draft.ts";
import { ledgerKind } from "./kinds/ledger.ts";
import { isLost } from "./lost.ts";
import { type WriteContext, writeRecords } from "./write.ts";

/** What says which ledger this is, and the log that must say the same. */
export interface OwnLog {
  readonly store: Store;
  readonly vault: Vault;
  readonly policy: Policy;
  readonly origin: string;
}

export type FirmContext = WriteContext & OwnLog;

/** The ledger whose log this one continues, as far as it was taken over. */
export interface Predecessor {
  readonly ledgerId: LedgerId;
  readonly size: number;
  readonly root: RootHash;
}

/** Who said it: the ledger itself. */
const SOURCE = "counterfoil";

/**
 * Writes the firm's record if the log is new, or if `predecessor` says whose log it continues: then it stands behind all entries, also
 * those that were recorded but not anchored there. Where the record is there already it must be this ledger's, and nothing is
 * written. To be called before anything else is recorded, as often as one likes.
 *
 * @throws Refusal `not_this_ledger` if the log has entries, but not this record; `damaged`
 */
export async function ensureFirmRecord(
  context: FirmContext,
  predecessor: Predecessor | null = null,
): Promise<void> {
  const { store, vault, clock, policy } = context;
  const size: number = await store.size();
  const index = await firmIndex(context, size);
  if (index !== null) return assertThisLedger(context, index);
  if (predecessor === null ? size !== 0 : size < predecessor.size)
    throw new Refusal("not_this_ledger", { ledgerId: policy.ledgerId });

  const subject = await vault.registerSubject(firmSecrets(policy.ledgerId));
  await store.addSubjects([{ subject, referenceMac: null, createdAt: clock.now() }]);
  const draft = draftOf(context, subject, predecessor, size);
  const [outcome] = await writeRecords(context, [{ draft, insist: false, idempotency: null }]);
  if (outcome === undefined || outcome instanceof Refusal) throw outcome ?? new Error("no outcome");
  if (outcome.outcome !== "stored" || outcome.entry.index !== size) {
    throw new Error("something was recorded before the firm's record");
  }
}

/**
 * A log that has entries must be this ledger's. Reads only: to be called before anything is written.
 *
 * @throws Refusal `not_this_ledger`, `own_record_lost`, `damaged`
 */
export async function assertOwnLog(context: OwnLog): Promise<void> {
  const size: number = await context.store.size();
  if (size === 0) return;
  const index = await firmIndex(context, size);
  if (index === null) {
    throw new Refusal("not_this_ledger", { ledgerId: context.policy.ledgerId });
  }
  await assertThisLedger(context, index);
}

/** Where the firm's record stands. */
async function firmIndex({ store, policy }: OwnLog, below: number): Promise<number | null> {
  const secret = firmSecrets(policy.ledgerId)[ledgerKind.retentionClass];
  const key = streamKey(secret, ledgerKind.kind);
  const [first] = await store.streamEntries(key, { from: 0, below, limit: 1 });
  return first?.index ?? null;
}

function firmSecrets(ledgerId: LedgerId): StreamSecrets {
  const entries = RETENTION_CLASSES.map((c) => [c, firmSecret(ledgerId, c)] as const);
  return Object.fromEntries(entries) as Record<RetentionClass, StreamSecrets[RetentionClass]>;
}

/** The fields that say which ledger it is. */
function identity({ policy, origin }: OwnLog, index: number): Body {
  return {
    chainId: policy.chainId,
    contract: policy.contract,
    ledgerId: policy.ledgerId,
    logKey: vkeyFor(policy, "log", index),
    origin,
    receiptKey: vkeyFor(policy, "receipt", index),
  };
}

/** The key that held the role when the record was written. */
function vkeyFor({ keys }: Policy, role: KeyRole, index: number): string {
  const held = keys.filter((key) => key.role === role && key.fromSize <= index);
  const newest = held.reduce((a, b) => (b.fromSize > a.fromSize ? b : a), held[0]!);
  return newest.vkey;
}

function draftOf(
  context: FirmContext,
  subject: string,
  predecessor: Predecessor | null,
  index: number,
): Draft {
  const parsed = ledgerKind.parseBody({
    ...identity(context, index),
    predecessor: predecessor && { ...predecessor, root: base64Encode(predecessor.root) },
  });
  if (!parsed.ok) throw new Error("the firm's record is not of its kind");
  return {
    kind: ledgerKind,
    subject,
    occurredAt: formatTime(context.clock.now()),
    source: SOURCE,
    body: parsed.body,
    canonical: canonicalFields(parsed.body),
  };
}

async function assertThisLedger(context: OwnLog, index: number): Promise<void> {
  const { store, vault, policy } = context;
  const [row] = await store.recordsAt([index]);
  if (!row) {
    throw (await isLost(context, index))
      ? new Refusal("own_record_lost", { index })
      : new Refusal("damaged", { what: "record", index });
  }
  const opened = await vault.open(row);
  assertCommitted(row, opened, await intactEntry(store, index));
  const { record } = opened;
  const same = Object.entries(identity(context, index)).every(([name, v]) => record[name] === v);
  // Behind the entries of others it stands only where it says that they were taken over.
  const begins = index === 0 || record.predecessor !== null;
  if (!same || !begins) throw new Refusal("not_this_ledger", { ledgerId: policy.ledgerId });
}
