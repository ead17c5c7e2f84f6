/** Who asks: a person who is signed in, or a machine with a key. What they may do says the access matrix (api/http), what they read is recorded under {@link Principal.id}. */

/**
 * - `administrator`: people, roles, keys, purposes, notices; reads nobody's records.
 * - `officer` (compliance officer): reads everything, and states a reason for it.
 * - `staff`: works with customers' records.
 * - `auditor`: outside, reads alone, and only what was given to them for a period.
 * - `partner`: member of an organization that data is shared with.
 * - `customer`: a data subject, or who acts for one.
 * - `system`: the firm's own machines, by a key; no person has it. What each may say its scopes.
 */
export const ROLES = [
  "administrator",
  "officer",
  "staff",
  "auditor",
  "partner",
  "customer",
  "system",
] as const;
export type Role = (typeof ROLES)[number];
/** Of an account. */
export type PersonRole = Exclude<Role, "system">;
export const PERSON_ROLES = ROLES.filter((role): role is PersonRole => role !== "system");

/** What a key is for. A person has none: a role says what they may do. */
export const SCOPES = [
  "records:read",
  "records:write",
  "subjects:write",
  "contacts:write",
  "consents:read",
  "consents:write",
  "registry:write",
  "evidence:read",
  "embed:issue",
  "log:entries",
  "sharing:read",
  "sharing:write",
  "requests:read",
  "requests:write",
  "metrics:read",
] as const;
export type Scope = (typeof SCOPES)[number];

export interface Principal {
  /** `person/<account>` or `key/<key>`: opaque, never reused, and no personal data. */
  readonly id: string;
  readonly role: Role;
  /** Of a key: what it may at most, within its role. `null`: a person, and all that the role may. */
  readonly scopes: ReadonlySet<Scope> | null;
  /** Of a customer: the data subjects that they are or act for. */
  readonly subjects: ReadonlySet<string>;
  /** Those of {@link Principal.subjects} that they are not themselves: what is shown to them of these is a read by somebody else, and recorded. */
  readonly actsFor: ReadonlySet<string>;
  /** Of a partner's member, and of a partner's key. */
  readonly organization: string | null;
  /** Of an auditor: what was given to them. */
  readonly given: Given | null;
}

/** What an outside auditor may see. */
export interface Given {
  /** RFC 3339; records that the ledger took from … until (exclusive). */
  readonly from: string;
  readonly until: string;
  /** `null`: of everybody. */
  readonly subjects: ReadonlySet<string> | null;
  /** RFC 3339: from then on they see nothing of it any more. */
  readonly ends: string;
}
