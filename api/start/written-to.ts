/** Who is written to about a data subject: whoever can sign in for them by e-mail. An address is kept in no form that leads there, so accounts are gone through. */
import type { Identity } from "../identity/service.ts";

type Needs = Pick<Identity, "accounts" | "contacts">;
type Addresses = ReadonlyMap<string, ReadonlySet<string>>;

const PAGE = 200;

/** Accounts of customers, each with whom it stands for. Others are let in between pages. */
async function* customers({ accounts, contacts }: Needs) {
  for (let after = ""; ; ) {
    const page = accounts.list({ customers: true, after, limit: PAGE });
    for (const { id, email, phone } of page) {
      after = id;
      const address = email ?? phone;
      if (address !== null) yield { email, subjects: contacts.subjectsOf(address) };
    }
    if (page.length < PAGE) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Whether somebody has signed in, by e-mail or telephone, who stands for this very identifier. */
export const readsFor =
  (needs: Needs) =>
  async (subject: string): Promise<boolean> => {
    if (needs.contacts.of(subject).length === 0) return false;
    for await (const { subjects } of customers(needs)) if (subjects.has(subject)) return true;
    return false;
  };

/** Of this very identifier: who stands for one that it is joined with does not read its requests, and hears nothing of them. */
export const addressesOf =
  (needs: Needs) =>
  async (asked: readonly string[]): Promise<Addresses> => {
    const found = new Map(asked.map((subject) => [subject, new Set<string>()]));
    if (!asked.some((one) => needs.contacts.of(one).length > 0)) return found;
    for await (const { email, subjects } of customers(needs))
      if (email !== null) for (const one of subjects.keys()) found.get(one)?.add(email);
    return found;
  };
