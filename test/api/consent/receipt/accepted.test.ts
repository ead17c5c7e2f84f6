import { describe, expect, it } from "vitest";
import { acceptedFormat } from "../../../../api/consent/receipt/accepted.ts";

describe("the form of a receipt", () => {
  it.each([
    [undefined, "html"],
    ["", "html"],
    ["*/*", "html"],
    ["application/pdf", "pdf"],
    ["Application/PDF; q=0.2", "pdf"],
    ["text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "html"],
    ["text/html;q=0.5, application/*", "pdf"],
    ["text/html, application/pdf", "html"],
    ["application/pdf;q=0, */*", "html"],
    ["*/*;q=0.1, application/pdf", "pdf"],
    ["text/html;q=0, */*", "pdf"],
    ["application/json", "html"],
    ["application/pdf;q=2, text/html", "html"],
  ])("%s: %s", (header, format) => {
    expect(acceptedFormat(header)).toBe(format);
  });
});
