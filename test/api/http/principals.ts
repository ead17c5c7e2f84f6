/** One of each role, known by the word in the header; and of those who are limited, others of the same sort. */

import { type Given, type Principal, SCOPES, type Scope } from "../../../api/core/principal.ts";
import type { Authenticator } from "../../../api/http/authenticator.ts";

type Change = Partial<Omit<Principal, "role" | "id">>;

export const person = (role: Principal["role"], change: Change = {}): Principal => ({
  id: `person/${role}`,
  role,
  scopes: null,
  subjects: new Set(),
  actsFor: new Set(),
  organization: null,
  given: null,
  ...change,
});

/** A key of this role, with these scopes. */
export const keyOf = (of: Principal, scopes: readonly Scope[]): Principal => ({
  ...of,
  id: `key/${of.role}`,
  scopes: new Set(scopes),
});

export const allBut = (scope: Scope): readonly Scope[] => SCOPES.filter((one) => one !== scope);

/** Somebody of each role: a customer of this subject, an auditor of what was given. Machines have keys. */
export const everybody = (subject: string, given: Given): readonly Principal[] => [
  person("administrator"),
  person("officer"),
  person("staff"),
  person("auditor", { given }),
  person("partner", { organization: "one" }),
  person("partner", { organization: "another" }),
  person("customer", { subjects: new Set([subject]) }),
  keyOf(person("system"), SCOPES),
];

/** Knows whoever it was told of, by a token that it made for them. */
export function acquaintances(): {
  authenticate: Authenticator;
  headers(principal: Principal): { authorization: string };
} {
  const known = new Map<string, Principal>();
  return {
    authenticate: async ({ headers }) => known.get(headers.get("authorization") ?? "") ?? null,
    headers(principal) {
      const authorization = `Bearer ${known.size}`;
      known.set(authorization, principal);
      return { authorization };
    },
  };
}
