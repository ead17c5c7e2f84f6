/** Accounts, as an administrator sees and changes them. Each change is noted with it (administration.ts). */
import { v4 as uuidv4 } from "uuid";
import { type Clock, formatTime } from "../core/clock.ts";
import { type AccountProblem, Refusal } from "../core/errors.ts";
import { PERSON_ROLES, type PersonRole } from "../core/principal.ts";
import type { Random } from "../core/random.ts";
import type { AdministrationEvent } from "../ledger/administration.ts";
import type { Ledger } from "../ledger/service.ts";
import type { OrganizationRows } from "../store/sqlite/organizations.ts";
import type { People, PersonRow } from "../store/sqlite/people.ts";
import { phoneOf } from "./address.ts";
import type { Actor, Changes } from "./administration.ts";
import { type Grant, grantEvent, parseGrant } from "./given.ts";
import { needsSecondFactor, type SecondFactor } from "./second-factor.ts";

/** Who changes something, and why, in their words. */
export interface By extends Actor {
  readonly reason?: string | undefined;
}

/** A role, and of a partner's member, and of nobody else, their organization. */
export interface Place {
  readonly role: PersonRole;
  readonly organization?: string | null | undefined;
}

export interface NewAccount extends Place {
  /** Lower case. */
  readonly email: string;
}

export interface Account {
  readonly id: string;
  /** One of the two. */
  readonly email: string | null;
  /** As E.164 has it; of customers alone. */
  readonly phone: string | null;
  readonly role: PersonRole;
  readonly organization: string | null;
  /** Of an auditor. */
  readonly given: Grant | null;
  /** Whether they have set one up. */
  readonly secondFactor: boolean;
  /** RFC 3339. */
  readonly createdAt: string;
}

/** Of what opens an account, by whose it is. */
export type OwnChange =
  | { readonly name: "secondFactor"; readonly after: "set-up" }
  | { readonly name: "passkey"; readonly after: "added" | "removed" };

/** Whoever is not there is refused as `not_found` (`account`). */
export interface Accounts {
  /** @throws Refusal `account_refused`: `exists`; `not_found` (`organization`); `invalid_record` */
  create(account: NewAccount, by: By): Account;
  find(email: string): Account | null;
  get(id: string): Account | null;
  /** By their ids, at most `limit` of those behind `after`; customers, or all others; those whose address has `search` in it (lower case). */
  list(which: {
    customers: boolean;
    search?: string;
    after: string;
    limit: number;
  }): readonly Account[];
  /** Of an organization. */
  members(organization: string): readonly Account[];
  /**
   * Whoever is signed in must do so again: nothing that a session was given goes on; nor does what an auditor was given. Nor do passkeys of a customer who becomes
   * somebody of the firm: they were set up with one factor, and would stand for two. Who is there already stays as they are.
   *
   * @throws Refusal `account_refused`: `last_administrator`, `telephone`; `not_found` (`organization`); `invalid_record`
   */
  setRole(id: string, place: Place, by: By): Account;
  /** From the next request on; `null`: nothing. @throws Refusal `account_refused`: `no_auditor`; `unknown_subject`, `invalid_record` */
  give(id: string, granted: Grant | null, by: By): Promise<Account>;
  /** With all its sessions. Its id is never given again. @throws Refusal `account_refused`: `last_administrator` */
  remove(id: string, by: By): void;
  /** For somebody who has lost it, and with their passkeys: the next sign-in sets up another one. Sessions end. */
  removeSecondFactor(id: string, by: By): Account;
  /**
   * Makes a change that somebody makes of what opens their own account, and notes it. Of customers it is noted once they stand for a data subject: before, they reach
   * nothing, and a stranger must not be able to fill the ledger.
   */
  changeOwn<T>(id: string, change: OwnChange, make: () => T): T;
  /** By whose it is. @throws Refusal `sign_in_refused`: `refused`, there is no such one of theirs */
  removePasskey(id: string, passkey: string): void;
  /** Whether anybody administers this ledger. */
  hasAdministrator(): boolean;
}

export interface AccountsOptions {
  readonly people: People;
  readonly organizations: OrganizationRows;
  readonly secondFactor: Pick<SecondFactor, "remove">;
  readonly changes: Changes;
  readonly ledger: Pick<Ledger, "knownSubjects">;
  /** Whether this address stands for a data subject. */
  readonly isSomebody: (email: string) => boolean;
  readonly clock: Clock;
  readonly random: Random;
}

function seen(row: PersonRow): Account {
  const { id, organization, given, secondFactor, createdAt } = row;
  const phone = phoneOf(row.email);
  const role = PERSON_ROLES.find((one) => one === row.role);
  if (role === undefined) throw new Error("an account of no role");
  return {
    ...{ id, email: phone === null ? row.email : null, phone, role, organization, secondFactor },
    given: role === "auditor" ? parseGrant(given) : null,
    createdAt: formatTime(createdAt),
  };
}

const refuse = (problem: AccountProblem): never => {
  throw new Refusal("account_refused", { problem });
};
const invalid = (field: string, code: "missing" | "surplus" | "out_of_range"): Refusal =>
  new Refusal("invalid_record", { problems: [{ field, code }] });

/** What is done to an account, by whom. */
function deed(
  event: AdministrationEvent["event"],
  id: string,
  { reason, ...actor }: By,
  rest: Partial<AdministrationEvent> = {},
): AdministrationEvent {
  const { id: actorId, role } = actor;
  return {
    ...{ event, actor: { id: actorId, role }, target: { type: "account", id } },
    ...(reason === undefined ? {} : { reason }),
    ...rest,
  };
}

