/** Who has read of somebody, as an officer is told: of somebody else, not of the reader. */
import { createElement } from "react";
import { expect, it } from "vitest";
import { useShown } from "../../../../portal/src/customer/ReadRow.tsx";
import { readView } from "../../../../portal/src/customer/read-view.ts";
import { en } from "../../../../portal/src/words/en/index.ts";
import { zh } from "../../../../portal/src/words/zh/index.ts";
import { draw } from "../draw.ts";

const kinds = ["customer", "order", "payment", "consent", "access", "merge"];
const told = ["consent", "consents", "decision", "document", "evidence", "identifiers", "promise"];
const view = readView({
  ...{ id: "a", version: 1, index: 1 },
  record: {
    records: kinds.map((kind) => ({ id: kind, kind, version: 1 })),
    told: [...told, "state", "subject"].map((what) => ({ what, of: "newsletter" })),
  },
});

function Shown({ to }: { readonly to: "customer" | "officer" }) {
  return useShown(to)(view, () => "Newsletter");
}

it("speaks of the customer to officers, and to the customer of themselves", () => {
  const said = (to: "customer" | "officer", language: "en" | "zh") =>
    draw(createElement(Shown, { to }), { language }).text;
  expect(said("officer", "en")).toContain("the profile, 1 order, 1 payment");
  expect(said("officer", "en")).toContain("whether they agreed to “Newsletter”");
  expect(said("officer", "en")).not.toMatch(/\byour?\b/i);
  expect(said("officer", "zh")).not.toContain("您");
  expect(said("customer", "en")).toContain("your profile");
  expect(said("customer", "zh")).toContain("您的个人资料");
  // A key that is missing would be shown by its name.
  for (const to of ["customer", "officer"] as const)
    for (const language of ["en", "zh"] as const)
      expect(said(to, language)).not.toMatch(/(?:seen|told)_/);
});

it("has the same words of what was shown in both catalogues", () => {
  const of = (words: object) => Object.keys(words).filter((key) => /^(?:seen|told)_/.test(key));
  expect(of(en.officer).sort()).toEqual(of(en.customer).sort());
  expect(of(zh.officer).sort()).toEqual(of(zh.customer).sort());
});
