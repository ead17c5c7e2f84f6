import { expect, it } from "vitest";
import type { ForeignStep } from "../../../../api/consent/forms/foreign.ts";
import { settle } from "../../../../api/consent/forms/settle.ts";
import { assertStep, CONSENT_STATES } from "../../../../api/consent/transitions.ts";
import { isRefusal } from "../../../../api/core/errors.ts";

const STEPS: readonly ForeignStep[] = [
  ...(["requested", "given", "refused", "withdrawn", "renewed", "invalidated"] as const),
];

it("finds for each step in each state one that may be taken, or that would change nothing", () => {
  const stuck: string[] = [];
  for (const step of STEPS) {
    for (const state of CONSENT_STATES) {
      try {
        assertStep(state, settle(step, state), {
          covers: true,
          everGiven: false,
          sameRequest: false,
        });
      } catch (error) {
        if (!isRefusal(error, "consent_refused")) throw error;
        stuck.push(`${step} in ${state}: ${error.details.problem}`);
      }
    }
  }
  const ended = ["refused", "withdrawn", "expired", "invalidated"];
  expect(stuck.sort()).toEqual(
    [
      "requested in given: already_given",
      ...["none", "requested", ...ended].map((state) => `invalidated in ${state}: not_in_force`),
    ].sort(),
  );
});

it("never makes of an end a beginning, or of a beginning an end", () => {
  for (const step of STEPS) {
    for (const state of CONSENT_STATES) {
      const begins = ["given", "renewed"].includes(settle(step, state));
      expect(begins).toBe(step === "given" || step === "renewed");
    }
  }
});
