import { describe, expect, it } from "vitest";
import { explorerLink, isExplorerTemplate } from "../../../api/core/explorer.ts";

describe("the address of a block explorer", () => {
  it.each([
    "https://etherscan.io/tx/{tx}",
    "https://explorer.example:8443/?hash={tx}&chain=1",
    "http://localhost:4000/tx/{tx}",
  ])("may be %s", (text) => expect(isExplorerTemplate(text)).toBe(true));

  it.each([
    "https://etherscan.io/tx/",
    "https://etherscan.io/{tx}/{tx}",
    "https://etherscan.io/tx/{hash}",
    "https://etherscan.io/{tx}/{block}",
    "http://etherscan.io/tx/{tx}",
    "javascript:alert('{tx}')",
    "https://{tx}.example/",
    "https://name:secret@etherscan.io/tx/{tx}",
    "/tx/{tx}",
    "https://etherscan.io/tx/ {tx}",
    `https://etherscan.io/${"x".repeat(300)}{tx}`,
  ])("may not be %s", (text) => expect(isExplorerTemplate(text)).toBe(false));

  it("leads to a transaction, and to nothing else", () => {
    const hash = `0x${"ab".repeat(32)}`;
    const template = "https://etherscan.io/tx/{tx}";
    expect(explorerLink(template, hash)).toBe(`https://etherscan.io/tx/${hash}`);
    expect(explorerLink(null, hash)).toBeNull();
    expect(explorerLink(template, null)).toBeNull();
    expect(explorerLink(template, "0x12?x=1")).toBeNull();
  });
});
