/** What bad input gets: a typed refusal for each way in which something can be wrong, and nothing is stored. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { unknownAmong } from "../../../api/consent/refusals.ts";
import { type ConsentProblem, isRefusal, type Refusal } from "../../../api/core/errors.ts";
import { describeRefusal } from "../../../api/core/problem.ts";
import {
  controllerOf,
  day,
  foundFirm,
  givenOf,
  noticeOf,
  noticeTexts,
  purposeOf,
  recordOne,
} from "../../helpers/consents.ts";
import { newSubject, rejection, START, type TestLedger, testLedger } from "../../helpers/ledger.ts";

let ledger: TestLedger;
let subject: string;
beforeAll(async () => {
  ledger = await testLedger();
  await foundFirm(ledger);
  const { consents } = ledger;
  await consents.publishNotice(noticeOf(1, { noticeId: "terms" }));
  await consents.definePurpose(purposeOf("orders", { lawfulBasis: "eu-gdpr:A6-1-b" }));
  await consents.definePurpose(purposeOf("health", { lawfulBasis: "eu-gdpr:A9-2-a" }));
  await consents.definePurpose(purposeOf("later", { inForceFrom: day(7, 1) }));
  await consents.definePurpose(purposeOf("changed"));
  const changed = { material: true, inForceFrom: day(5, 1) };
  await consents.definePurpose(purposeOf("changed", changed));
  await consents.definePurpose(purposeOf("old"));
  await consents.retirePurpose("old", { inForceFrom: day(4, 1) });
});
afterAll(() => ledger.close());
beforeEach(async () => {
  subject = await newSubject(ledger);
});

/** `code`, or of a consent `problem`, or of a record `field code`, of what is refused. */
async function why(work: () => Promise<unknown>): Promise<string> {
  const before = await ledger.store.size();
  try {
    await work();
  } catch (error) {
    if (!isRefusal(error)) throw error;
    expect(await ledger.store.size()).toBe(before);
    const { detail } = describeRefusal(error, "en");
    expect(detail).not.toMatch(/[{}]|undefined/);
    if (isRefusal(error, "consent_refused")) return error.details.problem;
    if (!isRefusal(error, "invalid_record")) return error.code;
    return error.details.problems.map(({ field, code }) => `${field} ${code}`).join(", ");
  }
  return "nothing";
}
type Fields = Readonly<Record<string, unknown>>;
const refused = (input: Fields) => why(() => recordOne(ledger, { ...givenOf(subject), ...input }));

const soon = (ms: number) => new Date(START + ms).toISOString();

