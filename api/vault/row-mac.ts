import sodium from "sodium-native";
import type { Random } from "../core/random.ts";
import type { KeyStore } from "../store/key-store.ts";
import { encodeRow, ROW_MAC_BYTES, type RowMac } from "../store/row-mac.ts";
import { KEY_BYTES } from "./aead.ts";
import type { KeyProvider } from "./key-provider.ts";
import { loadMacs } from "./macs.ts";
import { loadNamedKey } from "./named-key.ts";

/** Row authenticators under a key of 32 bytes: keyed BLAKE2b of 16 bytes, which takes 1 µs a row; HMAC-SHA-256 takes twice as long. */
export function keyedRowMac(key: Uint8Array): RowMac {
  if (key.length !== KEY_BYTES) throw new RangeError("a row key has 32 bytes");
  const own = Buffer.from(key);
  return (table, columns) => {
    const mac = Buffer.allocUnsafe(ROW_MAC_BYTES);
    sodium.crypto_generichash(mac, encodeRow(table, columns), own);
    return mac;
  };
}

/** Under this name the key store has the key of the rows. */
export const ROW_KEY_NAME = "row";

export interface RowKey {
  readonly store: KeyStore;
  readonly provider: KeyProvider;
  readonly random: Random;
  /** True for a database without authenticators; else the key was made already, and another one would call every row damaged. */
  readonly mayMake: boolean;
}

/** Under this name the key store says that all rows have their authenticators. */
const ROWS = "rows";

type Marked = Omit<RowKey, "mayMake">;

/**
 * Whether a ledger on these keys was opened with authenticators before: then rows without any are not those of an earlier version, but somebody has taken
 * them away. It lies where whoever can write to the database need not be able to.
 */
export const hasRowMacs = async ({ store }: Pick<Marked, "store">): Promise<boolean> =>
  (await store.named(ROWS)) !== null;

/** To be called when the migration that makes them is durable: a crash before loses nothing. @throws Refusal `damaged` (`key`) */
export async function rememberRowMacs(wanted: Marked): Promise<void> {
  await loadNamedKey({ ...wanted, name: ROWS, known: ROWS });
}

/** The authenticators of a ledger's rows. @throws Refusal `damaged` (`key`) */
export async function loadRowMac(wanted: RowKey): Promise<RowMac> {
  const { store, provider, random } = wanted;
  // A root key that does not open what lies there must wrap nothing beside it.
  if (wanted.mayMake) await loadMacs(store, provider, random);
  return keyedRowMac(await loadNamedKey({ ...wanted, name: ROW_KEY_NAME, known: ROW_KEY_NAME }));
}
