/** One step of an agreement: which fields it has, and that its policy is what it says of it. */
import { describe, expect, it } from "vitest";
import { agreement } from "../../../../api/sharing/kinds/agreement.ts";
import { termsHash } from "../../../../api/sharing/terms/hash.ts";
import { policyOf } from "../../../../api/sharing/terms/policy.ts";
import { TERMS, termsWith } from "../terms/examples.ts";

const HASH = termsHash(TERMS).text;
const step = (event: string, change: object = {}) => ({
  actor: { id: "user-7", role: "officer" },
  agreementId: "0123456789abcdef",
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
    ...{ proposal: 1, deadline: "2026-12-11T12:00:00.000Z" },
  },
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
    ["a proposal", step("proposed")],
    ["a signature of the firm", step("signed-controller", signature("controller"))],
    ["a signature of the partner", step("signed-recipient", signature("recipient"))],
    ["what came into force", step("activated", transaction)],
    ["what was ended", step("terminated", transaction)],
    ["what is over by itself", step("expired", { actor: { id: "ledger", role: "system" } })],
    ["a draft that was withdrawn", step("withdrawn-draft")],
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
    ["another event", step("agreed"), "event not_in_list"],
    [
      "an agreement that no stream could be named after",
      step("proposed", { agreementId: "A/b" }),
      "agreementId bad_format",
    ],
    [
      "a version of none",
      step("proposed", { agreementVersion: 0 }),
      "agreementVersion out_of_range",
    ],
    ["a field that no step has", step("proposed", { reason: "x" }), "reason surplus"],
  ])("is refused: %s", (_, body, problem) => {
    const parsed = agreement.parseBody(body);
    expect(parsed.ok ? null : parsed.problems.map(({ field, code }) => `${field} ${code}`)).toEqual(
      [problem],
    );
  });
});
