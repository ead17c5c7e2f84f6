/**
 * What is left of the demonstration's people goes at a start that has none: whoever has read what opens them would stay whoever they like, and an administrator
 * among them would keep the firm from its first one.
 */
import { PERSON_ROLES, type PersonRole } from "../core/principal.ts";
import type { People, PersonRow } from "../store/sqlite/people.ts";
import type { Changes } from "./administration.ts";
import type { SecondFactor } from "./second-factor.ts";

export interface DemonstrationLeft {
  readonly people: Pick<People, "byEmail" | "remove">;
  readonly secondFactor: Pick<SecondFactor, "presetCode">;
  readonly changes: Changes;
}

/** Addresses of a domain that is nobody's (RFC 2606). */
export const demonstrationEmail = (role: PersonRole): string => `${role}@example.com`;

/** Removes them, on record as done by the ledger itself. Whoever has set up a second factor of their own stays. */
export function endDemonstration({ people, secondFactor, changes }: DemonstrationLeft): void {
  const isOurs = ({ id, role }: PersonRow): boolean =>
    role === "customer" || secondFactor.presetCode(id) !== undefined;
  changes.change((note) => {
    for (const role of PERSON_ROLES) {
      const row = people.byEmail(demonstrationEmail(role));
      if (row === null || !isOurs(row)) continue;
      const about = { actor: null, target: { type: "account", id: row.id } } as const;
      // Also the last administrator: the next one is made by the link of the start.
      people.remove(row.id);
      note({
        ...{ event: "account-removed", ...about },
        changes: [{ name: "role", before: row.role }],
      });
      if (row.organization !== null)
        note({ event: "member-removed", ...about, organization: row.organization });
    }
  });
}
