/** What a token lets a page ask, and what is recorded of the answer: once, in the ledger's words. */
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { tokenHash } from "../../../../api/consent/embed/token.ts";
import {
  day,
  foundFirm,
  givenOf,
  noticeOf,
  purposeOf,
  recordOne,
} from "../../../helpers/consents.ts";
import {
  askOffer,
  askToken,
  chosen,
  offered,
  SHOP,
  sendChoice,
  tokenFor,
} from "../../../helpers/embed.ts";
import { newSubject } from "../../../helpers/ledger.ts";
import { problemOf, refusal, type TestApp, testApp } from "../../http/fixtures.ts";

let app: TestApp;
beforeAll(async () => {
  app = await testApp();
  await foundFirm(app);
});
afterAll(() => app.close());

const events = async (subject: string) =>
  (await app.consents.history(subject, "newsletter")).events.map((event) => event?.event);
const problem = async (response: Response | Promise<Response>) =>
  (await problemOf(await response)).problem;

describe("a token", () => {
  it("is made for what is in force, in the language that is nearest", async () => {
    const subject = await newSubject(app);
    for (const [liked, shown] of [
      ["en", "en"],
      ["en-GB", "en"],
      ["ZH-cn", "zh-CN"],
      ["zh-Hant-TW", "zh-CN"],
      ["fr", "en"],
      [undefined, "en"],
    ]) {
      const response = await askToken(app, { subject, language: liked });
      expect(response.status).toBe(201);
      expect(await response.json(), liked).toMatchObject({
        purposeVersion: 1,
        noticeId: "privacy",
        noticeVersion: 2,
        language: shown,
        expiresAt: new Date(app.clock.now() + 900_000).toISOString(),
      });
    }
  });

  it.each([
    ["no subject", { subject: undefined }, "422 invalid_record"],
    ["nobody", { subject: "A".repeat(43) }, "404 not_found"],
    ["no origin", { origin: undefined }, "422 invalid_record"],
    ["an address", { origin: `${SHOP}/cart` }, "422 invalid_record"],
    ["any origin", { origin: "*" }, "422 invalid_record"],
    ["no purpose", { purposeId: "nothing" }, "422 consent_refused"],
    ["an hour", { validSeconds: 3600 }, "422 invalid_record"],
    ["a surplus field", { choice: "given" }, "422 invalid_record"],
  ])("is not made for %s", async (_, change, refused) => {
    const subject = await newSubject(app);
    expect(await refusal(askToken(app, { subject, ...change }))).toBe(refused);
  });

  it("is not made of the firm, nor without the ledger's own token", async () => {
    expect(await refusal(askToken(app, { subject: app.ledger.firm }))).toBe("422 reserved_subject");
    const token = await tokenFor(app, app.subject);
    const init = { method: "POST", headers: { authorization: `Bearer ${token}` }, body: "{}" };
    expect(await refusal(app.app.request("/v1/embed-tokens", init))).toBe("401 unauthorized");
    const own = await app.app.request("/v1/records", { headers: init.headers });
    expect(own.status).toBe(401);
  });

  it("opens for its origin only, and until its time is over", async () => {
    const token = await tokenFor(app, app.subject, { validSeconds: 60 });
    const before = await app.store.size();
    for (const origin of ["https://evil.example", "http://shop.example", `${SHOP}:444`, "null"]) {
      expect(await problem(askOffer(app, token, { origin }))).toBe("other_origin");
      const sent = sendChoice(app, token, { choice: "given" }, { origin });
      expect(await problem(sent)).toBe("other_origin");
    }
    const bare = { headers: { authorization: `Bearer ${token}` } };
    expect(await problem(app.app.request("/embed/offer", bare))).toBe("other_origin");
    expect(await problem(askOffer(app, `${token}A`))).toBe("not_ours");
    app.clock.advance(59_999);
    expect((await askOffer(app, token)).status).toBe(200);
    app.clock.advance(1);
    expect(await problem(askOffer(app, token))).toBe("expired");
    expect(await problem(sendChoice(app, token, { choice: "given" }))).toBe("expired");
    expect(await app.store.size()).toBe(before);
  });
});