describe("an event of a consent", () => {
  it.each<[ConsentProblem | "nothing", Fields]>([
    ["unknown_purpose", { purposeId: "nothing" }],
    ["unknown_purpose", { purposeId: "nothing", event: "withdrawn" }],
    ["purpose_retired", { purposeId: "old", "@occurredAt": day(4, 1) }],
    ["nothing", { purposeId: "old", "@occurredAt": day(3, 31, 23) }],
    ["nothing", { purposeId: "old", event: "refused", "@occurredAt": day(5, 1) }],
    ["purpose_not_by_consent", { purposeId: "orders" }],
    ["purpose_not_by_consent", { purposeId: "orders", event: "requested" }],
    ["nothing", { purposeId: "orders", event: "refused" }],
    ["purpose_not_in_force", { purposeId: "later" }],
    ["nothing", { purposeId: "later", event: "refused" }],
    ["purpose_not_in_force", { purposeVersion: 2 }],
    ["nothing", { event: "refused", purposeVersion: 2 }],
    ["purpose_not_in_force", { purposeId: "changed", purposeVersion: 2 }],
    ["nothing", { purposeId: "changed", purposeVersion: 1 }],
    ["unknown_notice", { noticeId: "nothing" }],
    ["unknown_notice", { noticeVersion: 3 }],
    ["notice_not_in_force", { noticeVersion: 2 }],
    ["notice_not_in_force", { "@occurredAt": day(6, 1) }],
    ["nothing", { "@occurredAt": day(6, 1), noticeVersion: 2 }],
    ["nothing", { event: "refused", noticeVersion: 2 }],
    ["nothing", { event: "refused", noticeVersion: 7 }],
    ["nothing", { event: "refused", noticeId: "nothing" }],
    ["nothing", { event: "refused", language: "de" }],
    ["nothing", { event: "refused", noticeHash: "A".repeat(43) }],
    ["nothing", { event: "refused", validUntil: day(4, 1) }],
    ["other_notice", { noticeId: "terms" }],
    ["nothing", { event: "requested", noticeId: "terms" }],
    ["language_without_text", { language: "de" }],
    ["other_text", { noticeHash: "A".repeat(43) }],
    ["missing_choice", { choice: null }],
    ["not_explicit", { purposeId: "health", consentType: "dpv:ExpressedConsent" }],
    ["nothing", { purposeId: "health" }],
    ["missing_notice", { noticeId: null }],
    ["missing_notice", { noticeVersion: null }],
    ["missing_notice", { language: null }],
    ["nothing", { event: "refused", noticeId: null }],
    ["missing_notice", { event: "requested", noticeId: null }],
    ["in_the_future", { "@occurredAt": soon(60_001), noticeVersion: 2 }],
    ["nothing", { "@occurredAt": soon(60_000), noticeVersion: 2 }],
    ["valid_until_past", { validUntil: day(3, 1) }],
    ["guardian_without_reference", { actor: { role: "guardian" } }],
    ["guardian_without_reference", { actor: { role: "guardian", reference: " " } }],
    ["nothing", { actor: { role: "guardian", reference: "file 17" } }],
    ["agent_without_reference", { actor: { role: "agent" } }],
    ["not_for_another", { actor: { role: "controller" } }],
    ["system_only", { actor: { role: "system" } }],
    ["system_only", { event: "expired" }],
    ["never_given", { event: "withdrawn" }],
    ["nothing_to_renew", { event: "renewed" }],
    ["not_in_force", { event: "invalidated" }],
    ["other_subject", { regarding: "019ab1c2-0000-7000-8000-000000000000" }],
    ["other_subject", { signal: "019ab1c2-0000-7000-8000-000000000000" }],
  ])("%s: %o", async (problem, input) => {
    expect(await refused(input)).toBe(problem);
  });

  it.each<[string, Fields]>([
    ["actor missing", { actor: undefined }],
    ["@source missing", { "@source": undefined, externalNumber: "7" }],
    ["validUntil surplus", { event: "requested", validUntil: day(4, 1) }],
    ["imported surplus", { imported: { format: "tcf-2", document: "x" } }],
    ["@occurredAt missing", { "@occurredAt": undefined, externalNumber: "7" }],
    ["channel missing", { channel: null }],
    ["consentType missing", { consentType: null }],
    [
      "evidence[1].reference missing",
      { evidence: [{ type: "form", reference: "7" }, { type: "form" }] },
    ],
    ["@kind surplus", { "@kind": "consent" }],
    ["@occurredAt bad_time", { "@occurredAt": "2026-03-01" }],
    ["purposeVersion not_integer", { purposeVersion: 1.5 }],
    ["event not_in_list", { event: "agreed" }],
  ])("%s: %o", async (problems, input) => {
    expect(await refused(input)).toBe(problems);
  });

  /** `field code` of each problem that is told, in the answer that a client gets. */
  async function told(input: Fields): Promise<string[]> {
    try {
      await recordOne(ledger, { "@subject": subject, ...input });
    } catch (error) {
      if (!isRefusal(error)) throw error;
      const { errors = [], problem = "" } = describeRefusal(error, "en");
      return [problem, ...errors.map(({ field, code }) => `${field} ${code}`)];
    }
    return [];
  }

  it("with several faults is told all of them at once", async () => {
    const bare = { event: "given", purposeId: "newsletter" };
    const shown = ["choice missing_choice", "channel missing", "consentType missing"];
    expect(await told(bare)).toEqual(["", "actor missing", ...shown, "noticeId missing_notice"]);
    const guardian = { role: "guardian" };
    expect(await told({ ...bare, actor: guardian, noticeId: "privacy", noticeVersion: 1 })).toEqual(
      [
        "guardian_without_reference",
        ...["actor.reference guardian_without_reference", ...shown, "language missing_notice"],
      ],
    );
    const unknown = { hue: "green", "@kind": "consent", evidence: [{ type: "form" }] };
    expect(await told({ ...givenOf(subject), ...unknown, choice: 7 })).toEqual([
      ...["", "@kind surplus", "choice wrong_type", "hue surplus", "evidence[0].reference missing"],
    ]);
    expect(await told({ ...givenOf(subject), choice: null, "@occurredAt": soon(60_001) })).toEqual([
      "in_the_future",
      "@occurredAt in_the_future",
      "choice missing_choice",
    ]);
    // What the firm has stated is looked at when the event itself is whole.
    const weak = { purposeId: "health", consentType: "dpv:ExpressedConsent", language: "de" };
    expect(await told(givenOf(subject, weak))).toEqual([
      ...["language_without_text", "language language_without_text", "consentType not_explicit"],
    ]);
    expect(await told(givenOf(subject, { purposeId: "later", noticeVersion: 7 }))).toEqual([
      "purpose_not_in_force",
      ...["purposeId purpose_not_in_force", "noticeVersion unknown_notice"],
    ]);
    // One alone is told as it ever was.
    expect(await told(givenOf(subject, { choice: null }))).toEqual(["missing_choice"]);
  });

  it("is offered no words that are the ledger's own", async () => {
    const error = await rejection(
      recordOne(ledger, givenOf(subject, { event: "agreed", actor: { role: "ghost" } })),
    );
    const { errors = [] } = describeRefusal(error as Refusal, "en");
    expect(errors.map(({ message }) => message).sort()).toEqual([
      "must be one of: requested, given, refused, withdrawn, renewed, invalidated",
      "must be one of: subject, guardian, agent, controller",
    ]);
  });

  const sentence = async (work: Promise<unknown>) =>
    describeRefusal((await rejection(work)) as Refusal, "en").detail;

  it("is told which purposes there are, and from when one is in force", async () => {
    const { stateOf, retirePurpose } = ledger.consents;
    const names = "There are: newsletter, orders, health, later, changed, old.";
    for (const work of [
      recordOne(ledger, givenOf(subject, { purposeId: "nothing" })),
      stateOf({ subject, purposeId: "nothing", at: null }),
      retirePurpose("nothing", {}),
    ]) {
      const said = await sentence(work);
      expect(said).toContain(names);
      expect(said).not.toContain("stored");
    }
    const [decided] = await ledger.consents.decideMany([{ subject, purposeId: "nothing" }], null);
    expect(describeRefusal(decided as Refusal, "en").detail).toContain(names);
    expect(await sentence(recordOne(ledger, givenOf(subject, { purposeId: "later" })))).toContain(
      `in force only from ${day(7, 1)}`,
    );
    expect(await sentence(recordOne(ledger, givenOf(subject, { purposeVersion: 2 })))).toContain(
      "At that time version 1 of the purpose was in force",
    );
  });

  it("is told of purposes by name only as long as they are few, and that there is none", async () => {
    const names = Array.from({ length: 21 }, (_, i) => `p${i}`);
    expect(describeRefusal(unknownAmong(names), "en").detail).toContain("p18, p19, …. GET");
    expect(describeRefusal(unknownAmong([]), "en").detail).toContain("nor of any other yet");
  });

  it("is told that a day has not come, and what time it is", async () => {
    const question = { subject, purposeId: "newsletter", at: "2999-12-31T23:59:59.999Z" };
    const said = await sentence(ledger.consents.stateOf(question));
    expect(said).toContain("has not come yet: by the ledger's clock it is 2026-");
    const wrong = await sentence(ledger.consents.stateOf({ ...question, at: "today" }));
    expect(wrong).toContain("in this form");
  });

  it("of nobody, or of the ledger itself", async () => {
    expect(await refused({ "@subject": "A".repeat(43) })).toBe("unknown_subject");
    expect(await refused({ "@subject": ledger.ledger.firm })).toBe("reserved_subject");
  });

  it("that names another person's event", async () => {
    const other = await newSubject(ledger);
    await recordOne(ledger, givenOf(other));
    const id = (await ledger.consents.history(other, "newsletter")).events[0]?.id;
    await recordOne(ledger, givenOf(subject));
    const withdrawn = { event: "withdrawn", "@occurredAt": day(4, 1) };
    expect(await refused({ ...withdrawn, regarding: id })).toBe("other_subject");
    const own = (await ledger.consents.history(subject, "newsletter")).events[0]?.id;
    expect(await refused({ ...withdrawn, regarding: own })).toBe("nothing");
  });

  it("before anybody has said who decides", async () => {
    const silent = await testLedger();
    const { consents } = silent;
    await consents.publishNotice(noticeOf(1));
    await consents.definePurpose(purposeOf("newsletter"));
    const given = givenOf(await newSubject(silent));
    const outcome = await consents.record([{ request: consents.parse(given), key: null }]);
    expect(outcome).toMatchObject([{ details: { problem: "no_controller" } }]);
    await silent.close();
  });
});

