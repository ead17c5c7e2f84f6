/** Whether what was signed are the terms of a policy. */
import { describe, expect, it } from "vitest";
import { type SignedTerms, termsMismatches } from "../../../../api/sharing/terms/binding.ts";
import { termsHash } from "../../../../api/sharing/terms/hash.ts";
import { policyOf } from "../../../../api/sharing/terms/policy.ts";
import { TERMS, termsWith } from "./examples.ts";

const SIGNED: SignedTerms = {
  chainId: 31_337,
  contract: TERMS.contract,
  agreement: TERMS.agreement,
  version: 2,
  controller: TERMS.controller.account,
  recipient: TERMS.recipient.account,
  ledgerId: TERMS.controller.ledgerId,
  termsHash: termsHash(TERMS).hex,
  validFrom: 1_796_083_200,
  validUntil: 1_827_619_200,
};
const policy = policyOf(TERMS);

describe("what was signed", () => {
  it("are the terms of the policy where every member is the policy's", () => {
    expect(termsMismatches(policy, SIGNED)).toEqual([]);
    expect(termsMismatches(policy, { ...SIGNED, proposal: 7, deadline: 8 } as SignedTerms)).toEqual(
      [],
    );
  });

  it.each(Object.entries(SIGNED) as [keyof SignedTerms, string | number][])(
    "are not where %s is another",
    (member, value) => {
      const other =
        typeof value === "number" ? value + 1 : `0x${"99".repeat(value.length / 2 - 1)}`;
      expect(termsMismatches(policy, { ...SIGNED, [member]: other })).toEqual([
        { member, policy: value, signed: other },
      ]);
    },
  );

  it("name each member that the policy says otherwise, and its hash", () => {
    const { controller, recipient } = TERMS;
    const turned = termsWith({
      controller: { ...controller, account: recipient.account },
      recipient: { ...recipient, account: controller.account },
    });
    expect(termsMismatches(policyOf(turned), SIGNED).map(({ member }) => member)).toEqual([
      ...["controller", "recipient", "termsHash"],
    ]);
    const renamed = termsWith({ notes: null });
    expect(termsMismatches(policyOf(renamed), SIGNED).map(({ member }) => member)).toEqual([
      "termsHash",
    ]);
  });

  it.each([[null], [{ ...policy, more: 1 }], ["{}"]])("are of no policy that is none", (other) => {
    expect(termsMismatches(other, SIGNED)).toEqual([
      { member: "policy", policy: null, signed: SIGNED.termsHash },
    ]);
  });
});
