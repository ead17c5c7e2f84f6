/** Partners that data is shared with. Their members are accounts of role partner. */
import { v7 as uuidv7 } from "uuid";
import { type Clock, formatTime } from "../core/clock.ts";
import { Refusal } from "../core/errors.ts";
import type { Random } from "../core/random.ts";
import type { OrganizationRow, OrganizationRows } from "../store/sqlite/organizations.ts";
import type { By } from "./accounts.ts";
import type { Changes } from "./administration.ts";

export interface Organization {
  readonly id: string;
  readonly name: string;
  /** RFC 3339. */
  readonly createdAt: string;
}

export interface Organizations {
  /** @throws Refusal `account_refused`: `name_taken` */
  create(name: string, by: By): Organization;
  /** @throws Refusal `account_refused`: `name_taken`; `not_found` (`organization`) */
  rename(id: string, name: string, by: By): Organization;
  /** The oldest first. */
  list(): readonly Organization[];
  /** @throws Refusal `not_found` (`organization`) */
  get(id: string): Organization;
}

export interface OrganizationsOptions {
  readonly rows: OrganizationRows;
  readonly changes: Changes;
  readonly clock: Clock;
  readonly random: Random;
}

const seen = ({ id, name, createdAt }: OrganizationRow): Organization => ({
  ...{ id, name },
  createdAt: formatTime(createdAt),
});

export function createOrganizations(options: OrganizationsOptions): Organizations {
  const { rows, changes, clock, random } = options;
  const rowOf = (id: string): OrganizationRow => {
    const row = rows.get(id);
    if (row === null) throw new Refusal("not_found", { what: "organization" });
    return row;
  };
  return {
    create: (name, { id: actorId, role, reason }) =>
      changes.change((note) => {
        const createdAt = clock.now();
        const id = uuidv7({ msecs: createdAt, random: random.bytes(16) });
        const row = { id, name, createdAt };
        if (!rows.add(row)) throw new Refusal("account_refused", { problem: "name_taken" });
        // Its name is in people's words, and stays here, as that of a key.
        note({
          ...{ event: "organization-created", actor: { id: actorId, role } },
          target: { type: "organization", id },
          ...(reason === undefined ? {} : { reason }),
        });
        return seen(row);
      }),
    rename: (id, name, { id: actorId, role, reason }) =>
      changes.change((note) => {
        if (rowOf(id).name === name) return seen(rowOf(id));
        if (!rows.rename(id, name)) throw new Refusal("account_refused", { problem: "name_taken" });
        note({
          ...{ event: "configuration-changed", actor: { id: actorId, role } },
          target: { type: "organization", id },
          // That it has another one, and not which: see above.
          changes: [{ name: "name" }],
          ...(reason === undefined ? {} : { reason }),
        });
        return seen(rowOf(id));
      }),
    list: () => rows.all().map(seen),
    get: (id) => seen(rowOf(id)),
  };
}