describe("an offer", () => {
  it("holds the exact text, and whose and what it is, in the person's language", async () => {
    const subject = await newSubject(app);
    const offer = await offered(app, await tokenFor(app, subject, { language: "zh" }));
    expect(offer).toMatchObject({
      controller: { name: "Northwind Traders", withdrawalMethod: "在您的账户中撤回，或告知我们。" },
      purpose: { title: "电子报", version: 1 },
      notice: { title: "我们如何使用您的数据", text: "我们会向您发送优惠信息。（2）", version: 2 },
      language: "zh-CN",
      state: "never_asked",
      choices: [
        { choice: "given", wording: "是，我同意" },
        { choice: "refused", wording: "否，我不同意" },
      ],
      globalPrivacyControl: false,
      recorded: null,
    });
    expect(JSON.stringify(offer)).not.toContain(subject);
  });

  it("says so if the browser asks not to be sold, and only for the header's one value", async () => {
    const token = await tokenFor(app, app.subject);
    for (const [value, said] of [
      ["1", true],
      ["0", false],
      ["true", false],
    ] as const) {
      const response = await askOffer(app, token, { "sec-gpc": value });
      expect(await response.json()).toMatchObject({ globalPrivacyControl: said });
    }
  });
});

describe("a choice", () => {
  it("is recorded with the text and the wording that were shown, and the page that showed them", async () => {
    const subject = await newSubject(app);
    const token = await tokenFor(app, subject);
    const response = await sendChoice(app, token, { choice: "given" });
    expect(response.status).toBe(201);
    const answer = (await response.json()) as { id: string; receipt: string };
    expect(answer).toMatchObject({ event: "given", wording: "Yes, I agree", repeated: false });
    expect(answer.receipt).toBe(await app.ledger.receipt(answer.id, null));
    const { events: all } = await app.consents.history(subject, "newsletter");
    expect(all).toMatchObject([
      {
        ...{ id: answer.id, event: "given", purposeVersion: 1, channel: "web" },
        ...{ noticeId: "privacy", noticeVersion: 2, language: "en", choice: "Yes, I agree" },
        ...{ actor: { role: "subject" }, consentType: "dpv:ExplicitlyExpressedConsent" },
        evidence: [{ type: "token", reference: SHOP, hash: tokenHash(token) }],
      },
    ]);
  });

  it("is made once: what comes again records nothing, and is told what was recorded", async () => {
    const subject = await newSubject(app);
    const token = await tokenFor(app, subject);
    const first = await chosen(app, token, "given");
    const size = await app.store.size();
    app.clock.advance(5_000);
    for (const choice of ["given", "refused", "withdrawn"])
      expect(await chosen(app, token, choice)).toEqual({ ...first, repeated: true });
    const { repeated: _, ...recorded } = first;
    expect(await offered(app, token)).toMatchObject({ choices: [], recorded });
    await app.restart();
    expect(await chosen(app, token, "refused")).toEqual({ ...first, repeated: true });
    expect(await app.store.size()).toBe(size);
  });

  it("is one of many at once", async () => {
    const subject = await newSubject(app);
    const token = await tokenFor(app, subject);
    const sent = ["given", "refused", "refused", "given", "refused", "given"];
    const answers = await Promise.all(sent.map((choice) => chosen(app, token, choice)));
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
    expect(new Set(answers.map(({ event }) => event)).size).toBe(1);
    expect(await events(subject)).toHaveLength(1);
  });

  it("of two tokens is two, each for its own purpose", async () => {
    await app.consents.definePurpose(purposeOf("profiling"));
    const subject = await newSubject(app);
    await chosen(app, await tokenFor(app, subject), "given");
    await chosen(app, await tokenFor(app, subject, { purposeId: "profiling" }), "refused");
    expect(await events(subject)).toEqual(["given"]);
    const other = (await app.consents.history(subject, "profiling")).events;
    expect(other.map((event) => event?.event)).toEqual(["refused"]);
  });

  it("is what fits where the consent is: yes, no, withdrawn, and yes again", async () => {
    const subject = await newSubject(app);
    const steps: [string, string[], string][] = [
      ["refused", ["given", "refused"], "refused"],
      ["given", ["given"], "given"],
      ["withdrawn", ["withdrawn"], "withdrawn"],
      ["given", ["given", "refused"], "given"],
      // A no to what is in force ends it.
      ["refused", ["withdrawn"], "withdrawn"],
    ];
    for (const [choice, choices, event] of steps) {
      app.clock.advance(1_000);
      const token = await tokenFor(app, subject);
      const offer = await offered(app, token);
      expect(offer.choices.map((each) => each.choice)).toEqual(choices);
      expect((await chosen(app, token, choice)).event).toBe(event);
    }
    const other = await newSubject(app);
    const token = await tokenFor(app, other);
    expect(await problem(sendChoice(app, token, { choice: "withdrawn" }))).toBe("never_given");
    // What was refused has not used up the token.
    app.clock.advance(1_000);
    expect((await chosen(app, token, "given")).event).toBe("given");
    const again = await tokenFor(app, other);
    expect(await problem(sendChoice(app, again, { choice: "given" }))).toBe("already_given");
  });

  it("reaches over all identifiers of a person", async () => {
    const [here, there] = [await newSubject(app), await newSubject(app)];
    await recordOne(app, givenOf(there));
    const merged = { "@subject": here, other: there, event: "joined", reference: "card 7" };
    await app.consents.merge(merged);
    const token = await tokenFor(app, here);
    expect(await offered(app, token)).toMatchObject({
      state: "given",
      choices: [{ choice: "withdrawn" }],
    });
    app.clock.advance(1_000);
    await chosen(app, token, "withdrawn");
    const state = await app.consents.stateOf({ subject: there, purposeId: "newsletter", at: null });
    expect(state.allowed).toBe(false);
  });

  it.each([
    ["nothing", {}, "422 invalid_record"],
    ["another word", { choice: "yes" }, "422 invalid_record"],
    ["its own wording", { choice: "given", wording: "Free gift!" }, "422 invalid_record"],
    ["another person", { choice: "given", "@subject": "A".repeat(43) }, "422 invalid_record"],
    ["no JSON", "choice=given", "400 invalid_json"],
    ["two choices", '{"choice":"given","choice":"refused"}', "400 duplicate_member"],
    ["too much", `{"choice":"${"x".repeat(5_000)}"}`, "413 too_large"],
  ])("is not %s", async (_, body, refused) => {
    const subject = await newSubject(app);
    const token = await tokenFor(app, subject);
    expect(await refusal(sendChoice(app, token, body))).toBe(refused);
    expect(await events(subject)).toEqual([]);
  });

  it("is waited for ten seconds", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    try {
      const subject = await newSubject(app);
      const token = await tokenFor(app, subject);
      const headers = { authorization: `Bearer ${token}`, origin: SHOP };
      const init = { method: "POST", duplex: "half", body: new ReadableStream(), headers };
      const json = { ...headers, "content-type": "application/json" };
      const sent = app.app.request("/embed/choice", { ...init, headers: json } as RequestInit);
      await vi.advanceTimersByTimeAsync(10_000);
      expect(await refusal(sent)).toBe("400 incomplete_body");
      expect(await events(subject)).toEqual([]);
      // Without a token nothing is waited for.
      const bare = { ...init, headers: { "content-type": "application/json" } } as RequestInit;
      const refused = app.app.request("/embed/choice", { ...bare, body: new ReadableStream() });
      expect(await refusal(refused)).toBe("401 embed_refused");
    } finally {
      vi.useRealTimers();
    }
  });

  it("is asked anew when another version is in force; a no is taken all the same", async () => {
    const [yes, no] = [await newSubject(app), await newSubject(app)];
    const tokens = [await tokenFor(app, yes), await tokenFor(app, no)] as const;
    app.clock.advance(1_000);
    await app.consents.publishNotice(
      noticeOf(3, { inForceFrom: new Date(app.clock.now()).toISOString() }),
    );
    app.clock.advance(1_000);
    expect(await problem(askOffer(app, tokens[0]))).toBe("outdated");
    expect(await problem(sendChoice(app, tokens[0], { choice: "given" }))).toBe("outdated");
    expect((await chosen(app, tokens[1], "refused")).event).toBe("refused");
    expect(await events(yes)).toEqual([]);
    const { events: refused } = await app.consents.history(no, "newsletter");
    expect(refused).toMatchObject([{ noticeVersion: null, purposeVersion: 1 }]);
    // What was recorded is told with the text that was shown, also now.
    expect(await offered(app, tokens[1])).toMatchObject({ notice: { version: 2 }, choices: [] });
  });

  it("renews what no longer covers the purpose, or refuses the new one", async () => {
    const [yes, no] = [await newSubject(app), await newSubject(app)];
    for (const subject of [yes, no]) {
      await recordOne(app, givenOf(subject, { "@occurredAt": day(3, 1) }));
    }
    const inForceFrom = new Date(app.clock.now()).toISOString();
    const version = purposeOf("newsletter", { inForceFrom, material: true });
    await app.consents.definePurpose(version);
    app.clock.advance(1_000);
    const token = await tokenFor(app, yes);
    expect(await offered(app, token)).toMatchObject({ state: "not_covered" });
    expect((await chosen(app, token, "given")).event).toBe("renewed");
    expect((await chosen(app, await tokenFor(app, no), "refused")).event).toBe("refused");
  });

  it("leaves no personal data in what the operator reads", () => {
    const told = JSON.stringify([...app.requests, ...app.bugs]);
    expect(app.bugs).toEqual([]);
    expect(told).toContain("/embed/choice");
    expect(told).not.toContain(app.subject);
  });
});
