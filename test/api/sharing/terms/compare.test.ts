/** What two versions of terms say differently: all of it, and nothing else. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareTerms } from "../../../../api/sharing/terms/compare.ts";
import { anyTerms, otherInOne, TERMS, termsWith } from "./examples.ts";

describe("comparing terms", () => {
  it("tells each thing that is new, gone, or another", () => {
    const after = termsWith({
      version: 3,
      recipient: { ...TERMS.recipient, contact: "dpo@fourthcoffee.example" },
      purposes: [
        { purposeId: "newsletter", consents: ["newsletter"] },
        { purposeId: "research", consents: ["surveys"] },
      ],
      records: [{ kind: "customer", fields: ["emails", "phones"] }],
      onward: "prohibited",
      notes: { zh: "于展会签署。" },
    });
    const change = (
      member: string,
      of: string | null,
      before: string | null,
      is: string | null,
    ) => ({
      ...{ member, of, before },
      after: is,
    });
    expect(compareTerms(TERMS, after)).toEqual([
      change("version", null, "2", "3"),
      change("recipient.contact", null, "privacy@fourthcoffee.example", "dpo@fourthcoffee.example"),
      change("purposes.consents", "research", null, "surveys"),
      change("records.fields", "customer", null, "phones"),
      change("onward", null, "to", "prohibited"),
      change("purposes.consents", "newsletter", "partner-offers", null),
      change("purposes.consents", "surveys", "surveys", null),
      change("records.fields", "customer", "name", null),
      change("records.fields", "order", "currency", null),
      change("onward.to", null, "Fourth Coffee Roasters", null),
      change("onward.to", null, "Mailing House", null),
      change("notes.en", null, "Signed at the fair.", null),
    ]);
  });

  it.each([
    [
      "controller.ledgerId",
      { controller: { ...TERMS.controller, ledgerId: `0x${"2d".repeat(32)}` } },
    ],
    [
      "controller.account",
      { controller: { ...TERMS.controller, account: `0x${"33".repeat(20)}` } },
    ],
    ["controller.name", { controller: { ...TERMS.controller, name: "Northwind" } }],
    ["recipient.account", { recipient: { ...TERMS.recipient, account: `0x${"33".repeat(20)}` } }],
    ["recipient.name", { recipient: { ...TERMS.recipient, name: "Fourth Coffee" } }],
    ["duties.deleteWithin", { duties: { ...TERMS.duties, deleteWithin: "PT1H" } }],
    ["duties.acknowledgeWithin", { duties: { ...TERMS.duties, acknowledgeWithin: "P1D" } }],
    ["chain", { chainId: 1 }],
    ["chain", { contract: `0x${"c1".repeat(20)}` }],
  ])("tells of %s where that alone is another", (member, change) => {
    const changes = compareTerms(TERMS, termsWith(change));
    expect(changes.map((each) => each.member)).toEqual([member]);
  });

  it("tells nothing of terms and themselves, and something wherever anything differs", () => {
    fc.assert(
      fc.property(otherInOne, ([a, b]) => {
        expect(compareTerms(a, structuredClone(a))).toEqual([]);
        // A nonce says nothing.
        fc.pre(a.nonce === b.nonce);
        expect(compareTerms(a, b).length).toBeGreaterThan(0);
      }),
    );
  });

  it("tells the same the other way round", () => {
    fc.assert(
      fc.property(anyTerms, anyTerms, (a, b) => {
        const there = compareTerms(a, b).map(({ before, after, ...rest }) => ({
          ...rest,
          ...{ before: after, after: before },
        }));
        const key = (one: object) => JSON.stringify(Object.entries(one).sort());
        expect(compareTerms(b, a).map(key).sort()).toEqual(there.map(key).sort());
      }),
    );
  });
});
