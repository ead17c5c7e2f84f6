import { expect, it } from "vitest";
import { purpose } from "../../../api/consent/kinds/purpose.ts";
import { recipientProblems, termProblems } from "../../../api/consent/purpose-terms.ts";
import { refusalOf } from "../../../api/consent/refusals.ts";
import { isRefusal } from "../../../api/core/errors.ts";
import { parseDraft } from "../../../api/ledger/draft.ts";
import { day, purposeOf } from "../../helpers/consents.ts";

/** The field whose term is refused, or `taken`. */
function refused(change: Readonly<Record<string, unknown>>): string {
  const fields = {
    ...purposeOf("newsletter", { event: "version", purposeVersion: 1, material: true, ...change }),
    ...{ "@kind": "purpose", "@subject": "A".repeat(43), "@source": "test" },
    "@occurredAt": day(1, 1),
  };
  const draft = parseDraft(fields, new Map([["purpose", purpose]]));
  const found = [...termProblems(draft), ...recipientProblems(draft)];
  if (found.length === 0) return "taken";
  const refusal = refusalOf(found);
  if (!isRefusal(refusal, "invalid_record")) throw refusal;
  return refusal.details.problems.map(({ field, code }) => `${field} ${code}`).join(", ");
}

it("DPV's own terms are those that it has; others' are taken as they come", () => {
  const data = (term: string) => [
    { term: "pd:EmailAddress", sensitive: false, optional: false },
    { term, sensitive: false, optional: true },
  ];
  expect(refused({})).toBe("taken");
  expect(refused({ purposeType: "dpv:Marketting" })).toBe("purposeType not_in_list");
  expect(refused({ purposeType: "ex:Bingo" })).toBe("taken");
  expect(refused({ lawfulBasis: "dpv:Konsent" })).toBe("lawfulBasis not_in_list");
  for (const basis of [
    "dpv:Consent",
    "dpv:ExplicitlyExpressedConsent",
    "dpv:Contract",
    "pipl:A13-1",
  ])
    expect(refused({ lawfulBasis: basis })).toBe("taken");
  expect(refused({ dataCategories: data("dpv:CollectedData") })).toBe("taken");
  expect(refused({ dataCategories: data("dpv:Emails") })).toBe(
    "dataCategories[1].term not_in_list",
  );
  // All at once.
  const wrong = { purposeType: "dpv:Marketting", separateConsent: ["23"] };
  expect(refused({ ...wrong, dataCategories: data("dpv:Emails") })).toBe(
    "purposeType not_in_list, dataCategories[1].term not_in_list, recipients recipient_not_told",
  );
});
