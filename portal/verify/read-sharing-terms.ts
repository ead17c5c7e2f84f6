/**
 * Terms out of a policy. What a policy says is taken from where `sharingPolicyOf` puts it, and then everything is compared with what `sharingPolicyOf` makes of that: so nothing
 * is overlooked, and of the same terms no second spelling is taken.
 */
import { FormatError } from "./errors.ts";
import { canonicalJson, type JsonValue, parseCanonical } from "./jcs.ts";
import { formProblems } from "./sharing-form.ts";
import { limitProblems } from "./sharing-limits.ts";
import { SHARING_PROFILE, sharingPolicyOf } from "./sharing-policy.ts";
import type { SharingProblem, SharingTerms } from "./sharing-terms.ts";

/** Longer than any policy of values that are within their bounds. */
const MAX_SHARING_POLICY_BYTES = 262_144;

/** `problems`: where in the policy, or in the terms that it names, something is not as it must be. */
export type ReadSharingTerms =
  | { readonly ok: true; readonly terms: SharingTerms }
  | { readonly ok: false; readonly problems: readonly SharingProblem[] };

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

const bad = (field: string): ReadSharingTerms => ({
  ok: false,
  problems: [{ field, code: "bad_format" }],
});

/**
 * The terms of a policy: only of one that `sharingPolicyOf` would give back, byte for byte in canonical form.
 *
 * @param policy a value of JSON, of anybody
 */
export function sharingTermsOf(policy: unknown): ReadSharingTerms {
  const values = valuesIn(policy);
  const misformed = formProblems(values);
  if (misformed.length > 0) return { ok: false, problems: misformed };
  const terms = values as SharingTerms;
  const problems = limitProblems(terms);
  if (problems.length > 0) return { ok: false, problems };
  const wanted = sharingPolicyOf(terms);
  const place = differing(wanted, policy);
  if (place !== null) return bad(place);
  // What differs in no place but has another canonical form would be a mistake of the comparison above; the bytes decide.
  return canonical(policy) === canonical(wanted) ? { ok: true, terms } : bad("");
}

/** `null` for what has none. */
function canonical(value: unknown): string | null {
  try {
    return canonicalJson(value as JsonValue);
  } catch {
    return null;
  }
}

/**
 * The terms of a policy in canonical form. That both parties have signed it says its hash, which the contract has.
 *
 * @throws FormatError those of `parseCanonical`, `unknown_format`, `terms_form`
 */
export function parseSharingTerms(source: Uint8Array | string): SharingTerms {
  const policy = parseCanonical(source, MAX_SHARING_POLICY_BYTES);
  // Of another profile, or of a later version, other members are expected.
  if (at(policy, "profile") !== SHARING_PROFILE) throw new FormatError("unknown_format");
  const read = sharingTermsOf(policy);
  if (read.ok) return read.terms;
  throw new FormatError("terms_form", { where: read.problems[0]?.field || "policy" });
}
