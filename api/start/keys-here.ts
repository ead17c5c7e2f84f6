/** Keys of machines, made on the ledger's own machine by whoever has its files; its server may run or not. */
import type { Clock } from "../core/clock.ts";
import type { Config } from "../core/config.ts";
import type { Random } from "../core/random.ts";
import { createChanges, OPERATOR } from "../identity/administration.ts";
import { createKeys, type Key, type MadeKey } from "../identity/keys.ts";
import { createLimits } from "../identity/limits.ts";
import type { NewKey } from "../identity/new-key.ts";
import { accountsFileHere } from "./accounts-file.ts";

/** What is done here is noted, and recorded by the server: within seconds, or at its next start. */
export interface KeysHere {
  /** @throws Refusal `invalid_record`; `not_found` (`organization`) */
  create(key: NewKey): MadeKey;
  list(): readonly Key[];
  /** @throws Refusal `not_found` (`key`) */
  revoke(id: string): Key;
  close(): void;
}

export interface KeysHereOptions {
  readonly config: Pick<Config, "dataDirectory">;
  /** Whether the file of accounts is made where it is missing: a key can be there before the first start. */
  readonly make: boolean;
  readonly clock: Clock;
  readonly random: Random;
}

/** `null`: there is no such file. @throws Refusal as {@link accountsFileHere} */
export async function openKeysHere(options: KeysHereOptions): Promise<KeysHere | null> {
  const { config, make, clock, random } = options;
  const file = await accountsFileHere(config, make);
  if (file === null) return null;
  const keys = createKeys({
    ...{ rows: file.apiKeys, organizations: file.organizations, clock, random },
    limits: createLimits(clock),
    changes: createChanges({ outbox: file.outbox, clock, random }),
  });
  return {
    create: (key) => keys.create(key, OPERATOR),
    list: () => keys.list(),
    revoke: (id) => keys.revoke(id, OPERATOR),
    close: () => file.close(),
  };
}
