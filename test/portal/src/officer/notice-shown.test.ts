/** The notice that somebody was shown, as an officer opens it: a text to read, and no address of the interface for programs. */
import { createElement } from "react";
import { expect, it } from "vitest";
import { NoticeShown, ShownText } from "../../../../portal/src/officer/people/NoticeShown.tsx";
import { draw } from "../draw.ts";

const notices = [
  { noticeId: "privacy", versions: [{ texts: [{ hash: "h", title: "How we use your data" }] }] },
];
const answers = [
  [["notices"], notices],
  [["text", "h"], { text: "# T\n\nWe **only** write once.", language: "en" }],
] as const;

it("is named by its title and version, and leads nowhere else", () => {
  const notice = createElement(NoticeShown, { noticeId: "privacy", version: 2, hash: "h" });
  const { html, text } = draw(notice, { answers });
  expect(text).toBe("How we use your data, version 2");
  expect(html).not.toContain("/v1/");
  expect(html).toMatch(/<button[^>]*type="button"/);
  expect(draw(notice, { answers, language: "zh" }).text).toContain("第 2 版");
});

it("is drawn as it was shown", () => {
  const { html } = draw(createElement(ShownText, { hash: "h", title: "T" }), { answers });
  expect(html).toContain("<strong>only</strong>");
});
