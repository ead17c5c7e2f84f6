/** What is asked for of a new key, by whoever makes one: over HTTP, or on the machine itself. */
import { type FieldProblem, Refusal } from "../core/errors.ts";
import { type Role, SCOPES, type Scope } from "../core/principal.ts";
import type { Rule } from "./limits.ts";

export interface NewKey {
  /** What it is for, so that people know it again. */
  readonly name: string;
  readonly role: Role;
  readonly scopes: readonly Scope[];
  /** Of a partner's key, and of no other. */
  readonly organization?: string;
  /** 1 to 366; 90 when left out. */
  readonly days?: number;
  readonly limit?: Rule;
}

/** An administrator is a person. A customer's rights go with a person too. */
export const KEY_ROLES = ["officer", "staff", "auditor", "partner", "system"] as const;
/** Words that people know it again by. */
export const NAME = /^\P{C}{1,100}$/u;
/** What could be the id of one; whether there is one is looked up where keys are made. */
export const ORGANIZATION = /^[A-Za-z0-9._-]{1,64}$/;
export const MOST = { days: 366, requests: 1_000_000, seconds: 86_400 } as const;
export const USUAL_DAYS = 90;
/** 1,000 a second, which bursts use up at once. */
export const USUAL_LIMIT: Rule = { most: 60_000, seconds: 60 };

export const isScope = (word: unknown): word is Scope => SCOPES.some((scope) => scope === word);
const isRule = (value: unknown): value is Rule =>
  typeof value === "object" && value !== null && "most" in value && "seconds" in value;
const isWhole = (value: unknown, least: number, most: number): boolean =>
  Number.isInteger(value) && (value as number) >= least && (value as number) <= most;
const isText = (value: unknown, pattern: RegExp): boolean =>
  typeof value === "string" && pattern.test(value);

const NAMES: readonly string[] = ["name", "role", "scopes", "organization", "days", "limit"];

/** @throws Refusal `invalid_record` with every problem */
export function parseNewKey(input: Readonly<Record<string, unknown>>): Required<
  Omit<NewKey, "organization">
> & {
  readonly organization: string | null;
} {
  const problems: FieldProblem[] = [];
  const wrong = (field: string, code: FieldProblem["code"], params?: FieldProblem["params"]) =>
    void problems.push({ field, code, ...(params === undefined ? {} : { params }) });
  const { name, role, scopes, organization = null } = input;
  const { days = USUAL_DAYS, limit = USUAL_LIMIT } = input;
  if (!isText(name, NAME)) wrong("name", name === undefined ? "missing" : "bad_format");
  if (!KEY_ROLES.some((each) => each === role))
    wrong("role", "not_in_list", { allowed: KEY_ROLES.join(", ") });
  if (!Array.isArray(scopes)) wrong("scopes", scopes === undefined ? "missing" : "wrong_type");
  else if (scopes.length === 0) wrong("scopes", "too_short", { minimum: 1 });
  else if (!scopes.every(isScope)) wrong("scopes", "not_in_list", { allowed: SCOPES.join(", ") });
  if (role === "partner") {
    if (organization === null) wrong("organization", "missing");
    else if (!isText(organization, ORGANIZATION)) wrong("organization", "bad_format");
  } else if (organization !== null) wrong("organization", "surplus");
  if (!isWhole(days, 1, MOST.days)) wrong("days", "out_of_range");
  if (!isRule(limit)) wrong("limit", "wrong_type");
  else if (!isWhole(limit.most, 1, MOST.requests) || !isWhole(limit.seconds, 1, MOST.seconds))
    wrong("limit", "out_of_range");
  const surplus = Object.keys(input).filter((field) => !NAMES.includes(field));
  // What is no name of ours is not repeated: nobody knows what stands there.
  if (surplus.length > 0) wrong("", "surplus");
  if (problems.length > 0) throw new Refusal("invalid_record", { problems });
  const { most, seconds } = limit as Rule;
  return {
    ...{ name: name as string, role: role as Role, scopes: [...new Set(scopes as Scope[])] },
    ...{ organization: organization as string | null, days: days as number },
    limit: { most, seconds },
  };
}