describe("what the firm states", () => {
  const notice = (change: Fields) => why(() => ledger.consents.publishNotice(noticeOf(3, change)));
  const purpose = (change: Fields, id = "newsletter") =>
    why(() => ledger.consents.definePurpose(purposeOf(id, change)));

  it("about itself", async () => {
    const state = (change: Fields) =>
      why(() => ledger.consents.recordController(controllerOf(change)));
    expect(await state({ "@occurredAt": soon(61_000) })).toBe("in_the_future");
    expect(await state({ "@subject": subject })).toBe("@subject surplus");
    expect(await state({ name: undefined, jurisdiction: "PRT" })).toBe(
      "jurisdiction bad_format, name missing",
    );
  });

  it("to people", async () => {
    const [en] = noticeTexts(3);
    expect(await notice({ inForceFrom: day(6, 1) })).toBe("not_after_previous");
    expect(await notice({ texts: [] })).toBe("texts too_short");
    expect(await notice({ texts: undefined })).toBe("texts missing");
    expect(await notice({ texts: [{ ...en, mediaType: "text/html" }] })).toBe(
      "texts[0].mediaType not_in_list",
    );
    expect(await notice({ texts: [en, { ...en, text: "Another." }] })).toBe("texts bad_format");
    expect(await notice({ noticeVersion: 7 })).toBe("noticeVersion surplus");
    expect(await notice({ noticeId: "Privacy", texts: [{ ...en, title: "" }] })).toBe(
      "texts[0].title too_short, noticeId bad_format",
    );
    expect(await notice({ event: "text" })).toBe("event surplus");
    expect(await notice({ noticeId: "Privacy" })).toBe("noticeId bad_format");
    expect(
      await notice({ texts: [{ ...en, text: "文".repeat(60_000) }], inForceFrom: day(8, 1) }),
    ).toBe("too_large");
  });

  it("of its purposes", async () => {
    expect(await purpose({ material: true })).toBe("not_after_previous");
    expect(await purpose({ inForceFrom: day(8, 1) })).toBe("material missing");
    expect(await purpose({ material: false }, "fresh")).toBe("material not_in_list");
    const to = { name: "Other Ltd", role: "controller" };
    for (const [article, told] of [
      ["23", { country: "CN" }],
      ["39", { contact: "privacy@other.example" }],
    ] as const) {
      const separate = { separateConsent: [article], recipients: [{ ...to, ...told }] };
      expect(await purpose(separate, "fresh")).toBe("recipient_not_told");
    }
    expect(await purpose({ noticeId: "nothing" }, "fresh")).toBe("unknown_notice");
    expect(await purpose({ purposeVersion: 2 }, "fresh")).toBe("purposeVersion surplus");
    expect(await purpose({ event: "retired" }, "fresh")).toBe("event surplus");
    expect(await purpose({ retention: "P" }, "fresh")).toBe("retention bad_format");
    expect(await purpose({ material: true, inForceFrom: day(8, 1) }, "old")).toBe(
      "purpose_retired",
    );
    const { retirePurpose } = ledger.consents;
    expect(await why(() => retirePurpose("nothing", {}))).toBe("unknown_purpose");
    expect(await why(() => retirePurpose("old", {}))).toBe("purpose_retired");
    expect(await why(() => retirePurpose("changed", { inForceFrom: day(4, 1) }))).toBe(
      "not_after_previous",
    );
    expect(await why(() => retirePurpose("changed", { titles: [] }))).toBe("titles surplus");
  });
});

