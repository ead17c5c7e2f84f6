/** The file of accounts, opened on the ledger's own machine by whoever has its files; its server may run or not. */
import { join } from "node:path";
import type { Config } from "../core/config.ts";
import { exists } from "../core/private-files.ts";
import { type AccountsFile, openAccountsFile } from "../store/sqlite/accounts.ts";
import { privateDirectory } from "./secrets.ts";

/**
 * @param make whether it is made where it is missing
 * @returns `null`: there is no such file
 * @throws Refusal `invalid_setting` for a directory that is not this program's, `unknown_schema`
 */
export async function accountsFileHere(
  { dataDirectory }: Pick<Config, "dataDirectory">,
  make: boolean,
): Promise<AccountsFile | null> {
  const file = join(dataDirectory, "accounts.db");
  if (!make && !(await exists(file))) return null;
  await privateDirectory(dataDirectory, "COUNTERFOIL_DATA");
  return openAccountsFile({ file });
}
