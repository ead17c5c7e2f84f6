/** The plan of an erasure, as people read it. */
import { expect, it } from "vitest";
import type { Plan } from "../../../../portal/src/rights/erasure-queries.ts";
import { valueLines } from "../../../../portal/src/rights/parts/value-lines.ts";
import { planView } from "../../../../portal/src/rights/plan-view.ts";

const texts = [
  { language: "en", text: "For claims." },
  { language: "zh-CN", text: "用于主张权利。" },
];
const PARTS: Plan["parts"] = [
  {
    ...{ class: "personal", expiry: "open", fate: "erased", ground: null, until: null },
    ...{ held: false, kinds: [{ kind: "customer", entries: 3 }] },
  },
  {
    ...{ class: "consent", expiry: "open", fate: "kept", ground: { code: "GDPR 17", texts } },
    ...{ until: 2029, held: false, kinds: [{ kind: "consent", entries: 4 }] },
  },
  {
    ...{ class: "statutory", expiry: "2031", fate: "kept", ground: { code: "hold", texts: [] } },
    ...{ until: null, held: true, kinds: [{ kind: "order", entries: 1 }] },
  },
  {
    ...{ class: "access", expiry: "open", fate: "erased", ground: null, until: null },
    ...{ held: false, kinds: [{ kind: "access", entries: 0 }] },
  },
];

it("parts what goes from what stays, and leaves out what there is nothing of", () => {
  const { goes, stays } = planView({ parts: PARTS }, "zh");
  expect(goes.map((part) => part.class)).toEqual(["personal"]);
  expect(stays.map((part) => [part.class, part.year])).toEqual([
    ["consent", null],
    ["statutory", "2031"],
  ]);
});

it("gives the ground in the reader's language, and its code where no text is", () => {
  expect(planView({ parts: PARTS }, "zh").stays[0]?.kept).toEqual({
    ...{ code: "GDPR 17", text: "用于主张权利。", until: 2029, held: false },
  });
  const [, held] = planView({ parts: PARTS }, "en").stays;
  expect(held?.kept).toEqual({ code: "hold", text: "hold", until: null, held: true });
});

it.each([
  ["a text", "Antonio", ["Antonio"]],
  ["nothing", null, []],
  ["a list", ["a@example.com", "b@example.com"], ["a@example.com", "b@example.com"]],
  [
    "addresses",
    [{ lines: ["1 Street", "Flat 2"], city: "Town", country: "MX" }],
    ["1 Street, Flat 2, Town, MX"],
  ],
  ["a number", 5, ["5"]],
])("%s as lines", (_, value, lines) => {
  expect(valueLines(value)).toEqual(lines);
});
