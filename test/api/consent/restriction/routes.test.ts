/** Restriction of processing and objections, as clients ask for them: who may say what, and what follows at once. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { day, givenOf, purposeOf, recordOne } from "../../../helpers/consents.ts";
import { newSubject } from "../../../helpers/ledger.ts";
import { refusal } from "../../http/fixtures.ts";
import { principal, type ReadApp, readApp } from "../../http/reading-app.ts";

let parts: ReadApp;
let subject: string;
beforeAll(async () => {
  parts = await readApp();
  const { consents } = parts.app;
  for (const [purposeId, change] of [
    ["security", { lawfulBasis: "eu-gdpr:A6-1-f", purposeType: "dpv:EnforceSecurity" }],
    ["letters", { lawfulBasis: "eu-gdpr:A6-1-f", purposeType: "dpv:DirectMarketing" }],
    ["orders", { lawfulBasis: "eu-gdpr:A6-1-b", purposeType: "dpv:DeliveryOfGoods" }],
  ] as const)
    await consents.definePurpose(purposeOf(purposeId, change));
});
afterAll(() => parts.app.close());
beforeEach(async () => {
  subject = await newSubject(parts.app);
  await recordOne(parts.app, givenOf(subject));
  parts.app.clock.advance(1_000);
});

const now = (): string => new Date(parts.app.clock.now()).toISOString();
const officer = principal({ role: "officer" });
const staff = principal({ role: "staff" });
const own = () => principal({ role: "customer", subjects: new Set([subject]) });
const REASON = { "counterfoil-reason": "case" };

const say = (who: ReturnType<typeof principal>, body: object, about = subject) =>
  parts.as(who, `/v1/subjects/${about}/restriction`, REASON, body);
async function reason(purposeId = "newsletter"): Promise<string> {
  const [decided] = await parts.app.consents.decideMany([{ subject, purposeId }], null);
  return decided !== undefined && "reason" in decided ? decided.reason : "refused";
}
const LIFTED = () => ({
  ...{ event: "lifted", ground: "over", reason: "We have checked it.", toldBy: "email" },
  toldAt: now(),
});

describe("restriction", () => {
  it("stops at once, and goes on where the person consents anew, or when it is lifted", async () => {
    expect(await reason()).toBe("given");
    expect((await say(officer, { event: "restricted", ground: "accuracy" })).status).toBe(201);
    expect(await reason()).toBe("restricted");
    expect(await reason("security")).toBe("restricted");
    const state = await parts.app.consents.stateOf({ subject, purposeId: "newsletter", at: null });
    expect(state).toMatchObject({ allowed: false, restrictedSince: now(), objectedSince: null });
    expect(state.identifiers[0]?.restriction).toContain("claim=history&stream=restriction");
    parts.app.clock.advance(1_000);
    await recordOne(parts.app, {
      ...givenOf(subject, { event: "renewed", noticeVersion: 2, "@occurredAt": now() }),
    });
    expect(await reason()).toBe("given");
    expect(await reason("security")).toBe("restricted");
    expect((await say(officer, LIFTED())).status).toBe(201);
    expect(await reason("security")).toBe("purpose_not_by_consent");
  });

  it("is an officer's to say, and to lift once the person was told", async () => {
    for (const who of [staff, own()])
      expect(await refusal(say(who, { event: "restricted", ground: "accuracy" }))).toBe(
        "403 forbidden",
      );
    await say(officer, { event: "restricted", ground: "claims" });
    const { toldAt, toldBy, ...untold } = LIFTED();
    expect(await refusal(say(officer, untold))).toBe("422 invalid_record");
    expect(await refusal(say(officer, { ...untold, toldBy, toldAt: day(12, 31) }))).toBe(
      "422 invalid_record",
    );
    expect((await say(officer, { event: "lifted", ground: "withdrawn" })).status).toBe(201);
    expect(toldAt).toBe(now());
  });

  it("is one of the person, under every identifier", async () => {
    const other = await newSubject(parts.app);
    const { consents } = parts.app;
    await consents.merge({ "@subject": subject, other, event: "joined", reference: "desk" });
    await say(officer, { event: "restricted", ground: "unlawful" }, other);
    expect(await reason()).toBe("restricted");
    expect(await refusal(say(officer, { event: "restricted", ground: "unlawful" }))).toBe(
      "422 consent_refused",
    );
    const both = principal({ role: "customer", subjects: new Set([subject, other]) });
    const response = await parts.as(both, `/v1/subjects/${subject}/restriction`);
    expect(await response.json()).toMatchObject({
      restricted: [{ subject: other, event: "restricted", ground: "unlawful" }],
      objections: [],
      whole: true,
      evidence: [
        expect.stringContaining("claim=absent&stream=restriction"),
        expect.stringContaining("claim=history&stream=restriction"),
      ],
    });
    // A join may be wrong: nothing ends under an identifier that nobody has named.
    expect(await refusal(say(officer, LIFTED()))).toBe("422 consent_refused");
    expect(await reason()).toBe("restricted");
    expect((await say(officer, LIFTED(), other)).status).toBe(201);
    expect(await reason()).toBe("given");
    expect(await refusal(say(officer, LIFTED(), other))).toBe("422 consent_refused");
  });

  it("says the same again when it is asked again, and records nothing", async () => {
    const body = { event: "restricted", ground: "accuracy" };
    const headers = { ...REASON, "idempotency-key": `restrict-${subject}` };
    const again = () => parts.as(officer, `/v1/subjects/${subject}/restriction`, headers, body);
    const first = (await (await again()).json()) as { id: string };
    parts.app.clock.advance(5_000);
    expect(await (await again()).json()).toMatchObject({ id: first.id });
    expect((await parts.app.consents.restriction(subject, null)).events).toHaveLength(1);
  });
});

describe("an objection", () => {
  it("is the person's, of what rests on interests, on consent or is marketing", async () => {
    for (const purposeId of ["security", "letters", "newsletter"]) {
      expect((await say(own(), { event: "objected", purposeId })).status).toBe(201);
      expect(await reason(purposeId)).toBe("objected");
      expect(await refusal(say(own(), { event: "objected", purposeId }))).toBe(
        "422 consent_refused",
      );
    }
    const asked = say(own(), { event: "objected", purposeId: "orders" });
    expect(await refusal(asked)).toBe("422 consent_refused");
    expect((await say(officer, { event: "objected", purposeId: "orders" })).status).toBe(201);
    const back = { event: "objection-ended", ground: "withdrawn", purposeId: "newsletter" };
    expect((await say(own(), back)).status).toBe(201);
    expect(await reason()).toBe("given");
  });

  it("is ended on compelling grounds by an officer, and of marketing by nobody else than the person", async () => {
    const grounds = { event: "objection-ended", ground: "compelling-grounds", reason: "Fraud." };
    for (const purposeId of ["security", "letters", "newsletter"])
      await say(own(), { event: "objected", purposeId });
    expect(await refusal(say(staff, { ...grounds, purposeId: "security" }))).toBe("403 forbidden");
    const without = { ...grounds, reason: undefined, purposeId: "security" };
    expect(await refusal(say(officer, without))).toBe("422 invalid_record");
    expect((await say(officer, { ...grounds, purposeId: "security" })).status).toBe(201);
    expect(await reason("security")).toBe("purpose_not_by_consent");
    for (const purposeId of ["letters", "newsletter"])
      expect(await refusal(say(officer, { ...grounds, purposeId }))).toBe("422 consent_refused");
    const back = { event: "objection-ended", ground: "withdrawn", purposeId: "letters" };
    const key = principal({ role: "system", scopes: new Set(["consents:write"]) });
    const proof = { channel: "phone", reference: "Call 7", reason: "They called." };
    for (const who of [staff, key])
      expect(await refusal(say(who, { ...back, ...proof }))).toBe("403 forbidden");
    for (const field of ["channel", "reference", "reason"])
      expect(await refusal(say(officer, { ...back, ...proof, [field]: undefined }))).toBe(
        "422 invalid_record",
      );
    expect(await reason("letters")).toBe("objected");
    expect((await say(officer, { ...back, ...proof })).status).toBe(201);
    expect(await reason("letters")).toBe("purpose_not_by_consent");
  });

  it("ends under no identifier of somebody else, whoever ends it, and stays when a wrong join is undone", async () => {
    const other = await newSubject(parts.app);
    const { consents } = parts.app;
    const join = { "@subject": subject, other, reference: "desk" };
    const back = { event: "objection-ended", ground: "withdrawn", purposeId: "newsletter" };
    const proof = { channel: "phone", reference: "Call 7", reason: "They called." };
    await say(own(), { event: "objected", purposeId: "newsletter" });
    await consents.merge({ ...join, event: "joined" });
    const actor = { id: "person/other", role: "customer" } as const;
    const theirs = (input: object) => consents.restrict({ subject: other, actor }, { ...input });
    await expect(theirs(back)).rejects.toMatchObject({ details: { problem: "not_objected" } });
    expect(await refusal(say(officer, { ...back, ...proof }, other))).toBe("422 consent_refused");
    // They object for themselves, whatever the other has said.
    await theirs({ event: "objected", purposeId: "newsletter" });
    await theirs(back);
    parts.app.clock.advance(1_000);
    await consents.merge({ ...join, event: "separated", "@occurredAt": now() });
    expect(await reason()).toBe("objected");
  });
});
