/** Accounts lie in a file of their own: whoever has a copy of the ledger's database knows nobody by it, and whoever erases an account erases it here. */
import type { accountsAdapter } from "./accounts-adapter.ts";
import { type AdministrationOutbox, administrationOutboxIn } from "./administration-outbox.ts";
import { type ApiKeys, apiKeysIn } from "./api-keys.ts";
import { type ContactRows, contactsIn } from "./contacts.ts";
import { accountEraser, type EraseAccounts } from "./erase-accounts.ts";
import { type Invitations, invitationsIn } from "./invitations.ts";
import { openDatabase } from "./open.ts";
import { type OrganizationRows, organizationsIn } from "./organizations.ts";
import { type People, peopleIn } from "./people.ts";
import { type SecondFactors, secondFactorsIn } from "./second-factors.ts";

export interface AccountsFile {
  /** What better-auth reads and writes through; loaded with it. */
  adapter(): Promise<ReturnType<typeof accountsAdapter>>;
  readonly invitations: Invitations;
  readonly apiKeys: ApiKeys;
  readonly secondFactors: SecondFactors;
  readonly contacts: ContactRows;
  readonly people: People;
  readonly organizations: OrganizationRows;
  readonly outbox: AdministrationOutbox;
  readonly eraseSubjects: EraseAccounts;
  /** As of the ledger's store (row-erasure.ts); others may have the file open as well. */
  scrub(): Promise<boolean>;
  /** Deletes codes, sessions and links whose time was over at `now` (milliseconds since 1970). */
  sweep(now: number): void;
  close(): void;
}

/**
 * Opens the file, makes it with mode 0600 where there is none. Others may have it open as well: whoever makes a key on the machine itself need not stop the
 * server (scripts/cli/key). Each change is one transaction, and a writer waits for the one before.
 *
 * @throws Refusal `unknown_schema`
 */
export function openAccountsFile({ file }: { readonly file: string }): AccountsFile {
  const { client, close, scrub } = openDatabase(file, "accounts");
  const sweeps = ["session", "verification", "invitation"].map((table) =>
    client.prepare<[number]>(`DELETE FROM ${table} WHERE expires_at < ?`),
  );
  return {
    adapter: async () => (await import("./accounts-adapter.ts")).accountsAdapter(client),
    invitations: invitationsIn(client),
    apiKeys: apiKeysIn(client),
    secondFactors: secondFactorsIn(client),
    contacts: contactsIn(client),
    people: peopleIn(client),
    organizations: organizationsIn(client),
    outbox: administrationOutboxIn(client),
    eraseSubjects: accountEraser(client),
    scrub,
    sweep(now) {
      for (const statement of sweeps) statement.run(now);
    },
    close,
  };
}
