/** How what was given stands under terms that were amended since. */
import { expect, it } from "vitest";
import { standingUnder } from "../../../../api/sharing/push/decide.ts";
import type { AtMoment } from "../../../../api/sharing/push/moment.ts";

const given = { reason: "given", isHeld: false, changesAt: null } as const;
const at: AtMoment = {
  ...{ below: 1, time: 1, ofUse: () => given, standingOf: async () => given },
  unopposed: async () => given,
  identifiersOf: async (subject) => [subject],
};
const reasonUnder = async (kinds: string[], purposeId = "newsletter") => {
  const uses = [{ purposeId, consents: ["newsletter"] }];
  const terms = { version: 2, uses, kinds, deleteWithin: 1, acknowledgeWithin: 1 };
  const agreement = { agreement: "a", inForce: true, terms, organization: null, dueAt: null };
  const row = { subject: "s", purpose: "newsletter", kinds: ["customer", "order"] };
  return (await standingUnder(at, agreement, row)).reason;
};

it("nobody is told while one kind of what was given is left, as FORMAT §19.1 says", async () => {
  expect(await reasonUnder(["customer", "order"])).toBe("given");
  expect(await reasonUnder(["customer"])).toBe("given");
  expect(await reasonUnder(["payment"])).toBe("kind");
  expect(await reasonUnder(["customer", "order"], "other")).toBe("purpose");
});
