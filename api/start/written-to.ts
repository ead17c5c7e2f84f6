/** Who is written to about a data subject: whoever can sign in for them by e-mail. An address is kept in no form that leads there, so accounts are gone through. */
import { identifiersOf } from "../consent/identifiers.ts";
import { isRefusal } from "../core/errors.ts";
import type { Identity } from "../identity/service.ts";
import type { Ledger } from "../ledger/service.ts";

type Needs = Pick<Identity, "accounts" | "contacts"> & { readonly ledger: Pick<Ledger, "events"> };
type Addresses = ReadonlyMap<string, ReadonlySet<string>>;

const PAGE = 200;

export const addressesOf =
  ({ accounts, contacts, ledger }: Needs) =>
  async (subjects: readonly string[]): Promise<Addresses> => {
    const found = new Map(subjects.map((subject) => [subject, new Set<string>()]));
    /** Of each identifier that somebody stands for, whose it is. */
    const wanted = new Map<string, Set<string>[]>();
    for (const [subject, addresses] of found) {
      for (const one of await joinedWith(ledger, subject))
        if (contacts.of(one).length > 0) wanted.set(one, [...(wanted.get(one) ?? []), addresses]);
    }
    if (wanted.size === 0) return found;
    for (let after = ""; ; ) {
      const page = accounts.list({ customers: true, after, limit: PAGE });
      for (const { id, email } of page) {
        after = id;
        if (email === null) continue;
        for (const one of contacts.subjectsOf(email).keys())
          for (const addresses of wanted.get(one) ?? []) addresses.add(email);
      }
      if (page.length < PAGE) return found;
      // Others are let in between.
      await new Promise((resolve) => setImmediate(resolve));
    }
  };

/** Of whom that cannot be read, the one that is known. */
async function joinedWith(ledger: Needs["ledger"], subject: string): Promise<readonly string[]> {
  try {
    return await identifiersOf({ ledger }, subject);
  } catch (error) {
    if (isRefusal(error)) return [subject];
    throw error;
  }
}
