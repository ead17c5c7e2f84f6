/** What a customer's card says of a purpose. */
import { describe, expect, it } from "vitest";
import {
  consentGroups,
  consentView,
  firstViews,
} from "../../../../portal/src/customer/consent-view.ts";
import type { Consent, Purpose } from "../../../../portal/src/customer/data.ts";
import { inLanguage } from "../../../../portal/src/customer/said.ts";

const SUBJECT = "S".repeat(43);
const OTHER = "T".repeat(43);
const SINCE = "2026-03-01T00:00:00.000Z";
const UNTIL = "2027-03-01T00:00:00.000Z";

const purposeOf = (purposeId: string, change: object = {}): Purpose =>
  ({
    purposeId,
    versions: [
      {
        ...{ purposeVersion: 1, lawfulBasis: "eu-gdpr:A6-1-a", recipients: [] },
        titles: [
          { language: "en", text: "Newsletter" },
          { language: "zh-CN", text: "电子报" },
        ],
        descriptions: [{ language: "en", text: "Once a month." }],
        ...change,
      },
    ],
  }) as unknown as Purpose;

const eventOf = (change: object = {}) => ({
  ...{ id: "e-1", subject: SUBJECT, event: "given", occurredAt: SINCE, actor: { role: "subject" } },
  ...{ noticeHash: "h", noticeId: "privacy", noticeVersion: 2, purposeVersion: 1, ...change },
});

const identifierOf = (change: object = {}) => ({
  ...{ subject: SUBJECT, state: "given", madeBy: eventOf(), signalled: null, covers: true },
  ...{ endsAt: UNTIL, evidence: "/v1/subjects/S/evidence", events: [], ...change },
});

const answerOf = (reason: string, change: object = {}, identifiers: object[] = [identifierOf()]) =>
  ({
    ...{ subject: SUBJECT, purposeId: "newsletter", reason, allowed: reason === "given" },
    ...{ purposeVersion: 1, identifiers, ...change },
  }) as unknown as Consent;

const none = identifierOf({ state: "none", madeBy: null, endsAt: null });

describe("a card", () => {
  it("of a consent in force says since when, until when, under which text, and how to end it", () => {
    const view = consentView(answerOf("given"), purposeOf("newsletter"), "zh");
    expect(view).toMatchObject({
      ...{ title: "电子报", description: "Once a month.", group: "active", action: "withdraw" },
      ...{ since: SINCE, until: UNTIL, recordId: "e-1", how: null, basis: null },
      ...{ text: { hash: "h", noticeId: "privacy", version: 2 } },
      evidence: "/v1/subjects/S/evidence",
    });
  });

  it.each([
    ["not_covered", "open", "decide"],
    ["requested", "open", "decide"],
    ["never_asked", "notGiven", "decide"],
    ["unknown", "notGiven", "decide"],
    ["refused", "notGiven", "give"],
    ["withdrawn", "notGiven", "give"],
    ["expired", "notGiven", "give"],
    ["invalidated", "notGiven", "give"],
    ["purpose_not_in_force", "rest", null],
    ["purpose_not_by_consent", "rest", null],
  ])("of %s stands among %s, and offers %s", (reason, group, action) => {
    const view = consentView(answerOf(reason), purposeOf("newsletter"), "en");
    expect(view).toMatchObject({ group, action, until: null });
  });

  it("of a retired purpose ends what was given, and nothing else", () => {
    const given = consentView(answerOf("purpose_retired"), purposeOf("newsletter"), "en");
    expect(given.action).toBe("withdraw");
    const never = consentView(answerOf("purpose_retired", {}, [none]), undefined, "en");
    expect(never).toMatchObject({ action: null, title: "newsletter", description: "" });
  });

  it("tells of the identifier that decides, and opens no receipt that is not one's own", () => {
    const other = identifierOf({
      ...{ subject: OTHER, evidence: "/other" },
      madeBy: eventOf({ id: "e-2", subject: OTHER }),
    });
    const given = consentView(answerOf("given", {}, [none, other]), undefined, "en");
    expect(given).toMatchObject({ since: SINCE, recordId: null });
    expect(given.evidence).toBe("/v1/subjects/S/evidence");
    const later = eventOf({ event: "withdrawn", occurredAt: UNTIL });
    const mine = identifierOf({ state: "withdrawn", madeBy: later, endsAt: null });
    const view = consentView(answerOf("withdrawn", {}, [other, mine]), undefined, "en");
    expect(view).toMatchObject({ since: UNTIL, recordId: "e-1" });
  });

  it("says when it expired, not when it began", () => {
    const one = identifierOf({ state: "expired" });
    expect(consentView(answerOf("expired", {}, [one]), undefined, "en").since).toBe(UNTIL);
  });

  it.each([
    [{ signalled: "gpc" }, "signal"],
    [{ madeBy: eventOf({ actor: { role: "guardian" } }) }, "guardian"],
    [{ madeBy: eventOf({ actor: { role: "controller" } }) }, "controller"],
  ])("says by whom: %o", (change, how) => {
    const view = consentView(answerOf("withdrawn", {}, [identifierOf(change)]), undefined, "en");
    expect(view.how).toBe(how);
  });

  it.each([
    ["eu-gdpr:A6-1-b", "contract"],
    ["dpv:Contract", "contract"],
    ["eu-gdpr:A6-1-c", "legal"],
    ["eu-gdpr:A6-1-f", "interests"],
    ["dpv:VitalInterest", "other"],
  ])("names what else it rests on: %s", (lawfulBasis, word) => {
    const purpose = purposeOf("newsletter", { lawfulBasis });
    const view = consentView(answerOf("purpose_not_by_consent"), purpose, "en");
    expect(view.basis).toEqual({ word, term: lawfulBasis });
  });
});

describe("groups", () => {
  it("come in order, without empty ones, and without retired purposes that nothing was said of", () => {
    const answers = [
      answerOf("withdrawn", { purposeId: "a" }),
      answerOf("given", { purposeId: "b" }),
      answerOf("purpose_retired", { purposeId: "c" }, [none]),
      answerOf("requested", { purposeId: "d" }),
    ];
    const purposes = answers.map(({ purposeId }) => purposeOf(purposeId));
    const groups = consentGroups(answers, purposes, "en");
    expect(groups.map(({ group, views }) => [group, views.map((one) => one.purposeId)])).toEqual([
      ["open", ["d"]],
      ["active", ["b"]],
      ["notGiven", ["a"]],
    ]);
  });
});

describe("what is said in several languages", () => {
  const said = (...tags: string[]) => tags.map((language) => ({ language }));
  it.each([
    [said("en", "zh-CN"), "zh", "zh-CN"],
    [said("pt", "en-GB"), "zh", "en-GB"],
    [said("pt", "fr"), "zh", "pt"],
  ])("is the reader's, else English, else the first", (all, language, found) => {
    expect(inLanguage(all, language)?.language).toBe(found);
    expect(inLanguage([], language)).toBeUndefined();
  });
});

describe("what is drawn first", () => {
  const groups = [
    { group: "open", views: ["a", "b"] },
    { group: "rest", views: ["c", "d", "e"] },
  ] as unknown as Parameters<typeof firstViews>[0];
  const names = (limit: number) => firstViews(groups, limit).map(({ views }) => views.join(""));

  it.each([
    [0, []],
    [1, ["a"]],
    [2, ["ab"]],
    [3, ["ab", "c"]],
    [5, ["ab", "cde"]],
    [Number.POSITIVE_INFINITY, ["ab", "cde"]],
  ])("is the first %d of all, each in its group", (limit, expected) => {
    expect(names(limit)).toEqual(expected);
  });
});
