/** What of a policy of sharing (docs/FORMAT.md §17) a credential is held against. That both parties have signed this policy says its hash, which the contract has. */
import { asHex32, type Hex32 } from "./brands.ts";
import { FormatError } from "./errors.ts";
import { type JsonObject, type JsonValue, parseCanonical } from "./jcs.ts";
import { text, wrongShape } from "./shape.ts";
import { parseTime } from "./time.ts";

const MAX_POLICY_BYTES = 262_144;
const UID = /^urn:counterfoil:agreement:([0-9a-f]{64}):([1-9]\d{0,6})$/;
const PURPOSE = "urn:counterfoil:purpose:";

export interface SharedTerms {
  readonly agreement: Hex32;
  readonly version: number;
  /** Seconds since 1970. */
  readonly validFrom: number;
  /** Exclusive. */
  readonly validUntil: number;
  /** What data is given for. */
  readonly purposes: ReadonlySet<string>;
  /** By kind. */
  readonly fields: ReadonlyMap<string, ReadonlySet<string>>;
}

function object(value: JsonValue | undefined, where: string): JsonObject {
  if (value === null || typeof value !== "object" || Array.isArray(value)) throw wrongShape(where);
  return value as JsonObject;
}

function objects(value: JsonValue | undefined, where: string): readonly JsonObject[] {
  if (!Array.isArray(value)) throw wrongShape(where);
  return value.map((one: JsonValue) => object(one, where));
}

/** Right operands of the constraints with this left operand and operator. */
const operands = (
  rule: JsonObject,
  list: string,
  left: string,
  operator: string,
): readonly (JsonValue | undefined)[] =>
  objects(rule[list], list)
    .filter((one) => one.leftOperand === left && one.operator === operator)
    .map((one) => one.rightOperand);

function only<T>(all: readonly T[], where: string): T {
  const [first] = all;
  if (first === undefined || new Set(all).size > 1) throw wrongShape(where);
  return first;
}

/** @throws FormatError */
export function sharedTerms(source: Uint8Array): SharedTerms {
  const policy = object(parseCanonical(source, MAX_POLICY_BYTES), "policy");
  if (policy.profile !== "urn:counterfoil:sharing-terms:v1")
    throw new FormatError("unknown_format");
  const [, agreement, version] = UID.exec(text(policy.uid, "uid")) ?? [];
  if (agreement === undefined) throw wrongShape("uid");
  const uses = objects(policy.permission, "permission").filter(({ action }) => action === "use");
  const times = (operator: string): number => {
    const said = uses.flatMap((use) => operands(use, "constraint", "dateTime", operator));
    const all = said.map((one) => text(object(one, "dateTime")["@value"], "dateTime"));
    return parseTime(only(all, "dateTime")) / 1000;
  };
  const purposes = uses.map((use) => {
    const [said] = operands(use, "constraint", "purpose", "eq");
    const iri = text(object(said, "purpose")["@id"], "purpose");
    if (!iri.startsWith(PURPOSE)) throw wrongShape("purpose");
    return iri.slice(PURPOSE.length);
  });
  const fields = objects(policy.target, "target").map((target) => {
    const kind = text(only(operands(target, "refinement", "st:kind", "eq"), "st:kind"), "st:kind");
    const names = only(operands(target, "refinement", "st:field", "isAnyOf"), "st:field");
    if (!Array.isArray(names)) throw wrongShape("st:field");
    return [kind, new Set(names.map((name: JsonValue) => text(name, "st:field")))] as const;
  });
  return {
    agreement: asHex32(`0x${agreement}`),
    version: Number(version),
    validFrom: times("gteq"),
    validUntil: times("lt"),
    purposes: new Set(purposes),
    fields: new Map(fields),
  };
}
