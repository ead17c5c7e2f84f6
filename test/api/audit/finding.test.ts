import { expect, it } from "vitest";
import { numberOf } from "../../../api/audit/finding.ts";

it("a number of a key is a whole one that JSON can say, or text", () => {
  expect([0, 7, -3, Number.MAX_SAFE_INTEGER].map(numberOf)).toEqual([0, 7, -3, 2 ** 53 - 1]);
  expect([0.5, 2 ** 53, 1e300, Number.POSITIVE_INFINITY, 2n ** 60n, null].map(numberOf)).toEqual([
    ...["0.5", "9007199254740992", "1e+300", "Infinity", "1152921504606846976", "null"],
  ]);
});
