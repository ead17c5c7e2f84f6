/** Keys for servers that tests start, made beside them as somebody does on the machine itself; without a record, so that no log is longer by them. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { systemClock } from "../../api/core/clock.ts";
import { SCOPES } from "../../api/core/principal.ts";
import { systemRandom } from "../../api/core/random.ts";
import { createKeys } from "../../api/identity/keys.ts";
import { createLimits } from "../../api/identity/limits.ts";
import type { NewKey } from "../../api/identity/new-key.ts";
import { openAccountsFile } from "../../api/store/sqlite/accounts.ts";

export const SYSTEM: NewKey = {
  ...{ name: "test", role: "system", limit: { most: 1_000_000, seconds: 1 } },
  scopes: SCOPES.filter((scope) => scope !== "log:entries" && scope !== "contacts:write"),
};
export const AUDITORS: NewKey = { ...SYSTEM, role: "auditor", scopes: ["log:entries"] };
export const METRICS: NewKey = { ...SYSTEM, scopes: ["metrics:read"] };

/** A key of the ledger whose data this is, its server running or not yet. What opens. */
export function putKey(dataDirectory: string, key: NewKey = SYSTEM): string {
  mkdirSync(dataDirectory, { recursive: true, mode: 0o700 });
  const file = openAccountsFile({ file: join(dataDirectory, "accounts.db") });
  try {
    return createKeys({
      ...{
        rows: file.apiKeys,
        organizations: file.organizations,
        clock: systemClock,
        random: systemRandom(),
      },
      limits: createLimits(systemClock),
      changes: { change: (change) => change(() => {}) },
    }).create(key, null).secret;
  } finally {
    file.close();
  }
}

/** The same, in a file from which it is read again. */
export function keyFile(dataDirectory: string, path: string, key: NewKey = SYSTEM): string {
  if (!existsSync(path)) {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeFileSync(path, `${putKey(dataDirectory, key)}\n`, { mode: 0o600 });
  }
  return readFileSync(path, "utf8").trim();
}