/** What is said of a customer's account, or of what an auditor is given of some people, would stay on the firm's stream when the person is erased. */
const unsaid = ({ id, role }: By): By => ({ id, role });
const about = (by: By, ...roles: readonly string[]): By =>
  roles.includes("customer") ? unsaid(by) : by;

export function createAccounts(options: AccountsOptions): Accounts {
  const { people, organizations, secondFactor, changes, ledger, isSomebody, clock, random } =
    options;

  const rowOf = (id: string): PersonRow => {
    const row = people.get(id);
    if (row === null) throw new Refusal("not_found", { what: "account" });
    return row;
  };
  const now = (id: string): Account => seen(rowOf(id));

  /** Another one must be left. */
  function assertNotLast({ role }: PersonRow): void {
    if (role === "administrator" && people.administrators() < 2) refuse("last_administrator");
  }

  /** @throws Refusal `invalid_record`, `not_found` */
  function organizationIn({ role, organization = null }: Place): string | null {
    if (role !== "partner" && organization !== null) throw invalid("organization", "surplus");
    if (role !== "partner") return null;
    if (organization === null) throw invalid("organization", "missing");
    if (organizations.get(organization) === null)
      throw new Refusal("not_found", { what: "organization" });
    return organization;
  }

  /** To where somebody goes, from where they were. */
  function* moves(
    id: string,
    by: By,
    before: string | null,
    after: string | null,
  ): Generator<AdministrationEvent> {
    if (before === after) return;
    if (before !== null) yield deed("member-removed", id, by, { organization: before });
    if (after !== null) yield deed("member-added", id, by, { organization: after });
  }

  const changeOwn: Accounts["changeOwn"] = (id, change, make) =>
    changes.change((note) => {
      const row = rowOf(id);
      const { role } = seen(row);
      const made = make();
      const by = { id: `person/${id}`, role };
      if (needsSecondFactor(role) || isSomebody(row.email))
        note(deed("account-changed", id, by, { changes: [change] }));
      return made;
    });

  return {
    find(email) {
      const row = people.byEmail(email);
      return row && seen(row);
    },
    get(id) {
      const row = people.get(id);
      return row && seen(row);
    },
    list: (which) => people.page(which).map(seen),
    members: (organization) => people.members(organization).map(seen),
    changeOwn,
    removePasskey: (id, passkey) =>
      changeOwn(id, { name: "passkey", after: "removed" }, () => {
        if (!people.removePasskey(id, passkey))
          throw new Refusal("sign_in_refused", { problem: "refused" });
      }),
    hasAdministrator: () => people.administrators() > 0,
    create: (account, by) =>
      changes.change((note) => {
        const { email, role } = account;
        const organization = organizationIn(account);
        const id = uuidv4({ random: random.bytes(16) });
        const row = { id, email, role, organization, given: null, createdAt: clock.now() };
        if (!people.add(row)) refuse("exists");
        note(
          deed("account-created", id, about(by, role), {
            changes: [{ name: "role", after: role }],
          }),
        );
        for (const move of moves(id, by, null, organization)) note(move);
        return now(id);
      }),
    setRole: (id, place, by) =>
      changes.change((note) => {
        const row = rowOf(id);
        const organization = organizationIn(place);
        const { role } = place;
        // Where they are already: there is nothing to record, and nobody to be signed out.
        if (role === row.role && organization === row.organization) return now(id);
        // A number can be given to somebody else: it is no first factor for who works here.
        if (role !== "customer" && phoneOf(row.email) !== null) refuse("telephone");
        if (role !== row.role) assertNotLast(row);
        people.set(id, { role, organization, given: null }, clock.now());
        people.endSessions(id);
        people.removeLinks(id);
        const passkeys =
          !needsSecondFactor(row.role) && needsSecondFactor(role) ? people.removePasskeys(id) : 0;
        if (role !== row.role)
          note(
            deed("role-granted", id, about(by, row.role, role), {
              changes: [{ name: "role", before: row.role, after: role }],
            }),
          );
        if (passkeys > 0)
          note(
            deed("account-changed", id, about(by, row.role), {
              changes: [{ name: "passkeys", after: "removed" }],
            }),
          );
        for (const move of moves(id, about(by, row.role, role), row.organization, organization))
          note(move);
        return now(id);
      }),
    async give(id, granted, by) {
      if (granted !== null) {
        const { from, until, subjects } = granted;
        if (from >= until) throw invalid("until", "out_of_range");
        const known = await ledger.knownSubjects(subjects ?? []);
        if (subjects?.some((subject) => !known.has(subject)))
          throw new Refusal("unknown_subject", {});
      }
      return changes.change((note) => {
        const { role, organization, given } = rowOf(id);
        if (role !== "auditor") refuse("no_auditor");
        if (granted === null && given === null) return now(id);
        const text = granted === null ? null : JSON.stringify(granted);
        people.set(id, { role, organization, given: text }, clock.now());
        note(
          granted === null
            ? deed("given-ended", id, by)
            : deed("given", id, granted.subjects === null ? by : unsaid(by), grantEvent(granted)),
        );
        return now(id);
      });
    },
    removeSecondFactor: (id, by) =>
      changes.change((note) => {
        const { role } = rowOf(id);
        secondFactor.remove(id);
        people.removePasskeys(id);
        people.removeLinks(id);
        people.endSessions(id);
        note(
          deed("account-changed", id, about(by, role), {
            changes: [{ name: "secondFactor", after: "removed" }],
          }),
        );
        return now(id);
      }),
    remove: (id, by) =>
      changes.change((note) => {
        const row = rowOf(id);
        assertNotLast(row);
        people.remove(id);
        note(
          deed("account-removed", id, about(by, row.role), {
            changes: [{ name: "role", before: row.role }],
          }),
        );
        for (const move of moves(id, by, row.organization, null)) note(move);
      }),
  };
}
