/** Terms that a partner holds, against what the contract may say of them. */
import { describe, expect, it } from "vitest";
import { termsHash } from "../../../../api/sharing/terms/hash.ts";
import type { Terms } from "../../../../api/sharing/terms/model.ts";
import { termsProblem } from "../../../../scripts/cli/partner/terms-problem.ts";
import { readVectors } from "../../../helpers/vectors.ts";

const [, { terms }] = readVectors<{ terms: Terms }>("terms-policy").find(
  ([, vector]) => vector.terms !== null,
) as [string, { terms: Terms }];
const seconds = (time: string): number => Date.parse(time) / 1000;

const said = () => ({
  state: {
    ...{ controller: terms.controller.account, recipient: terms.recipient.account },
    ...{ versions: terms.version, proposals: 9, terminatedAt: null as number | null },
  },
  version: {
    ...{ ledgerId: terms.controller.ledgerId, termsHash: termsHash(terms).hex },
    ...{ validFrom: seconds(terms.validFrom), validUntil: seconds(terms.validUntil) },
    agreedAt: 7,
  },
  inForce: terms.version,
});
type Said = ReturnType<typeof said>;

describe("terms", () => {
  it("are in force where everything is as the partner has it", () => {
    expect(termsProblem(terms, said())).toBeNull();
  });

  const other = (start: string, digits: number): string => `${start}${"9".repeat(digits)}`;
  it.each<[string, (one: Said) => object, string]>([
    [
      "another firm",
      ({ state }) => ({ state: { ...state, controller: other("0x", 40) } }),
      "other_parties",
    ],
    [
      "another partner",
      ({ state }) => ({ state: { ...state, recipient: other("0x", 40) } }),
      "other_parties",
    ],
    [
      "another hash",
      ({ version }) => ({ version: { ...version, termsHash: other("0x", 64) } }),
      "not_agreed",
    ],
    [
      "another ledger",
      ({ version }) => ({ version: { ...version, ledgerId: other("0x", 64) } }),
      "not_agreed",
    ],
    [
      "another beginning",
      ({ version }) => ({ version: { ...version, validFrom: 1 } }),
      "not_agreed",
    ],
    ["another end", ({ version }) => ({ version: { ...version, validUntil: 1 } }), "not_agreed"],
    ["no such version", () => ({ version: null }), "not_agreed"],
    ["another version in force", ({ inForce }) => ({ inForce: inForce + 1 }), "not_in_force"],
    ["none in force", () => ({ inForce: 0 }), "not_in_force"],
    [
      "an end of the agreement",
      ({ state }) => ({ inForce: 0, state: { ...state, terminatedAt: 8 } }),
      "terminated",
    ],
  ])("are not with %s", (_, change, problem) => {
    const one = said();
    expect(termsProblem(terms, { ...one, ...change(one) })).toBe(problem);
  });
});
