import { type Principal, ROLES } from "../core/principal.ts";
import type { Relation } from "./contacts.ts";
import { type Grant, givenBy } from "./given.ts";

/** What a session says of its account. */
export interface SignedIn {
  readonly id: string;
  readonly role: string;
  readonly organization?: string | null | undefined;
  readonly given: Grant | null;
}

/** A person as the rest of the house knows them. @param tied of a customer: whom they are, or act for */
export function personOf(account: SignedIn, tied: ReadonlyMap<string, Relation>): Principal {
  const role = ROLES.find((one) => one === account.role);
  if (role === undefined || role === "system") throw new Error("an account of no role");
  const own = role === "customer" ? [...tied] : [];
  return {
    id: `person/${account.id}`,
    role,
    scopes: null,
    subjects: new Set(own.map(([subject]) => subject)),
    actsFor: new Set(own.flatMap(([subject, as]) => (as === "self" ? [] : [subject]))),
    organization: role === "partner" ? (account.organization ?? null) : null,
    given: role === "auditor" ? givenBy(account.given) : null,
  };
}
