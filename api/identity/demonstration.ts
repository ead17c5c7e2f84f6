/**
 * People of the demonstration: an account of each role, with what opens it shown on the page of the mailbox. There is none where there is no such page
 * (api/start/identity.ts): whoever reads that is anybody that they like.
 */
import { type Clock, formatTime } from "../core/clock.ts";
import type { PersonRole } from "../core/principal.ts";
import type { Accounts } from "./accounts.ts";
import { OPERATOR } from "./administration.ts";
import type { Contacts } from "./contacts.ts";
import { demonstrationEmail } from "./demonstration-end.ts";
import type { Organizations } from "./organizations.ts";
import { needsSecondFactor, type SecondFactor } from "./second-factor.ts";

export interface DemoPerson {
  readonly role: PersonRole;
  readonly email: string;
}

export interface ShownCode {
  readonly email: string;
  /** Of the second factor; `null`: the next one is not there yet. */
  readonly code: string | null;
}

export interface Demonstration {
  /** Makes what is missing. */
  ensure(): Promise<void>;
  /** From now on the customer is this data subject. */
  bind(subject: string): Promise<void>;
  /** Of the partner's account; `null`: there is none. */
  organization(): string | null;
  /** The accounts that there are. */
  people(): readonly DemoPerson[];
  /** Whether this is the address of one of them. */
  has(email: string): boolean;
  /** Of those that need one, and have not set up their own. */
  codes(): readonly ShownCode[];
}

export interface DemonstrationOptions {
  readonly accounts: Accounts;
  readonly organizations: Organizations;
  readonly contacts: Contacts;
  readonly secondFactor: SecondFactor;
  readonly clock: Clock;
}

const ROLES: readonly PersonRole[] = [
  ...(["administrator", "officer", "staff", "auditor", "partner", "customer"] as const),
];
/** Whom Northwind asks its customers for (api/start/demo-consents/purposes.ts). */
const PARTNER = "Fourth Coffee Ltd.";
const YEAR_MS = 365 * 86_400_000;

export function createDemonstration(options: DemonstrationOptions): Demonstration {
  const { accounts, organizations, contacts, secondFactor, clock } = options;
  const there = () => ROLES.flatMap((role) => accounts.find(demonstrationEmail(role)) ?? []);

  function partner(): string {
    const found = organizations.list().find(({ name }) => name === PARTNER);
    return (found ?? organizations.create(PARTNER, OPERATOR)).id;
  }

  async function make(role: PersonRole): Promise<void> {
    const organization = role === "partner" ? partner() : null;
    const { id } = accounts.create(
      { email: demonstrationEmail(role), role, organization },
      OPERATOR,
    );
    if (needsSecondFactor(role)) secondFactor.preset(id);
    if (role !== "auditor") return;
    const now = clock.now();
    const [from, until] = [formatTime(now - YEAR_MS), formatTime(now + YEAR_MS)];
    await accounts.give(id, { from, until, subjects: null, ends: until }, OPERATOR);
  }

  return {
    async ensure() {
      for (const role of ROLES)
        if (accounts.find(demonstrationEmail(role)) === null) await make(role);
    },
    async bind(subject) {
      const email = demonstrationEmail("customer");
      // At every start: it is recorded once.
      if (contacts.subjectsOf(email).has(subject)) return;
      await contacts.tie(subject, email, "self", OPERATOR);
    },
    organization: () => accounts.find(demonstrationEmail("partner"))?.organization ?? null,
    people: () => there().flatMap(({ role, email }) => (email === null ? [] : [{ role, email }])),
    has: (email) => ROLES.some((role) => demonstrationEmail(role) === email),
    codes: () =>
      there().flatMap(({ id, email }) => {
        const code = secondFactor.presetCode(id);
        return code === undefined || email === null ? [] : [{ email, code }];
      }),
  };
}
