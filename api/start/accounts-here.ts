/** What nobody who signs in can help with, done on the ledger's own machine: the only administrator has lost their second factor, or everybody has. */
import type { Clock } from "../core/clock.ts";
import type { Config } from "../core/config.ts";
import { Refusal } from "../core/errors.ts";
import type { Random } from "../core/random.ts";
import { type Account, createAccounts } from "../identity/accounts.ts";
import { createChanges, OPERATOR } from "../identity/administration.ts";
import { parseEmail } from "../identity/email.ts";
import { inviteFurther } from "../identity/first-administrator.ts";
import { accountsFileHere } from "./accounts-file.ts";

/** What is done here is noted, and recorded by the server: within seconds, or at its next start. */
export interface AccountsHere {
  /** Of everybody but customers, by their ids. */
  list(): readonly Account[];
  /** See {@link Accounts.removeSecondFactor}. @param who an e-mail address, or an id @throws Refusal `not_found` (`account`) */
  resetSecondFactor(who: string): Account;
  /** A link that makes an administrator, also where there are some: see first-administrator.ts. */
  invite(): string;
  close(): void;
}

export interface AccountsHereOptions {
  readonly config: Pick<Config, "dataDirectory">;
  readonly clock: Clock;
  readonly random: Random;
}

const PAGE = 200;

/** `null`: there is no such file. @throws Refusal as {@link accountsFileHere} */
export async function openAccountsHere(options: AccountsHereOptions): Promise<AccountsHere | null> {
  const { config, clock, random } = options;
  const file = await accountsFileHere(config, false);
  if (file === null) return null;
  const { people, organizations, secondFactors } = file;
  const accounts = createAccounts({
    ...{ people, organizations, clock, random },
    // No key is needed to take one away.
    secondFactor: { remove: (id) => secondFactors.remove(id) },
    // Of passkeys that somebody adds: nobody does that here.
    isSomebody: () => false,
    changes: createChanges({ outbox: file.outbox, clock, random }),
    ledger: {
      knownSubjects: () => Promise.reject(new Error("nothing is given to auditors here")),
    },
  });

  function idOf(who: string): string {
    const email = parseEmail(who);
    const found = email === null ? accounts.get(who) : accounts.find(email);
    if (found === null) throw new Refusal("not_found", { what: "account" });
    return found.id;
  }

  return {
    list() {
      const all: Account[] = [];
      for (;;) {
        const after = all.at(-1)?.id ?? "";
        const page = accounts.list({ customers: false, after, limit: PAGE });
        all.push(...page);
        if (page.length < PAGE) return all;
      }
    },
    resetSecondFactor: (who) => accounts.removeSecondFactor(idOf(who), OPERATOR),
    invite: () => inviteFurther({ invitations: file.invitations, clock, random }),
    close: () => file.close(),
  };
}
