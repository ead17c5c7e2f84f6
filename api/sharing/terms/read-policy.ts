/**
 * Terms out of a policy. What a policy says is taken from where `policyOf` puts it, and then everything is compared with what `policyOf` makes of that: so nothing
 * is overlooked, and of the same terms no second spelling is taken.
 */
import { canonicalJson, type JsonValue as KernelJson } from "../../../portal/verify/jcs.ts";
import type { ToldProblem } from "../../core/errors.ts";
import { fieldProblems } from "../../ledger/kinds/problems.ts";
import { limitProblems } from "./limits.ts";
import { type Terms, termsShape } from "./model.ts";
import { policyOf } from "./policy.ts";

/** `problems`: where in the policy, or in the terms that it names, something is not as it must be. */
export type ReadPolicy =
  | { readonly ok: true; readonly terms: Terms }
  | { readonly ok: false; readonly problems: readonly ToldProblem[] };

/** What stands at a place, if there is such a place. */
function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  let inner = value;
  for (const step of path) {
    if (typeof inner !== "object" || inner === null || !Object.hasOwn(inner, step))
      return undefined;
    inner = (inner as Record<string | number, unknown>)[step];
  }
  return inner;
}

const listAt = (value: unknown, ...path: readonly (string | number)[]): readonly unknown[] => {
  const list = at(value, ...path);
  return Array.isArray(list) ? list : [];
};

/** What of a text is behind its beginning. */
function behind(text: unknown, start: RegExp): string | undefined {
  const found = typeof text === "string" ? start.exec(text) : null;
  return found === null ? undefined : found.input.slice(found[0].length);
}

const hex = (text: string | undefined): string | undefined =>
  text === undefined ? undefined : `0x${text}`;

const purposeAt = (value: unknown): string | undefined =>
  behind(at(value, "@id"), /^urn:counterfoil:purpose:/);

const account = (party: unknown): string | undefined => behind(party, /^eip155:\d+:/);

/** A whole number in its one spelling. */
const count = (text: string | undefined): number | undefined =>
  text !== undefined && /^[1-9]\d{0,15}$/.test(text) ? Number(text) : undefined;

function notesIn(policy: unknown): unknown {
  const notes = listAt(policy, "st:note").map((one) => [at(one, "@language"), at(one, "@value")]);
  return notes.length === 0 ? null : Object.fromEntries(notes);
}

/** Where the terms' values are, if it is such a policy; of another one whatever is there. */
function valuesIn(policy: unknown): unknown {
  const [agreement, version] = (
    behind(at(policy, "uid"), /^urn:counterfoil:agreement:/) ?? ""
  ).split(":");
  const contract = at(policy, "st:contract");
  const rules = listAt(policy, "permission");
  const uses = rules.filter((rule) => at(rule, "action") === "use");
  const handing = rules.find((rule) => at(rule, "action") === "distribute");
  const time = (i: number) => at(uses[0], "constraint", i, "rightOperand", "@value");
  const length = (i: number) =>
    at(policy, "obligation", i, "constraint", 1, "rightOperand", "@value");
  return {
    agreement: hex(agreement),
    version: count(version),
    nonce: at(policy, "st:nonce"),
    chainId: count(/^eip155:(\d+):/.exec(String(contract))?.[1]),
    contract: account(contract),
    controller: {
      name: at(policy, "assigner", "vcard:fn"),
      account: account(at(policy, "assigner", "uid")),
      ledgerId: at(policy, "assigner", "st:ledger"),
    },
    recipient: {
      name: at(policy, "assignee", "vcard:fn"),
      account: account(at(policy, "assignee", "uid")),
      contact: at(policy, "assignee", "st:contact"),
    },
    purposes: uses.map((rule) => ({
      purposeId: purposeAt(at(rule, "constraint", 0, "rightOperand")),
      consents: listAt(rule, "constraint", 1, "rightOperand").map(purposeAt),
    })),
    records: listAt(policy, "target").map((asset) => ({
      kind: at(asset, "refinement", 0, "rightOperand"),
      fields: at(asset, "refinement", 1, "rightOperand"),
    })),
    validFrom: time(2),
    validUntil: time(3),
    retention: length(0),
    onward:
      handing === undefined ? "prohibited" : { to: at(handing, "constraint", 0, "rightOperand") },
    duties: { deleteWithin: length(1), acknowledgeWithin: length(2) },
    notes: notesIn(policy),
  };
}

/** The first place, in the order of what is wanted, where two values differ: `permission[0].action`. Names that are not wanted are not repeated. */
function differing(wanted: unknown, given: unknown, path = ""): string | null {
  if (typeof wanted !== "object" || wanted === null || typeof given !== "object" || given === null)
    return Object.is(wanted, given) ? null : path;
  if (Array.isArray(wanted) !== Array.isArray(given)) return path;
  for (const [name, value] of Object.entries(wanted)) {
    const place = Array.isArray(wanted)
      ? `${path}[${name}]`
      : path === ""
        ? name
        : `${path}.${name}`;
    const found = differing(value, at(given, name), place);
    if (found !== null) return found;
  }
  return Object.keys(given).length === Object.keys(wanted).length ? null : path;
}

const bad = (field: string): ReadPolicy => ({
  ok: false,
  problems: [{ field, code: "bad_format" }],
});

/**
 * The terms of a policy: only of one that `policyOf` would give back, byte for byte in canonical form.
 *
 * @param policy a value of JSON, of anybody
 */
export function termsOf(policy: unknown): ReadPolicy {
  const values = valuesIn(policy);
  const read = termsShape.safeParse(values);
  if (!read.success) return { ok: false, problems: fieldProblems(read.error, values) };
  const problems = limitProblems(read.data);
  if (problems.length > 0) return { ok: false, problems };
  const wanted = policyOf(read.data);
  const place = differing(wanted, policy);
  if (place !== null) return bad(place);
  // What differs in no place but has another canonical form would be a mistake of the comparison above; the bytes decide.
  return canonical(policy) === canonical(wanted) ? { ok: true, terms: read.data } : bad("");
}

/** `null` for what has none. */
function canonical(value: unknown): string | null {
  try {
    return canonicalJson(value as KernelJson);
  } catch {
    return null;
  }
}
