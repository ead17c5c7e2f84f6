/**
 * Keys of machines. better-auth has a plugin for them, which writes to the disk at every use; here a use is one look-up by hash, and tries are counted in
 * memory, so that a machine's read costs no more than a read.
 */
import { v7 as uuidv7 } from "uuid";
import type { Clock } from "../core/clock.ts";
import { Refusal } from "../core/errors.ts";
import { sha256 } from "../core/hash.ts";
import { type Principal, ROLES, type Role, type Scope } from "../core/principal.ts";
import type { Random } from "../core/random.ts";
import type { AdministrationEvent } from "../ledger/administration.ts";
import type { ApiKeyRow, ApiKeys } from "../store/sqlite/api-keys.ts";
import type { OrganizationRows } from "../store/sqlite/organizations.ts";
import type { By } from "./accounts.ts";
import type { Changes } from "./administration.ts";
import type { Limits, Rule } from "./limits.ts";
import { isScope, type NewKey, parseNewKey } from "./new-key.ts";

export interface Key {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly scopes: readonly Scope[];
  readonly organization: string | null;
  readonly limit: Rule;
  /** RFC 3339. */
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly revokedAt: string | null;
}

export interface MadeKey {
  readonly key: Key;
  /** What the machine sends. It is told here, and never again. */
  readonly secret: string;
}

/** Each change is noted, and on record once it is drained (administration.ts). */
export interface Keys {
  /** @param by `null`: the ledger by itself @throws Refusal `invalid_record`; `not_found` (`organization`) */
  create(key: NewKey, by: By | null): MadeKey;
  /** The oldest first; also those that open nothing any more. */
  list(): readonly Key[];
  /** Also one that opens nothing any more. */
  get(id: string): Key | null;
  /** From now on it opens nothing. Again changes nothing. @param by as for `create` @throws Refusal `not_found` (`key`) */
  revoke(id: string, by: By | null): Key;
  /** Which key this is, also one that opens nothing any more. Counts no try. */
  find(secret: string): Key | null;
  /** Whose key this is; `null`: nobody's, or one that opens nothing any more. @throws Refusal `too_many_requests` */
  principalOf(secret: string): Principal | null;
}

export interface KeysOptions {
  readonly rows: ApiKeys;
  readonly organizations: Pick<OrganizationRows, "get">;
  readonly changes: Changes;
  readonly limits: Limits;
  readonly clock: Clock;
  readonly random: Random;
}

/** People, and machines that scan what was published by mistake, know it by this. */
const PREFIX = "counterfoil_";
const FORM = /^counterfoil_[A-Za-z0-9_-]{43}$/;
const DAY = 86_400_000;

const roleOf = (row: ApiKeyRow): Role => ROLES.find((role) => role === row.role)!;
const scopesOf = (row: ApiKeyRow): Scope[] => row.scopes.split(" ").filter(isScope);
const time = (ms: number): string => new Date(ms).toISOString();

const seen = (row: ApiKeyRow): Key => ({
  ...{ id: row.id, name: row.name, role: roleOf(row), scopes: scopesOf(row) },
  organization: row.organization,
  limit: { most: row.most, seconds: row.seconds },
  createdAt: time(row.createdAt),
  expiresAt: time(row.expiresAt),
  revokedAt: row.revokedAt === null ? null : time(row.revokedAt),
});

/** Who, and why. */
function done(by: By | null): Pick<AdministrationEvent, "actor" | "reason"> {
  if (by === null) return { actor: null };
  const { id, role, reason } = by;
  return { actor: { id, role }, ...(reason === undefined ? {} : { reason }) };
}

/** Its name is in people's words, which may be anybody's name: that stays here. */
function creation(
  { id, role, scopes, organization, limit, ...key }: Key,
  by: By | null,
): AdministrationEvent {
  return {
    ...{ event: "key-created", ...done(by) },
    target: { type: "key", id },
    organization,
    changes: [
      { name: "role", after: role },
      { name: "scopes", after: scopes.join(" ") },
      { name: "limit", after: `${limit.most} in ${limit.seconds} s` },
    ],
    from: key.createdAt,
    until: key.expiresAt,
  };
}

export function createKeys(options: KeysOptions): Keys {
  const { rows, organizations, changes, limits, clock, random } = options;
  const rowOf = (secret: string): ApiKeyRow | null =>
    FORM.test(secret) ? rows.byHash(sha256(secret)) : null;
  return {
    create(asked, by) {
      const { name, role, scopes, organization, days, limit } = parseNewKey({ ...asked });
      if (organization !== null && organizations.get(organization) === null)
        throw new Refusal("not_found", { what: "organization" });
      const secret = `${PREFIX}${random.bytes(32).toString("base64url")}`;
      const createdAt = clock.now();
      const row = {
        id: uuidv7({ msecs: createdAt, random: random.bytes(16) }),
        ...{ name, role, organization, createdAt, ...limit },
        scopes: scopes.join(" "),
        expiresAt: createdAt + days * DAY,
      };
      const key = seen({ ...row, revokedAt: null });
      changes.change((note) => {
        rows.add(row, sha256(secret));
        note(creation(key, by));
      });
      return { key, secret };
    },
    list: () => rows.all().map(seen),
    get(id) {
      const row = rows.byId(id);
      return row && seen(row);
    },
    revoke: (id, by) =>
      changes.change((note) => {
        if (rows.revoke(id, clock.now()))
          note({ event: "key-revoked", ...done(by), target: { type: "key", id } });
        const row = rows.byId(id);
        if (row === null) throw new Refusal("not_found", { what: "key" });
        return seen(row);
      }),
    find(secret) {
      const row = rowOf(secret);
      return row && seen(row);
    },
    principalOf(secret) {
      const row = rowOf(secret);
      if (row === null || row.revokedAt !== null || row.expiresAt <= clock.now()) return null;
      limits.take(`key ${row.id}`, row);
      return {
        id: `key/${row.id}`,
        role: roleOf(row),
        scopes: new Set(scopesOf(row)),
        subjects: new Set(),
        actsFor: new Set(),
        organization: row.organization,
        given: null,
      };
    },
  };
}
