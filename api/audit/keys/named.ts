/** The ledger's own keys in the key store: those of the HMACs, and that of the rows. */
import type { AuditSnapshot } from "../../store/audit-store.ts";
import { KEY_BYTES } from "../../vault/aead.ts";
import type { KeyProvider } from "../../vault/key-provider.ts";
import { MAC_PURPOSES, type Mac, type MacPurpose, macKeyName, macsWith } from "../../vault/macs.ts";
import { ROW_KEY_NAME } from "../../vault/row-mac.ts";
import { unlessUnreadable } from "../parts/guarded.ts";
import { bytesOf } from "../row.ts";

/** Names of the keys that a ledger of this version has. */
export const NAMED_KEYS: readonly string[] = [...MAC_PURPOSES.map(macKeyName), ROW_KEY_NAME];

export interface NamedKeys {
  readonly mac: Mac;
  /** Purposes whose keys are there and can be unwrapped. */
  readonly purposes: ReadonlySet<MacPurpose>;
  /** `null`: gone, or not to be unwrapped. */
  readonly row: Buffer | null;
}

/** Of a table that cannot be read none is there; what reads all of it names it. */
export async function loadNamedKeys(
  keys: AuditSnapshot<"keys">,
  provider: KeyProvider,
): Promise<NamedKeys> {
  const found = new Map<string, Buffer>();
  const names = NAMED_KEYS.map((name) => [name]);
  const rows = (await unlessUnreadable(() => keys.rows("named_secrets", names))) ?? [];
  for (const [i, name] of NAMED_KEYS.entries()) {
    const wrapped = bytesOf(rows[i]?.[1]);
    const [key] = wrapped === null ? [] : await provider.unwrap([{ label: name, bytes: wrapped }]);
    if (key?.length === KEY_BYTES) found.set(name, key);
  }
  const macs = new Map<MacPurpose, Buffer>();
  for (const purpose of MAC_PURPOSES) {
    const key = found.get(macKeyName(purpose));
    if (key !== undefined) macs.set(purpose, key);
  }
  return {
    mac: macsWith(macs),
    purposes: new Set(macs.keys()),
    row: found.get(ROW_KEY_NAME) ?? null,
  };
}
