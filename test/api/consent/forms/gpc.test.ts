import { expect, it } from "vitest";
import { readGpc } from "../../../../api/consent/forms/gpc.ts";
import { isRefusal } from "../../../../api/core/errors.ts";

it("is the signal in one spelling, and nothing without the header", () => {
  expect(readGpc("1")).toBe(true);
  expect(readGpc(undefined)).toBe(false);
  for (const value of ["", "0", "true", "1 ", "01", "1, 1", "?1"]) {
    try {
      readGpc(value);
      expect.unreachable(value);
    } catch (error) {
      expect(isRefusal(error, "consent_refused") && error.details.problem).toBe("signal_not_set");
    }
  }
});
