/** Subjects that everybody can compute (FORMAT §5.1): the ledger itself, and those that it succeeded. Only the ledger writes about them. */
import { asLedgerId } from "../../portal/verify/brands.ts";
import type { Policy } from "../../portal/verify/policy.ts";
import { firmSubject } from "../../portal/verify/subject.ts";
import { isRefusal } from "../core/errors.ts";
import type { Store } from "../store/store.ts";
import type { Vault } from "../vault/vault.ts";
import { ledgerKind } from "./kinds/ledger.ts";

interface Context {
  readonly store: Store;
  readonly vault: Vault;
  readonly policy: Policy;
}

/** Asked for at each write; told from memory once the ledger's own record is there, which never changes. */
export function reservedSubjects(context: Context): () => Promise<ReadonlySet<string>> {
  const own = firmSubject(context.policy.ledgerId);
  let known: ReadonlySet<string> | null = null;
  return async () => {
    if (known !== null) return known;
    const { subjects, found } = await lineOf(context, own);
    if (found) known = subjects;
    return subjects;
  };
}

/** A ledger's subject and its predecessors', as far as their records tell; `found`: whether the first one's is there. */
async function lineOf(
  { store, vault }: Context,
  own: string,
): Promise<{ readonly subjects: ReadonlySet<string>; readonly found: boolean }> {
  const subjects = new Set<string>();
  let found = false;
  for (let subject: string | null = own; subject !== null && !subjects.has(subject); ) {
    subjects.add(subject);
    const of = { subject, kind: ledgerKind.kind, after: -1, limit: 1 };
    const [row] = await store.list(of);
    if (row === undefined) break;
    found = true;
    subject = await predecessorIn(vault, row);
  }
  return { subjects, found };
}

/** Subject of the ledger that a record names as its predecessor. A record that is damaged names nobody, and is named itself when it is read. */
async function predecessorIn(vault: Vault, row: Parameters<Vault["open"]>[0]) {
  try {
    const { predecessor } = (await vault.open(row)).record;
    const id = (predecessor as { readonly ledgerId?: string } | null)?.ledgerId;
    return id === undefined ? null : firmSubject(asLedgerId(id));
  } catch (error) {
    if (isRefusal(error, "damaged")) return null;
    throw error;
  }
}