describe("of a person's identifiers and signals", () => {
  const merge = (change: Fields) =>
    why(() =>
      ledger.consents.merge({
        "@subject": subject,
        event: "joined",
        reference: "phone",
        ...change,
      }),
    );
  const signal = (who: string | null, change: Fields = {}) =>
    why(() => ledger.consents.signal(who, { signal: "gpc", value: "1", ...change }));

  it("refuses to join what is no two persons' identifiers, or is joined", async () => {
    const other = await newSubject(ledger);
    expect(await merge({ other: subject })).toBe("same_subject");
    expect(await merge({ other: "A".repeat(43) })).toBe("unknown_subject");
    expect(await merge({ other: ledger.ledger.firm })).toBe("reserved_subject");
    expect(await merge({ other, event: "separated" })).toBe("not_joined");
    expect(await merge({ other, reference: undefined })).toBe("reference missing");
    expect(await merge({ other })).toBe("nothing");
    expect(await merge({ other })).toBe("already_joined");
    expect(await merge({ "@subject": other, other: subject })).toBe("already_joined");
  });

  it("refuses a signal of nobody, or that is none, or that nothing follows", async () => {
    expect(await signal(null)).toBe("unattributed_signal");
    expect(await signal("A".repeat(43))).toBe("unattributed_signal");
    expect(await signal(subject, { value: "0" })).toBe("signal_not_set");
    expect(await signal(subject, { value: undefined })).toBe("value missing");
    expect(await signal(subject, { signal: "dnt" })).toBe("signal not_in_list");
    expect(await signal(subject)).toBe("no_purpose_for_signal");
  });

  it("knows nothing of who or what is not there", async () => {
    const { stateOf, statement, history } = ledger.consents;
    const nobody = "A".repeat(43);
    const question = { subject, purposeId: "newsletter", at: null };
    expect(await why(() => stateOf({ ...question, subject: nobody }))).toBe("not_found");
    expect(await why(() => stateOf({ ...question, purposeId: "nothing" }))).toBe("unknown_purpose");
    expect(await why(() => stateOf({ ...question, at: soon(1) }))).toBe("invalid_parameter");
    expect(await why(() => stateOf({ ...question, at: "today" }))).toBe("invalid_parameter");
    expect(await why(() => history(nobody, "newsletter"))).toBe("not_found");
    const { notices } = {
      notices: await ledger.ledger.list({
        subject: ledger.ledger.firm,
        kind: "notice",
        cursor: null,
        limit: 1,
      }),
    };
    for (const id of ["019ab1c2-0000-7000-8000-000000000000", notices.records[0]!.id])
      expect(await why(() => statement(id))).toBe("not_found");
  });
});
