/** What is wrong with terms: all of it, each with its place, and nothing of what is right. */
import { describe, expect, it } from "vitest";
import type { Purpose, PurposeVersion } from "../../../../api/consent/model.ts";
import { Refusal } from "../../../../api/core/errors.ts";
import { describeRefusal } from "../../../../api/core/problem.ts";
import { ledgerKinds } from "../../../../api/ledger/kinds/registry.ts";
import type { Terms } from "../../../../api/sharing/terms/model.ts";
import { problemsOf } from "../../../../api/sharing/terms/problems.ts";
import { TERMS, termsWith } from "./examples.ts";

const NOW = "2026-11-27T12:00:00.000Z";

function purposeOf(purposeId: string, data: readonly string[], change: object = {}): Purpose {
  const {
    inForceFrom = "2026-01-01T00:00:00.000Z",
    lawfulBasis = "dpv:Consent",
    ...rest
  } = change as Partial<PurposeVersion & Purpose>;
  const version = {
    ...{ purposeId, purposeVersion: 1, inForceFrom, lawfulBasis },
    dataCategories: data.map((term) => ({ term, sensitive: false, optional: false })),
  } as unknown as PurposeVersion;
  return { purposeId, versions: [version], retiredFrom: null, lostUpTo: 0, ...rest };
}

const PURPOSES = [
  purposeOf("newsletter", ["pd:EmailAddress"]),
  purposeOf("partner-offers", ["pd:Name"]),
  purposeOf("surveys", ["pd:Contact", "pd:Identifying"]),
  purposeOf("orders", ["pd:Name"], { lawfulBasis: "eu-gdpr:A6-1-b" }),
  purposeOf("over", ["pd:Name"], { retiredFrom: "2026-11-30T00:00:00.000Z" }),
  purposeOf("future", ["pd:Name"], { inForceFrom: "2026-12-02T00:00:00.000Z" }),
];

const problems = (change: Partial<Terms>, purposes: readonly Purpose[] = PURPOSES) =>
  problemsOf(termsWith(change), { now: NOW, purposes, kinds: ledgerKinds });
const told = (change: Partial<Terms>) =>
  problems(change).map(({ field, code }) => `${field} ${code}`);
const use = (purposeId: string, ...consents: string[]) => ({ purposeId, consents });
const ALL_COVERED = { records: [{ kind: "order", fields: ["currency"] }] };

