/** Credentials under terms that are none (docs/FORMAT.md §17), or another ledger's: their hash is the right one each time. */
import { hexEncode, utf8Encode } from "../../../portal/verify/bytes.ts";
import { sha256 } from "../../../portal/verify/hash.ts";
import { canonicalJson, type JsonValue } from "../../../portal/verify/jcs.ts";
import { OTHER_LEDGER_ID } from "../build.ts";
import { agreed, type Case, OWN, of, own, TERMS } from "./material.ts";

/** What a change reaches: lists of rules with lists of constraints. */
interface Rule {
  action?: string;
  constraint: { leftOperand: string; operator: string; rightOperand: JsonValue }[];
  refinement: { rightOperand: JsonValue }[];
}
interface Loose {
  permission: [Rule];
  prohibition: { action: string }[];
  obligation: JsonValue[];
  target: Rule[];
}

/** Under the policy that the change makes. */
function under(change: (policy: Loose) => void): Case {
  const policy = JSON.parse(agreed());
  change(policy as Loose);
  return underText(canonicalJson(policy));
}

const underText = (terms: string): Case => {
  const termsHash = `0x${hexEncode(sha256(utf8Encode(terms)))}`;
  return of({ claims: { [OWN]: own({ termsHash }) } }, { terms });
};

const purpose = (name: string) => ({
  ...{ leftOperand: "purpose", operator: "eq" },
  rightOperand: { "@id": `urn:counterfoil:purpose:${name}` },
});

export const TERMS_CASES: Readonly<Record<string, readonly [string, string, Case]>> = {
  "terms-of-another-ledger": [
    "credential_terms_ledger",
    "terms about another ledger of the same firm",
    underText(agreed({ controller: { ...TERMS.controller, ledgerId: OTHER_LEDGER_ID } })),
  ],
  "terms-that-prohibit-all": [
    "terms_form",
    "terms with a prohibition of every use besides",
    under(({ prohibition }) => prohibition.push({ action: "use" })),
  ],
  "terms-with-a-condition-more": [
    "terms_form",
    "terms with a use that holds in one country alone",
    under(({ permission: [use] }) =>
      use.constraint.push({ leftOperand: "spatial", operator: "eq", rightOperand: "DE" }),
    ),
  ],
  "terms-with-a-kind-twice": [
    "terms_form",
    "terms that name a kind twice, with other fields each time",
    under(({ target }) => {
      const again = structuredClone(target[0] as Rule);
      (target[0] as Rule).refinement[1]!.rightOperand = ["channel"];
      target.push(again);
    }),
  ],
  "terms-with-two-purposes-in-a-use": [
    "terms_form",
    "terms with a use for two purposes at once",
    under(({ permission: [use] }) => use.constraint.splice(1, 0, purpose("research"))),
  ],
  "terms-without-consent": [
    "terms_form",
    "terms with a use that asks for no consent",
    under(({ permission: [use] }) => {
      use.constraint = use.constraint.filter(({ leftOperand }) => leftOperand !== "st:consent");
    }),
  ],
  "terms-without-obligations": [
    "terms_form",
    "terms without prohibitions and obligations",
    under((policy) => {
      policy.prohibition = [];
      policy.obligation = [];
    }),
  ],
};
