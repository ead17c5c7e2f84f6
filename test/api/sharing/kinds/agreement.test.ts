/** One step of an agreement: which fields it has, and that its policy is what it says of it. */
import { describe, expect, it } from "vitest";
import { agreementOnChain } from "../../../../api/sharing/agreement-id.ts";
import { agreement } from "../../../../api/sharing/kinds/agreement.ts";
import { termsHash } from "../../../../api/sharing/terms/hash.ts";
import { policyOf } from "../../../../api/sharing/terms/policy.ts";
import { TERMS as ANY, termsWith as anyWith } from "../terms/examples.ts";

const AGREEMENT_ID = "0123456789abcdef";
/** Of this agreement. */
const own = {
  agreement: agreementOnChain(AGREEMENT_ID, {
    ...{ chainId: ANY.chainId, contract: ANY.contract },
    ...{ controller: ANY.controller.account, recipient: ANY.recipient.account },
  }),
};
const TERMS = anyWith(own);
const termsWith = (change: Partial<typeof ANY>) => anyWith({ ...own, ...change });

const HASH = termsHash(TERMS).text;
const step = (event: string, change: object = {}) => ({
  actor: { id: "user-7", role: "officer" },
  agreementId: AGREEMENT_ID,
  ...{ agreementVersion: TERMS.version, event, termsHash: HASH },
  ...change,
});
const drafted = (change: object = {}) => step("drafted", { policy: policyOf(TERMS), ...change });
const signature = (by: string) => ({
  signature: {
    by,
    account: TERMS.controller.account,
    value: `0x${"5e".repeat(65)}`,
    digest: `0x${"d1".repeat(32)}`,
    ...{ proposal: 1, deadline: "2026-11-30T12:00:00.000Z" },
  },
});
const signed = (change: object) => ({
  signature: { ...signature("controller").signature, ...change },
});
const transaction = {
  transaction: {
    ...{ chainId: 31_337, contract: TERMS.contract, block: 7 },
    ...{ hash: `0x${"7a".repeat(32)}`, time: "2026-11-27T12:00:00.000Z" },
  },
};

describe("a step of an agreement", () => {
  it.each([
    ["a draft", drafted()],
    ["a change", step("changed", { policy: policyOf(TERMS), note: "shorter" })],
    ["a proposal", step("proposed", transaction)],
    ["a signature of the firm", step("signed-controller", signature("controller"))],
    ["a signature of the partner", step("signed-recipient", signature("recipient"))],
    ["what came into force", step("activated", transaction)],
    ["what was ended", step("terminated", transaction)],
    ["what is over by itself", step("expired", { actor: { id: "ledger", role: "system" } })],
    ["a draft that was withdrawn", step("withdrawn-draft")],
    ["a proposal that was withdrawn on the chain", step("withdrawn-draft", transaction)],
    [
      "a signature of 4,096 bytes",
      step("signed-controller", signed({ value: `0x${"5e".repeat(4096)}` })),
    ],
  ])("is taken: %s", (_, body) => {
    const parsed = agreement.parseBody(body);
    expect(parsed).toMatchObject({ ok: true, body });
    expect(parsed.ok && Object.keys(parsed.body).sort()).toEqual(
      agreement.names.filter((name) => !name.startsWith("@")),
    );
  });

  it.each([
    ["a draft without terms", step("drafted"), "policy missing"],
    ["a proposal with terms", step("proposed", { policy: policyOf(TERMS) }), "policy surplus"],
    ["terms of another form", drafted({ policy: { "@type": "Agreement" } }), "policy bad_format"],
    [
      "terms with a member __proto__",
      drafted({ policy: JSON.parse('{"__proto__":{}}') }),
      "policy bad_format",
    ],
    ["terms of another version", drafted({ agreementVersion: 3 }), "agreementVersion bad_format"],
    [
      "the hash of other terms",
      drafted({ termsHash: termsHash(termsWith({ notes: null })).text }),
      "termsHash bad_format",
    ],
    ["a signature without one", step("signed-controller"), "signature missing"],
    ["a proposal that is signed", step("proposed", signature("controller")), "signature surplus"],
    [
      "the other party's signature",
      step("signed-recipient", signature("controller")),
      "signature.by bad_format",
    ],
    ["a proposal without what the chain did", step("proposed"), "transaction missing"],
    ["what came into force without it", step("activated"), "transaction missing"],
    ["what was ended without it", step("terminated"), "transaction missing"],
    ["what is over by itself, with it", step("expired", transaction), "transaction surplus"],
    ["a draft with it", drafted(transaction), "transaction surplus"],
    [
      "a signature with it",
      step("signed-recipient", { ...signature("recipient"), ...transaction }),
      "transaction surplus",
    ],
    [
      "the terms of another agreement",
      drafted({ agreementId: "0123456789abcde0" }),
      "agreementId bad_format",
    ],
    [
      "a signature of which the number of the proposal is not told",
      step("signed-controller", signed({ proposal: undefined })),
      "signature.proposal missing",
    ],
    [
      "a signature with a deadline between two seconds",
      step("signed-controller", signed({ deadline: "2026-11-30T12:00:00.500Z" })),
      "signature.deadline bad_format",
    ],
    [
      "a signature of 4,097 bytes",
      step("signed-controller", signed({ value: `0x${"5e".repeat(4097)}` })),
      "signature.value bad_format",
    ],
    ["another event", step("agreed"), "event not_in_list"],
    [
      "an agreement that no stream could be named after",
      step("proposed", { ...transaction, agreementId: "A/b" }),
      "agreementId bad_format",
    ],
    [
      "a version of none",
      step("proposed", { ...transaction, agreementVersion: 0 }),
      "agreementVersion out_of_range",
    ],
    [
      "a field that no step has",
      step("proposed", { ...transaction, reason: "x" }),
      "reason surplus",
    ],
  ])("is refused: %s", (_, body, problem) => {
    const parsed = agreement.parseBody(body);
    expect(parsed.ok ? null : parsed.problems.map(({ field, code }) => `${field} ${code}`)).toEqual(
      [problem],
    );
  });
});