describe("problems of terms", () => {
  it("are none where there are none", () => expect(problems({})).toEqual([]));

  it("are all told at once, each with its place", () => {
    const account = TERMS.controller.account;
    expect(
      told({
        recipient: { ...TERMS.recipient, account },
        purposes: [use("newsletter", "nobody-knows"), use("surveys", "surveys")],
        records: [
          { kind: "customer", fields: ["emails", "shoeSize"] },
          { kind: "invoice", fields: ["total"] },
        ],
        validUntil: TERMS.validFrom,
        retention: "P10Y1D",
        duties: { deleteWithin: "P31D", acknowledgeWithin: "PT721H" },
      }),
    ).toEqual([
      "purposes[0].consents own_consent_missing",
      "purposes[0].consents[0] unknown_purpose",
      "records[0].fields[0] field_not_covered",
      "records[0].fields[1] field_not_in_kind",
      "records[1].kind kind_not_shared",
      "recipient.account same_account",
      "validUntil end_before_begin",
      "retention retention_too_long",
      "duties.deleteWithin duty_too_long",
      "duties.acknowledgeWithin duty_too_long",
    ]);
  });

  it.each([
    [use("nobody-knows", "surveys"), ["purposes[0].purposeId unknown_purpose"]],
    [
      use("over", "over"),
      ["purposes[0].purposeId purpose_retired", "purposes[0].consents[0] purpose_retired"],
    ],
    [use("future", "surveys"), ["purposes[0].purposeId purpose_not_in_force"]],
    // What the partner does it with need not be what people are asked for.
    [use("orders", "surveys"), []],
    [use("surveys", "orders", "surveys"), ["purposes[0].consents[0] purpose_not_by_consent"]],
    // What people are asked for, they must have said yes to, whatever else they said yes to.
    [use("newsletter", "partner-offers", "surveys"), ["purposes[0].consents own_consent_missing"]],
    [use("newsletter", "newsletter", "surveys"), []],
  ])("name purposes that do not hold when the terms begin: %o", (one, wanted) => {
    expect(told({ ...ALL_COVERED, purposes: [one] })).toEqual(wanted);
  });

  it("judge purposes by when the terms begin, or by now where they have begun", () => {
    const later = { validFrom: "2026-12-03T00:00:00.000Z" };
    const earlier = { validFrom: "2026-11-01T00:00:00.000Z" };
    const of = (purposeId: string, change: Partial<Terms>) =>
      told({ ...ALL_COVERED, purposes: [use(purposeId, purposeId)], ...change });
    expect(of("future", later)).toEqual([]);
    expect(of("over", later)).toHaveLength(2);
    expect(of("over", earlier)).toEqual([]);
    expect(of("future", earlier)).toHaveLength(2);
    // Retired, and in force, between the beginning and now.
    const change = { ...ALL_COVERED, ...earlier, purposes: [use("since", "since")] };
    const between = "2026-11-15T00:00:00.000Z";
    const retired = purposeOf("since", ["pd:Name"], { retiredFrom: between });
    expect(problems(change, [retired])).toHaveLength(2);
    const fresh = purposeOf("since", ["pd:Name"], { inForceFrom: between });
    expect(problems(change, [fresh])).toEqual([]);
  });

  it("name a field for each use whose consents do not cover it", () => {
    const records = [{ kind: "customer", fields: ["emails", "name", "phones"] }];
    const purposes = [
      use("newsletter", "newsletter", "partner-offers"),
      use("partner-offers", "partner-offers"),
      use("surveys", "surveys"),
    ];
    expect(problems({ records, purposes })).toEqual([
      {
        field: "records[0].fields[0]",
        code: "field_not_covered",
        params: { purpose: "partner-offers", terms: "pd:EmailAddress, pd:Contact" },
      },
      ...["newsletter", "partner-offers"].map((purpose) => ({
        field: "records[0].fields[2]",
        code: "field_not_covered",
        params: { purpose, terms: "pd:TelephoneNumber, pd:Contact" },
      })),
    ]);
  });

  it("name each thing that a field holds and no consent covers", () => {
    const of = (...purposes: ReturnType<typeof use>[]) =>
      problems({ records: [{ kind: "order", fields: ["shipTo"] }], purposes }).map(({ params }) => [
        params?.purpose,
        params?.terms,
      ]);
    const [name, address] = [
      "pd:Name, pd:Identifying",
      "pd:PhysicalAddress, pd:Contact, pd:Location",
    ];
    expect(of(use("newsletter", "newsletter"))).toEqual([
      ["newsletter", name],
      ["newsletter", address],
    ]);
    expect(of(use("partner-offers", "partner-offers"))).toEqual([["partner-offers", address]]);
    expect(of(use("surveys", "surveys"))).toEqual([]);
  });

  it("go by the version of a purpose that is in force when the terms begin", () => {
    const [first] = purposeOf("newsletter", ["pd:EmailAddress"]).versions;
    const [second] = purposeOf("newsletter", ["pd:Interest"], {
      inForceFrom: "2026-11-30T00:00:00.000Z",
    }).versions;
    const purposes = [
      { ...purposeOf("newsletter", []), versions: [first!, second!] },
      ...PURPOSES.slice(1),
    ];
    const change = {
      purposes: [use("newsletter", "newsletter")],
      records: [{ kind: "customer", fields: ["emails"] }],
    };
    expect(problems(change, purposes)).toMatchObject([{ code: "field_not_covered" }]);
    const before = { ...change, validFrom: "2026-11-29T00:00:00.000Z" };
    expect(problems(before, purposes)).toEqual([]);
  });

  it("ask no consent for what says nothing of anybody", () => {
    expect(problems({ ...ALL_COVERED, purposes: [use("orders", "newsletter")] })).toEqual([]);
  });

  it.each([
    ["2026-12-01T00:00:00.000Z", "2026-12-01T00:00:01.000Z", []],
    ["2026-12-01T00:00:01.000Z", "2026-12-01T00:00:00.000Z", ["end_before_begin"]],
    ["2026-11-01T00:00:00.000Z", NOW, ["already_over"]],
    ["2026-11-01T00:00:00.000Z", "2026-11-27T12:00:01.000Z", []],
    // 3,660 days, and a second more.
    ["2026-12-01T00:00:00.000Z", "2036-12-08T00:00:00.000Z", []],
    ["2026-12-01T00:00:00.000Z", "2036-12-08T00:00:01.000Z", ["period_too_long"]],
  ])("from %s until %s: %o", (validFrom, validUntil, codes) => {
    expect(problems({ validFrom, validUntil }).map(({ code }) => code)).toEqual(codes);
  });

  it.each([
    [{ retention: "P10Y" }, 0],
    [{ retention: "P9Y12M" }, 0],
    [{ retention: "P120M1D" }, 1],
    [{ retention: "P999Y" }, 1],
    [{ retention: "P3650D" }, 0],
    [{ retention: "P3651D" }, 1],
    [{ retention: "P9Y11M30D" }, 0],
    [{ retention: "P9Y11M31D" }, 1],
    [{ duties: { deleteWithin: "P30D", acknowledgeWithin: "PT720H" } }, 0],
    [{ duties: { deleteWithin: "P31D", acknowledgeWithin: "PT720H" } }, 1],
  ] satisfies [Partial<Terms>, number][])("lengths %o: %d", (change, count) => {
    expect(problems(change)).toHaveLength(count);
  });

  it.each(["en", "zh"] as const)("are sentences in both languages (%s)", (language) => {
    const all = problems({
      recipient: { ...TERMS.recipient, account: TERMS.controller.account },
      purposes: [use("newsletter", "nobody-knows"), use("over", "orders")],
      records: [
        { kind: "customer", fields: ["emails", "shoeSize"] },
        { kind: "invoice", fields: ["total"] },
      ],
      validUntil: TERMS.validFrom,
      retention: "P11Y",
      duties: { deleteWithin: "P31D", acknowledgeWithin: "P1D" },
    });
    const refusal = new Refusal("sharing_refused", { problem: "terms", problems: all });
    const { errors = [], status, problem, detail } = describeRefusal(refusal, language);
    expect([status, problem, errors.length]).toEqual([422, "terms", all.length]);
    for (const { message } of [...errors, { message: detail }]) {
      expect(message).not.toMatch(/[{}]|undefined/);
      expect(/\p{Script=Han}/u.test(message)).toBe(language === "zh");
    }
  });
});
