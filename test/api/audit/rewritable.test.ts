import { describe, expect, it } from "vitest";
import { isRewritable } from "../../../api/audit/rewritable.ts";

describe("a chain", () => {
  it.each([
    [{ embedded: true, chainId: 31_337 }, true],
    [{ embedded: false, chainId: 31_337 }, true],
    [{ embedded: false, chainId: 1_337 }, true],
    [{ embedded: true, chainId: 8_453 }, true],
    [{ embedded: false, chainId: 8_453 }, false],
    [{ embedded: false, chainId: 1 }, false],
  ])("%o can be rewritten by whoever runs the ledger: %s", (chain, rewritable) => {
    expect(isRewritable(chain)).toBe(rewritable);
  });
});
