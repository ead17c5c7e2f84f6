/** The database of an installation that is stopped, opened with the keys that belong to it. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { systemRandom } from "../../../api/core/random.ts";
import type { RowMac } from "../../../api/store/row-mac.ts";
import { openSqliteKeyStore } from "../../../api/store/sqlite/sqlite-key-store.ts";
import { openSqliteStore } from "../../../api/store/sqlite/sqlite-store.ts";
import type { Store } from "../../../api/store/store.ts";
import { parseRootKey } from "../../../api/vault/key-provider.ts";
import { loadRowMac } from "../../../api/vault/row-mac.ts";

export async function installedRowMac(keysDirectory: string): Promise<RowMac> {
  const random = systemRandom();
  const provider = parseRootKey(readFileSync(join(keysDirectory, "root.key"), "utf8"), random);
  const store = await openSqliteKeyStore({ file: join(keysDirectory, "keys.db") });
  try {
    return await loadRowMac({ store, provider, random, mayMake: false });
  } finally {
    await store.close();
  }
}

export async function openInstalledStore(
  dataDirectory: string,
  keysDirectory: string,
): Promise<Store> {
  const rowMac = await installedRowMac(keysDirectory);
  return openSqliteStore({ file: join(dataDirectory, "ledger.db"), rowMac });
}
