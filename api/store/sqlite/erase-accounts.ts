/** Erasing people's accounts: whoever can sign in for nobody any more goes, with all that hangs on the account. */
import type Database from "better-sqlite3";

/** What the file alone cannot say: of an address or number, as accounts have it. */
export interface AddressNames {
  /** As contacts are tied by. */
  readonly macOf: (address: string) => Uint8Array;
  /** Under which codes wait that were sent to it. */
  readonly codesOf: (address: string) => readonly string[];
}

export interface ErasedAccounts {
  /** Accounts that are gone. */
  readonly accounts: number;
  /** Ties of addresses to the subjects that are gone. */
  readonly contacts: number;
}

export type EraseAccounts = (subjects: readonly string[], names: AddressNames) => ErasedAccounts;

/**
 * In one transaction: ties of all addresses to these subjects, and accounts of customers whose address is tied to nobody then: sessions, providers' accounts, second factors and their
 * codes, passkeys go with them, and codes that wait for them. Who acts for somebody else, or is somebody of the firm, keeps the account. In the time of going through all customers.
 */
export function accountEraser(client: Database.Database): EraseAccounts {
  const macsOf = client
    .prepare<[string], Uint8Array>("SELECT mac FROM contact WHERE subject = ?")
    .pluck();
  const untie = client.prepare("DELETE FROM contact WHERE subject = ?");
  const isTied = client.prepare<[Uint8Array], 1>("SELECT 1 FROM contact WHERE mac = ?").pluck();
  const customers = client.prepare<[], { readonly id: string; readonly email: string }>(
    "SELECT id, email FROM user WHERE role = 'customer'",
  );
  const remove = client.prepare("DELETE FROM user WHERE id = ?");
  const removeCodes = client.prepare("DELETE FROM verification WHERE identifier = ?");
  const nameOf = (mac: Uint8Array): string => Buffer.from(mac).toString("latin1");

  const run = client.transaction(
    (subjects: readonly string[], { macOf, codesOf }: AddressNames): ErasedAccounts => {
      const macs = subjects.flatMap((subject) => macsOf.all(subject));
      let contacts = 0;
      for (const subject of subjects) contacts += untie.run(subject).changes;
      const left = macs.filter((mac) => isTied.get(mac) === undefined);
      const nobodys = new Set(left.map(nameOf));
      if (nobodys.size === 0) return { accounts: 0, contacts };
      const gone = customers.all().filter(({ email }) => nobodys.has(nameOf(macOf(email))));
      for (const { id, email } of gone) {
        remove.run(id);
        for (const code of codesOf(email)) removeCodes.run(code);
      }
      return { accounts: gone.length, contacts };
    },
  );
  return (subjects, names) => run.immediate(subjects, names);
}
