/** Who is written to about a data subject: whoever can sign in for them by e-mail. An address is kept in no form that leads there, so accounts are gone through. */
import type { Identity } from "../identity/service.ts";

type Needs = Pick<Identity, "accounts" | "contacts">;
type Addresses = ReadonlyMap<string, ReadonlySet<string>>;

const PAGE = 200;

/** Of this very identifier: who stands for one that it is joined with does not read its requests, and hears nothing of them. */
export const addressesOf =
  ({ accounts, contacts }: Needs) =>
  async (subjects: readonly string[]): Promise<Addresses> => {
    const found = new Map(subjects.map((subject) => [subject, new Set<string>()]));
    if (!subjects.some((one) => contacts.of(one).length > 0)) return found;
    for (let after = ""; ; ) {
      const page = accounts.list({ customers: true, after, limit: PAGE });
      for (const { id, email } of page) {
        after = id;
        if (email === null) continue;
        for (const one of contacts.subjectsOf(email).keys()) found.get(one)?.add(email);
      }
      if (page.length < PAGE) return found;
      // Others are let in between.
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
