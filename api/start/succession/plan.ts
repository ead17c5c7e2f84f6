/** What a succession would do, found out without changing anything. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { asLedgerId, asTreeSize, type LedgerId } from "../../../portal/verify/brands.ts";
import { concat } from "../../../portal/verify/bytes.ts";
import { EMPTY_ROOT } from "../../../portal/verify/merkle.ts";
import { parseVkey } from "../../../portal/verify/note.ts";
import { type Policy, parsePolicy } from "../../../portal/verify/policy.ts";
import { ledgerIdFor } from "../../anchor/contract.ts";
import type { Config } from "../../core/config.ts";
import { Refusal, type SuccessionProblem } from "../../core/errors.ts";
import { sha256 } from "../../core/hash.ts";
import type { NoteSigner } from "../../log/keys.ts";
import { fileSignerState } from "../../log/signer-file.ts";
import type { SignerRecord } from "../../log/signer-state.ts";
import type { Store } from "../../store/store.ts";
import { type KnownLedger, knownLedger } from "../chain.ts";
import { policyFile } from "../policy.ts";
import { ORIGIN } from "../stored.ts";
import { assertCopyHasNoMore } from "./copy.ts";
import { assertDerived, type Comparison } from "./size.ts";

/** For people to decide upon. */
export interface SuccessionPlan {
  readonly predecessor: { readonly origin: string; readonly ledgerId: LedgerId };
  readonly successor: { readonly origin: string; readonly ledgerId: LedgerId };
  /** Entries in this database, and how many of them its newest checkpoint covers. */
  readonly entries: number;
  readonly sealed: number;
  /** Entries that the old log key has signed for; null if its signer state is lost. */
  readonly signed: number | null;
  readonly comparison: Comparison;
  readonly owner: string;
  /** Null: a key is made for it. */
  readonly anchorer: string | null;
}

export const refused = (problem: SuccessionProblem): Refusal =>
  new Refusal("succession_refused", { problem });

/**
 * `here`: what the database says of itself.
 *
 * @throws Refusal `wrong_ledger`, `succession_refused`: this directory is not the one that is meant
 */
export function assertNames(
  { config, origin, size }: { config: Config; origin: string; size: number | null },
  here: string | null,
): void {
  if (origin === config.origin || origin === here) throw refused("same_origin");
  if (here !== null && here !== config.origin) {
    throw new Refusal("wrong_ledger", { setting: "COUNTERFOIL_ORIGIN" });
  }
  // A misspelt directory must not cost a ledger all its entries.
  if (here === null && size !== 0) throw refused("no_ledger_here");
}

/** @throws Refusal `wrong_ledger`, `succession_refused`, `damaged`: what lies here cannot be succeeded as it is */
export async function assertOurLedger(
  store: Store,
  request: { config: Config; origin: string; size: number | null },
): Promise<void> {
  const { config } = request;
  assertNames(request, await store.meta(ORIGIN));
  await assertCopyHasNoMore(config, await store.size());
  const newest = await store.newestCheckpoint();
  if (newest !== null) await assertDerived(store, newest);
}

/** The old ledger as the database says, or, where that is lost, its policy. Null: neither does. */
export async function formerLedger(store: Store, config: Config): Promise<KnownLedger | null> {
  const known = await knownLedger(store);
  if (known !== null) return known;
  return oldPolicy(config);
}

async function oldPolicy({ dataDirectory, origin }: Config): Promise<Policy | null> {
  const text = await readFile(policyFile(dataDirectory), "utf8").catch(() => null);
  if (text === null) return null;
  const policy = parsePolicy(text);
  const own = policy.keys.some(
    ({ role, vkey }) => role === "log" && parseVkey(vkey).name === origin,
  );
  return own ? policy : null;
}

/** Who registered the ledger is its owner, unless it was handed over: then database or policy must say which it is. */
export const registeredId = (
  chainId: number,
  contract: string,
  owner: string,
  origin: string,
): LedgerId => asLedgerId(ledgerIdFor(chainId, contract, owner, origin));

/** Where the successor's signer begins: nothing was signed beyond the tree that it continues, or promised beyond this database. */
export async function firstSignerState(
  store: Store,
): Promise<Pick<SignerRecord, "size" | "root" | "reserved">> {
  const newest = await store.newestCheckpoint();
  const { size, root } = newest ?? { size: asTreeSize(0), root: EMPTY_ROOT };
  return { size, root, reserved: await store.size() };
}

/** What the old log key has signed for; null if that is not known any more, which is a reason for a succession. */
export async function signedSize(keysDirectory: string): Promise<number | null> {
  try {
    return (await fileSignerState(join(keysDirectory, "signer-state.json")).get()).size;
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}

/** ILedgerAnchor: SHA-256 of type byte and key. */
export const logKeyHash = ({ publicKey }: Pick<NoteSigner, "publicKey">): Uint8Array =>
  sha256(concat(Uint8Array.of(0x01), publicKey));
