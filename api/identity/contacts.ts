/**
 * Which data subjects somebody is, or acts for, when they have shown that an e-mail address or a telephone number is theirs. The firm says so, since it alone knows whose address it
 * has; it is kept as an HMAC of the address, so neither the file nor an answer tells whose addresses those are. The ledger's own index of references does
 * not serve: it has one name for each subject, and that is a number of the firm's.
 */
import type { Clock } from "../core/clock.ts";
import { Refusal } from "../core/errors.ts";
import type { AdministrationEvent } from "../ledger/administration.ts";
import type { Ledger } from "../ledger/service.ts";
import type { ContactRow, ContactRows } from "../store/sqlite/contacts.ts";
import type { Mac } from "../vault/macs.ts";
import { parseAddress, phoneOf } from "./address.ts";
import type { Actor, Changes } from "./administration.ts";

/** Who ties, and in which request: the person's record of it has the same, and has whose it was and why. `null`: there is none. */
export interface TiedBy extends Actor {
  readonly request?: string | null;
}

/** `guardian`: acts for the person, and may do so for several. */
export type Relation = "self" | "guardian";

export interface Contact {
  readonly relation: Relation;
  /** RFC 3339. */
  readonly createdAt: string;
}

/** Who tries learns whether an address is somebody's, also by what changes nothing and by a refusal: so a note is left of each. */
export interface Contacts {
  /** @throws Refusal `invalid_parameter` (`address`), `unknown_subject`, `reserved_subject`, `account_refused`: `too_many_subjects` */
  tie(subject: string, address: string, relation: Relation, by: TiedBy): Promise<void>;
  /** From the next request on. @throws Refusal `invalid_parameter`, `account_refused`: `not_tied` */
  untie(subject: string, address: string, by: TiedBy): void;
  /** Whatever the subject is tied to, as when it is erased. */
  forget(subject: string, by: TiedBy): void;
  /** How often, and since when, the subject is tied; never to what. */
  of(subject: string): readonly Contact[];
  /** And how. @param email of an account, shown to be its owner's */
  subjectsOf(email: string): ReadonlyMap<string, Relation>;
}

export interface ContactsOptions {
  readonly rows: ContactRows;
  readonly mac: Mac;
  readonly changes: Changes;
  readonly clock: Clock;
  readonly ledger: Pick<Ledger, "knownSubjects" | "firms">;
}

/** Somebody who acts for more is an organization, and no guardian. */
const MOST_SUBJECTS = 50;

/** On the firm's stream, of which nothing is ever erased: that it was done, and no word of whom it was about. Which address it was stays here. */
const deed = (
  event: "subject-bound" | "subject-released",
  { id, role, request = null }: TiedBy,
): AdministrationEvent => ({ event, actor: { id, role }, request });

/** What is kept of an address, as accounts know it. */
export function contactMac(mac: Mac, email: string): Buffer {
  const phone = phoneOf(email);
  return phone === null
    ? mac("accounts", "contact", "email", email)
    : mac("accounts", "contact", "phone", phone);
}

export function createContacts(options: ContactsOptions): Contacts {
  const { rows, mac, changes, clock, ledger } = options;
  const macOf = (email: string): Buffer => contactMac(mac, email);
  const given = (address: string): Buffer => {
    const parsed = parseAddress(address);
    if (parsed === null) throw new Refusal("invalid_parameter", { parameter: "address" });
    return macOf(parsed);
  };
  /** Whatever is none of ours is no word for the person: as somebody else they leave a record of what they read. */
  const relationOf = ({ relation }: ContactRow): Relation =>
    relation === "self" ? "self" : "guardian";
  const seen = (row: ContactRow): Contact => ({
    relation: relationOf(row),
    createdAt: new Date(row.createdAt).toISOString(),
  });
  return {
    async tie(subject, address, relation, by) {
      const key = given(address);
      if ((await ledger.firms()).includes(subject)) throw new Refusal("reserved_subject", {});
      if (!(await ledger.knownSubjects([subject])).has(subject))
        throw new Refusal("unknown_subject", {});
      const isDone = changes.change((note) => {
        const tied = rows.of(key);
        const found = tied.find((row) => row.subject === subject);
        const tried = deed("subject-bound", by);
        if (tied.length >= MOST_SUBJECTS && found === undefined) {
          note({ ...tried, outcome: "too_many_subjects" });
          return false;
        }
        const before = found === undefined ? {} : { before: found.relation };
        const outcome = found?.relation === relation ? { outcome: "unchanged" } : {};
        rows.tie(key, { subject, relation, createdAt: clock.now() });
        note({ ...tried, ...outcome, changes: [{ name: "relation", ...before, after: relation }] });
        return true;
      });
      if (!isDone) throw new Refusal("account_refused", { problem: "too_many_subjects" });
    },
    untie(subject, address, by) {
      const key = given(address);
      const isDone = changes.change((note) => {
        const done = rows.untie(key, subject);
        const outcome = done ? {} : { outcome: "not_tied" };
        note({ ...deed("subject-released", by), ...outcome });
        return done;
      });
      if (!isDone) throw new Refusal("account_refused", { problem: "not_tied" });
    },
    forget: (subject, by) =>
      changes.change((note) => {
        const count = rows.forget(subject);
        if (count > 0) note({ ...deed("subject-released", by), count });
      }),
    of: (subject) => rows.to(subject).map(seen),
    subjectsOf: (email) =>
      new Map(rows.of(macOf(email)).map((row) => [row.subject, relationOf(row)])),
  };
}
