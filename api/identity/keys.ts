/**
 * Keys of machines. better-auth has a plugin for them, which writes to the disk at every use; here a use is one look-up by hash, and tries are counted in
 * memory, so that a machine's read costs no more than a read.
 */
import { v7 as uuidv7 } from "uuid";
import type { Clock } from "../core/clock.ts";
import { type FieldProblem, Refusal } from "../core/errors.ts";
import { sha256 } from "../core/hash.ts";
import { type Principal, ROLES, type Role, SCOPES, type Scope } from "../core/principal.ts";
import type { Random } from "../core/random.ts";
import type { ApiKeyRow, ApiKeys } from "../store/sqlite/api-keys.ts";
import type { Limits, Rule } from "./limits.ts";

export interface NewKey {
  /** What it is for, so that people know it again. */
  readonly name: string;
  readonly role: Role;
  readonly scopes: readonly Scope[];
  /** Of a partner's key, and of no other. */
  readonly organization?: string;
  /** 1 to 366. */
  readonly days: number;
  readonly limit?: Rule;
}

export interface Key {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly scopes: readonly Scope[];
  readonly organization: string | null;
  /** RFC 3339. */
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly revokedAt: string | null;
}

export interface Keys {
  /** `secret` is what the machine sends. It is told here, and never again. @throws Refusal `invalid_record` */
  create(key: NewKey): { readonly key: Key; readonly secret: string };
  list(): readonly Key[];
  /** From now on it opens nothing. @throws Refusal `not_found` (`key`) */
  revoke(id: string): void;
  /** Whose key this is; `null`: nobody's, or one that opens nothing any more. @throws Refusal `too_many_requests` */
  principalOf(secret: string): Principal | null;
}

export interface KeysOptions {
  readonly rows: ApiKeys;
  readonly limits: Limits;
  readonly clock: Clock;
  readonly random: Random;
}

/** People, and machines that scan what was published by mistake, know it by this. */
const PREFIX = "counterfoil_";
const FORM = /^counterfoil_[A-Za-z0-9_-]{43}$/;
const DAY = 86_400_000;
/** 100 a second, which bursts use up at once. */
const USUAL: Rule = { most: 6_000, seconds: 60 };
/** An administrator is a person. A customer's rights go with a person too. */
const KEY_ROLES: readonly Role[] = ["officer", "staff", "auditor", "partner"];

const isScope = (word: string): word is Scope => SCOPES.some((scope) => scope === word);
const roleOf = (row: ApiKeyRow): Role => ROLES.find((role) => role === row.role)!;
const scopesOf = (row: ApiKeyRow): Scope[] => row.scopes.split(" ").filter(isScope);
const time = (ms: number): string => new Date(ms).toISOString();

const seen = (row: ApiKeyRow): Key => ({
  ...{ id: row.id, name: row.name, role: roleOf(row), scopes: scopesOf(row) },
  organization: row.organization,
  createdAt: time(row.createdAt),
  expiresAt: time(row.expiresAt),
  revokedAt: row.revokedAt === null ? null : time(row.revokedAt),
});

const whole = (value: number, least: number, most: number): boolean =>
  Number.isInteger(value) && value >= least && value <= most;

function assertKey({ name, role, scopes, organization, days, limit = USUAL }: NewKey): void {
  const problems: FieldProblem[] = [];
  const wrong = (field: string, code: FieldProblem["code"], params?: FieldProblem["params"]) =>
    void problems.push({ field, code, ...(params === undefined ? {} : { params }) });
  if (!/^\P{C}{1,100}$/u.test(name)) wrong("name", "bad_format");
  if (!KEY_ROLES.includes(role)) wrong("role", "not_in_list", { allowed: KEY_ROLES.join(", ") });
  if (scopes.length === 0) wrong("scopes", "too_short", { minimum: 1 });
  if (!scopes.every(isScope)) wrong("scopes", "not_in_list", { allowed: SCOPES.join(", ") });
  if (role === "partner" && !organization) wrong("organization", "missing");
  if (role !== "partner" && organization !== undefined) wrong("organization", "surplus");
  if (!whole(days, 1, 366)) wrong("days", "out_of_range");
  if (!whole(limit.most, 1, 1_000_000) || !whole(limit.seconds, 1, 86_400))
    wrong("limit", "out_of_range");
  if (problems.length > 0) throw new Refusal("invalid_record", { problems });
}

export function createKeys({ rows, limits, clock, random }: KeysOptions): Keys {
  return {
    create(asked) {
      assertKey(asked);
      const { name, role, scopes, organization = null, days, limit = USUAL } = asked;
      const secret = `${PREFIX}${random.bytes(32).toString("base64url")}`;
      const createdAt = clock.now();
      const row = {
        id: uuidv7({ msecs: createdAt, random: random.bytes(16) }),
        ...{ name, role, organization, createdAt },
        ...{ most: limit.most, seconds: limit.seconds },
        scopes: [...new Set(scopes)].join(" "),
        expiresAt: createdAt + days * DAY,
      };
      rows.add(row, sha256(secret));
      return { key: seen({ ...row, revokedAt: null }), secret };
    },
    list: () => rows.all().map(seen),
    revoke(id) {
      if (!rows.revoke(id, clock.now())) throw new Refusal("not_found", { what: "key" });
    },
    principalOf(secret) {
      if (!FORM.test(secret)) return null;
      const row = rows.byHash(sha256(secret));
      if (row === null || row.revokedAt !== null || row.expiresAt <= clock.now()) return null;
      limits.take(`key ${row.id}`, row);
      return {
        id: `key/${row.id}`,
        role: roleOf(row),
        scopes: new Set(scopesOf(row)),
        subjects: new Set(),
        organization: row.organization,
        given: null,
      };
    },
  };
}
