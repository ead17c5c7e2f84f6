/** A person who is signed in decides for themselves: what they are shown, what is recorded, and what nobody else can. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { OwnChosen } from "../../../../api/consent/own/choose.ts";
import {
  day,
  foundFirm,
  givenOf,
  noticeOf,
  purposeOf,
  recordOne,
} from "../../../helpers/consents.ts";
import { newSubject } from "../../../helpers/ledger.ts";
import { problemOf, refusal, type TestApp } from "../../http/fixtures.ts";
import { person } from "../../http/principals.ts";
import { type Deciding, deciding, type Person, personOf } from "./decide.ts";

let parts: Deciding;
let app: TestApp;
let one: Person;
beforeAll(async () => {
  parts = await deciding();
  ({ app } = parts);
  await foundFirm(app);
  one = await parts.newcomer();
});
afterAll(() => app.close());

const historyOf = async (subject: string, purposeId = "newsletter") =>
  (await app.consents.history(subject, purposeId)).events;
const reads = async (subject: string) =>
  (await app.ledger.events(subject, "access")).events.map(({ record }) => record);
const now = () => new Date(app.clock.now()).toISOString();

describe("an offer", () => {
  it("holds the exact text in force, whose it is, what can be chosen, and how it stands", async () => {
    const offer = await one.offer("?language=zh");
    expect(offer).toMatchObject({
      controller: { name: "Northwind Traders", withdrawalMethod: "在您的账户中撤回，或告知我们。" },
      purpose: { title: "电子报", version: 1 },
      notice: { noticeId: "privacy", noticeVersion: 2, text: "我们会向您发送优惠信息。（2）" },
      ...{ notAsked: null, language: "zh-CN", globalPrivacyControl: false },
      choices: [
        { choice: "given", wording: "是，我同意" },
        { choice: "refused", wording: "否，我不同意" },
      ],
      state: { subject: one.subject, reason: "never_asked", allowed: false },
    });
    expect((await app.consents.registry.text(offer.notice!.hash))?.text).toBe(offer.notice?.text);
  });

  it("is in the language of the request where none is asked for", async () => {
    expect(await one.offer("", { "accept-language": "zh-CN" })).toMatchObject({
      language: "zh-CN",
    });
    const response = await parts.as(
      one.account,
      `/v1/subjects/${one.subject}/purposes/newsletter/offer?language=<x>`,
    );
    expect(await refusal(response)).toBe("400 invalid_parameter");
  });

  it("is none of a purpose that there is not", async () => {
    const path = `/v1/subjects/${one.subject}/purposes/nothing/offer`;
    const response = await parts.as(one.account, path);
    expect(await problemOf(response)).toMatchObject({ problem: "unknown_purpose" });
  });

  it("of what is not asked any more has no text, and ends what was given", async () => {
    await app.consents.definePurpose(purposeOf("contest"));
    const [yes, no] = [await parts.newcomer(), await parts.newcomer()];
    await recordOne(app, givenOf(yes.subject, { purposeId: "contest" }));
    await app.consents.retirePurpose("contest", {});
    app.clock.advance(1_000);
    const offerOf = async ({ account, subject }: Person) =>
      (
        await parts.as(account, `/v1/subjects/${subject}/purposes/contest/offer?language=en`)
      ).json();
    const retired = { notice: null, notAsked: "purpose_retired" };
    expect(await offerOf(yes)).toMatchObject({
      ...retired,
      choices: [{ choice: "withdrawn", wording: "I withdraw my consent" }],
    });
    expect(await offerOf(no)).toMatchObject({ ...retired, choices: [] });
    const body = { purposeId: "contest", noticeId: null, noticeVersion: null };
    expect((await yes.choose("withdrawn", body)).status).toBe(201);
    expect((await historyOf(yes.subject, "contest")).at(-1)?.event).toBe("withdrawn");
    expect(await problemOf(await no.choose("given", { purposeId: "contest" }))).toMatchObject({
      problem: "purpose_retired",
    });
  });
});

describe("a choice", () => {
  it("is recorded with the text and the wording that were shown, and by whom", async () => {
    const { subject, account, choose } = await parts.newcomer();
    const response = await choose("given");
    expect(response.status).toBe(201);
    const answer = (await response.json()) as OwnChosen;
    expect(answer).toMatchObject({
      ...{ event: "given", wording: "Yes, I agree", repeated: false },
      document: `/v1/consents/${answer.id}/receipt`,
      receipt: await app.ledger.receipt(answer.id, null),
      state: { allowed: true, reason: "given", identifiers: [{ madeBy: { id: answer.id } }] },
    });
    expect(await historyOf(subject)).toMatchObject([
      {
        ...{ id: answer.id, event: "given", purposeVersion: 1, channel: "web" },
        ...{ noticeId: "privacy", noticeVersion: 2, language: "en", choice: "Yes, I agree" },
        ...{ actor: { role: "subject" }, consentType: "dpv:ExplicitlyExpressedConsent" },
        evidence: [{ type: "other", reference: `signed-in session of ${account.id}` }],
      },
    ]);
    const page = await parts.as(account, answer.document, { headers: { accept: "text/html" } });
    expect(page.status).toBe(200);
    expect(await reads(subject)).toEqual([]);
  });

  it("is what fits where the consent is: no, yes, withdrawn, and yes again", async () => {
    const { offer, choose, chosen } = await parts.newcomer();
    const steps: [string, string[], string][] = [
      ["refused", ["given", "refused"], "refused"],
      ["given", ["given"], "given"],
      ["withdrawn", ["withdrawn"], "withdrawn"],
      ["given", ["given"], "given"],
      // A no to what is in force ends it.
      ["refused", ["withdrawn"], "withdrawn"],
    ];
    for (const [choice, choices, event] of steps) {
      expect((await offer()).choices.map((each) => each.choice)).toEqual(choices);
      const answer = await chosen(choice);
      expect([answer.event, answer.state.allowed]).toEqual([event, event === "given"]);
    }
    await chosen("given");
    expect((await problemOf(await choose("given"))).problem).toBe("already_given");
    const other = await parts.newcomer();
    expect((await problemOf(await other.choose("withdrawn"))).problem).toBe("never_given");
  });

  it("is made once with a key, also at once, and the key is its sender's alone", async () => {
    const [first, second] = [await parts.newcomer(), await parts.newcomer()];
    const key = { "idempotency-key": "k-1" };
    const send = () => first.choose("given", {}, key);
    const answers = await Promise.all([send(), send(), send()]);
    expect(answers.every(({ ok }) => ok)).toBe(true);
    const ids = await Promise.all(
      answers.map(async (each) => ((await each.json()) as OwnChosen).id),
    );
    expect(new Set(ids).size).toBe(1);
    expect(await (await send()).json()).toMatchObject({ id: ids[0], repeated: true });
    expect(await historyOf(first.subject)).toHaveLength(1);
    expect(await refusal(first.choose("withdrawn", {}, key))).toBe("422 idempotency_conflict");
    const others = (await (await second.choose("given", {}, key)).json()) as OwnChosen;
    expect(others).toMatchObject({ repeated: false, state: { subject: second.subject } });
    expect(others.id).not.toBe(ids[0]);
  });

  it("is a yes only to what is in force; a no is taken all the same", async () => {
    const { subject, choose } = await parts.newcomer();
    expect((await problemOf(await choose("given", { noticeVersion: 1 }))).problem).toBe(
      "notice_not_in_force",
    );
    expect((await problemOf(await choose("given", { purposeVersion: 2 }))).problem).toBe(
      "purpose_not_in_force",
    );
    expect((await problemOf(await choose("given", { noticeId: "other" }))).problem).toBe(
      "unknown_notice",
    );
    expect((await problemOf(await choose("given", { language: "fr" }))).problem).toBe(
      "language_without_text",
    );
    for (const field of ["noticeId", "noticeVersion", "purposeVersion"])
      expect(await refusal(choose("given", { [field]: null }))).toBe("422 invalid_record");
    expect(await historyOf(subject)).toEqual([]);
    expect((await choose("refused", { noticeVersion: 9, language: "fr" })).status).toBe(201);
    expect(await historyOf(subject)).toMatchObject([
      { event: "refused", noticeVersion: null, language: null, choice: "No, I do not agree" },
    ]);
  });

  it.each([
    ["nothing", { choice: undefined }, "422 invalid_record"],
    ["another word", { choice: "renewed" }, "422 invalid_record"],
    ["its own wording", { wording: "Free gift!" }, "422 invalid_record"],
    ["another person", { "@subject": "A".repeat(43) }, "422 invalid_record"],
    ["another actor", { actor: { role: "controller" } }, "422 invalid_record"],
    ["another time", { "@occurredAt": day(3, 1) }, "422 invalid_record"],
    ["too much", { noticeId: "x".repeat(5_000) }, "413 too_large"],
  ])("is not %s", async (_, change, refused) => {
    const { subject, choose } = await parts.newcomer();
    expect(await refusal(choose("refused", change))).toBe(refused);
    expect(await historyOf(subject)).toEqual([]);
  });

  it("is nobody's but the person's own", async () => {
    const [mine, other] = [await parts.newcomer(), await parts.newcomer()];
    const { as } = parts;
    const about = { subject: other.subject };
    const size = await app.store.size();
    for (const account of [
      mine.account,
      ...(["administrator", "officer", "staff", "auditor", "partner"] as const).map((role) =>
        person(role, { subjects: new Set([other.subject]) }),
      ),
    ]) {
      const body = { noticeId: "privacy", noticeVersion: 2, purposeVersion: 1, language: "en" };
      const sent = as(account, `/v1/subjects/${about.subject}/choices`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ purposeId: "newsletter", choice: "given", ...body }),
      });
      expect(await refusal(sent), account.role).toBe("403 forbidden");
      const path = `/v1/subjects/${about.subject}/purposes/newsletter/offer`;
      expect(await refusal(as(account, path)), account.role).toBe("403 forbidden");
    }
    expect(await app.store.size()).toBe(size);
  });

  it("of a guardian is theirs, for the person, and on record as a read", async () => {
    const child = await newSubject(app);
    const account = person("customer", {
      ...{ id: "person/parent", subjects: new Set([child]), actsFor: new Set([child]) },
    });
    const guardian = personOf(app, parts.as, { subject: child, account });
    await guardian.choose("given", {}, { "sec-gpc": "1" });
    expect(await historyOf(child)).toMatchObject([
      { actor: { role: "guardian", reference: "person/parent" }, event: "given" },
    ]);
    // Their browser speaks for themselves.
    expect((await app.ledger.events(child, "signal/gpc")).events).toEqual([]);
    const consent = { what: "consent", of: "newsletter" };
    expect(await reads(child)).toMatchObject([
      { route: "GET /v1/subjects/{subject}/purposes/{purpose}/offer", told: [consent] },
      {
        ...{ route: "POST /v1/subjects/{subject}/choices", told: [consent] },
        reader: { id: "person/parent", role: "customer" },
      },
    ]);
  });

  it("of a guardian that is refused for how the consent stands is on record, and only that", async () => {
    const other = await newSubject(app);
    const of = personOf(app, parts.as, {
      subject: other,
      account: person("customer", {
        ...{ id: "person/parent", subjects: new Set([other]), actsFor: new Set([other]) },
      }),
    });
    expect((await problemOf(await of.choose("withdrawn"))).problem).toBe("never_given");
    expect((await reads(other)).at(-1)).toMatchObject({
      ...{ route: "POST /v1/subjects/{subject}/choices", refusal: "consent_refused" },
      ...{ told: [{ what: "consent", of: "newsletter" }], reader: { id: "person/parent" } },
    });
    const choices = async () =>
      (await reads(other)).filter((one) => String(one?.route).startsWith("POST")).length;
    expect(await choices()).toBe(1);
    expect(await refusal(of.choose("given", { purposeVersion: null }))).toBe("422 invalid_record");
    expect(await choices()).toBe(1);
  });

  it("has the browser's own signal recorded beside it", async () => {
    await app.consents.definePurpose(purposeOf("ads", { signals: ["gpc"] }));
    const { subject, offer, choose } = await parts.newcomer();
    const gpc = { "sec-gpc": "1" };
    expect(await offer("", gpc)).toMatchObject({ globalPrivacyControl: true });
    const key = { "idempotency-key": "with-signal" };
    for (let time = 0; time < 2; time++) await choose("given", {}, { ...gpc, ...key });
    const { events } = await app.ledger.events(subject, "signal/gpc");
    expect(events).toHaveLength(1);
    expect((await historyOf(subject)).map((event) => event?.event)).toEqual(["given"]);
    expect((await historyOf(subject, "ads")).map((event) => event?.event)).toEqual(["refused"]);
  });

  it("is to the new text once there is one", async () => {
    const { offer, chosen, choose } = await parts.newcomer();
    await chosen("given");
    const inForceFrom = now();
    await app.consents.definePurpose(purposeOf("newsletter", { inForceFrom, material: true }));
    await app.consents.publishNotice(noticeOf(3, { inForceFrom }));
    app.clock.advance(1_000);
    expect(await offer()).toMatchObject({
      ...{ notice: { noticeVersion: 3 }, state: { reason: "not_covered" } },
      choices: [{ choice: "given" }, { choice: "refused" }],
    });
    expect((await problemOf(await choose("given", { noticeVersion: 2 }))).problem).toBe(
      "notice_not_in_force",
    );
    expect(await chosen("given")).toMatchObject({ event: "renewed", state: { allowed: true } });
  });
});
