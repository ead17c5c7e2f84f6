/** `counterfoil recover`: opens what lies on this machine, with the server stopped, and fills the database up out of the second copy. */

import { join } from "node:path";
import { systemClock } from "../core/clock.ts";
import type { Config } from "../core/config.ts";
import { Refusal } from "../core/errors.ts";
import { exists } from "../core/private-files.ts";
import { systemRandom } from "../core/random.ts";
import { openEntryCopy } from "../log/entry-copy.ts";
import { type Recovery, recover } from "../log/recover.ts";
import { eraseRowsAgain } from "../rights/erase/again.ts";
import { openLedgerFile } from "../store/sqlite/sqlite-store.ts";
import { LEDGER } from "./chain.ts";
import { openKeyFiles } from "./key-files.ts";
import { loadSecrets } from "./secrets.ts";
import { ORIGIN, openLedger, type Undo, unwind } from "./stored.ts";
import { assertNoUnfinishedSuccession } from "./succession/journal.ts";

export interface RecoverRequest {
  readonly dryRun: boolean;
  readonly onProgress: (entries: number, of: number) => void;
}

/** @throws Refusal, Misbehaviour: as {@link recover}; `in_use` while a server runs; `invalid_setting` where there is no ledger, or no copy */
export async function recoverLedger(config: Config, request: RecoverRequest): Promise<Recovery> {
  const { dataDirectory, keysDirectory, copyDirectory, origin } = config;
  const file = join(dataDirectory, "ledger.db");
  // Opening makes what is not there: nothing is to be made here.
  if (!(await exists(file))) throw none("COUNTERFOIL_DATA", "no_ledger");
  if (copyDirectory === null || !(await exists(join(copyDirectory, "copy.json"))))
    throw none("COUNTERFOIL_COPY", "no_copy");
  await assertNoUnfinishedSuccession(keysDirectory);
  const found = await openLedgerFile({ file });
  try {
    // Contract and ledger id are in no copy: without them a start would make another ledger.
    if (found.meta(LEDGER) === null) throw none("COUNTERFOIL_DATA", "no_ledger");
    if (found.meta(ORIGIN) !== origin)
      throw new Refusal("wrong_ledger", { setting: "COUNTERFOIL_ORIGIN" });
    const random = systemRandom();
    const secrets = await loadSecrets(keysDirectory, origin, random, false);
    const { logSigner: signer, signerState, provider, ring } = secrets;
    const undo: Undo = [];
    // The signer state is for one process: a server on the same keys and another data directory would lose what is noted here.
    try {
      const keys = { keysDirectory, ring, clock: systemClock, random };
      const { keyStore } = await openKeyFiles(keys, undo);
      const store = await openLedger(found, { keyStore, provider, random });
      if (!request.dryRun) await eraseRowsAgain(keyStore, store);
      const copy = await openEntryCopy(copyDirectory, signer);
      try {
        const { batchEntries } = config;
        return await recover({ store, copy, signer, signerState, batchEntries, ...request });
      } finally {
        await copy.close();
      }
    } finally {
      await unwind(undo);
    }
  } finally {
    found.close();
  }
}

const none = (setting: string, problem: "no_ledger" | "no_copy"): Refusal =>
  new Refusal("invalid_setting", { setting, problem });
