/** Whether the list of the erased is as new as the log: else people who were erased might come back out of an older database. */

import { streamKey } from "../../../portal/verify/subject.ts";
import { isRefusal, Refusal } from "../../core/errors.ts";
import type { OwnLog } from "../../ledger/firm.ts";
import { reservedSubjects } from "../../ledger/reserved.ts";
import type { KeyStore } from "../../store/key-store.ts";
import { secretOf } from "../../vault/secrets.ts";
import { erasure } from "../kinds/erasure.ts";

export interface Listed extends Omit<OwnLog, "origin"> {
  readonly keyStore: Pick<KeyStore, "erasureCount" | "erasure">;
}

/** Declarations that are read together. */
const PAGE = 500;

/**
 * The log tells of each erasure before anything is destroyed, and the list of the erased knows of it before that. So the list has every one that the log has, of this ledger and those that
 * it succeeded, unless it is older. They are told apart by their ids; declarations that cannot be read (out of the second copy an entry comes back without its record) by how many there are. To be
 * called when both are as complete as they can be made. Reads only.
 *
 * @throws Refusal `erasures_missing`
 */
export async function assertListed({ store, vault, policy, keyStore }: Listed): Promise<void> {
  const firms = await reservedSubjects({ store, vault, policy })();
  let [declared, read, known] = [0, 0, 0];
  for (const firm of await store.knownSubjects([...firms])) {
    const secret = secretOf(await vault.streamSecrets(firm), erasure.retentionClass);
    const [head] = await store.streamHeads([streamKey(secret, erasure.kind)]);
    declared += head?.seq ?? 0;
    for await (const id of declaredIn({ store, vault }, firm)) {
      read += 1;
      if ((await keyStore.erasure(id)) !== null) known += 1;
    }
  }
  // Those that no declaration names may be the ones of which it cannot be read.
  const unread = Math.min(declared - read, (await keyStore.erasureCount()) - known);
  const listed = known + unread;
  if (declared > listed) throw new Refusal("erasures_missing", { listed, declared });
}

/** Ids in the declarations of a firm that can be read. */
async function* declaredIn(
  { store, vault }: Pick<Listed, "store" | "vault">,
  subject: string,
): AsyncGenerator<string> {
  for (let after = -1; ; ) {
    const rows = await store.list({ subject, kind: erasure.kind, after, limit: PAGE });
    for (const row of rows)
      try {
        yield String((await vault.open(row)).record.erasureId);
      } catch (error) {
        // It is named when it is audited, or read.
        if (!isRefusal(error)) throw error;
      }
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last.index;
  }
}
