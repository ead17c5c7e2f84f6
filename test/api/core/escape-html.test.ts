/** Whatever a text holds, HTML shows it as that text. */
import { expect, it } from "vitest";
import { escapeHtml } from "../../../api/core/escape-html.ts";

it("escapes what means something in HTML", () => {
  expect(escapeHtml(`<a href="x">'&'</a>`)).toBe(
    "&lt;a href=&quot;x&quot;&gt;&#39;&amp;&#39;&lt;/a&gt;",
  );
  expect(escapeHtml("同意 é ` = /")).toBe("同意 é ` = /");
});
