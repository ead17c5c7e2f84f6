/** Whether the list of the erased is as new as the log: else people who were erased might come back out of an older database. */

import { streamKey } from "../../../portal/verify/subject.ts";
import { Refusal } from "../../core/errors.ts";
import type { OwnLog } from "../../ledger/firm.ts";
import { reservedSubjects } from "../../ledger/reserved.ts";
import type { KeyStore } from "../../store/key-store.ts";
import { secretOf } from "../../vault/secrets.ts";
import { erasure } from "../kinds/erasure.ts";

export interface Listed extends Omit<OwnLog, "origin"> {
  readonly keyStore: Pick<KeyStore, "erasureCount">;
}

/**
 * The log tells of each erasure before anything is destroyed, and the list of the erased knows of it before that. So the list never has fewer than the log, of this ledger and those that
 * it succeeded, unless it is older. To be called when both are as complete as they can be made. Reads only.
 *
 * @throws Refusal `erasures_missing`
 */
export async function assertListed({ store, vault, policy, keyStore }: Listed): Promise<void> {
  const firms = await reservedSubjects({ store, vault, policy })();
  let declared = 0;
  for (const firm of await store.knownSubjects([...firms])) {
    const secret = secretOf(await vault.streamSecrets(firm), erasure.retentionClass);
    const [head] = await store.streamHeads([streamKey(secret, erasure.kind)]);
    declared += head?.seq ?? 0;
  }
  const listed = await keyStore.erasureCount();
  if (declared > listed) throw new Refusal("erasures_missing", { listed, declared });
}
