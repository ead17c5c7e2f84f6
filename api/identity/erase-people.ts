/** Who is erased can sign in for nobody any more: the account goes, with all that hangs on it, unless whoever has it acts for somebody else, or is somebody of the firm. */
import type { AccountsFile } from "../store/sqlite/accounts.ts";
import type { Mac } from "../vault/macs.ts";
import type { Mailbox } from "./mailbox.ts";

export interface ErasePeople {
  /** Ties and accounts of these data subjects, and what the mailbox of a demonstration has. Nothing, where it was done before. */
  erase(subjects: readonly string[]): void;
  /** How many addresses are tied to them. */
  count(subjects: readonly string[]): number;
  /** As of the ledger's store. */
  scrub(): Promise<boolean>;
}

/** As better-auth names what waits for a code (its plugin email-otp). */
const WAITING = ["sign-in", "email-verification", "forget-password"] as const;

export function erasePeople(options: {
  readonly file: Pick<AccountsFile, "eraseSubjects" | "contacts" | "scrub">;
  readonly mac: Mac;
  readonly macOf: (address: string) => Buffer;
  readonly mailbox: Pick<Mailbox, "clear"> | null;
}): ErasePeople {
  const { file, mac, macOf, mailbox } = options;
  const codesOf = (address: string): string[] =>
    WAITING.map((type) =>
      mac("accounts", "identifier", `${type}-otp-${address}`).toString("base64url"),
    );
  return {
    erase(subjects) {
      file.eraseSubjects(subjects, { macOf, codesOf });
      // Whose mails they are, nobody looks: it is for trying things out.
      mailbox?.clear();
    },
    count: (subjects) => subjects.reduce((sum, one) => sum + file.contacts.to(one).length, 0),
    scrub: () => file.scrub(),
  };
}
