/** A choice that comes from a browser with Global Privacy Control: the signal is recorded beside it, and takes back nothing that was chosen in spite of it. */
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { foundFirm, purposeOf } from "../../../helpers/consents.ts";
import { chosen, SHOP, sendChoice, tokenFor } from "../../../helpers/embed.ts";
import { newSubject } from "../../../helpers/ledger.ts";
import { refusal, type TestApp, testApp } from "../../http/fixtures.ts";

let app: TestApp;
let subject: string;
beforeAll(async () => {
  app = await testApp();
  await foundFirm(app);
  for (const id of ["ads", "sharing"])
    await app.consents.definePurpose(purposeOf(id, { signals: ["gpc"] }));
});
afterAll(() => app.close());
beforeEach(async () => {
  subject = await newSubject(app);
});

const GPC = { "sec-gpc": "1" };

async function choose(purposeId: string, choice: string, headers: Record<string, string> = GPC) {
  app.clock.advance(1_000);
  const token = await tokenFor(app, subject, { purposeId });
  return { token, response: await sendChoice(app, token, { choice }, headers) };
}

async function states() {
  const told = await app.consents.statesOf({ subject, at: null });
  return Object.fromEntries(
    told.map(({ purposeId, identifiers }) => [purposeId, identifiers[0]?.state]),
  );
}

const signals = async () =>
  (await app.ledger.events(subject, "signal/gpc")).events.map(({ record }) => record);

it("is recorded with where it came from, and says no to the other purposes that name it", async () => {
  await choose("newsletter", "given", {});
  expect(await signals()).toEqual([]);
  await choose("ads", "given", { "sec-gpc": "0" });
  expect(await signals()).toEqual([]);
  await choose("sharing", "given");
  expect(await signals()).toMatchObject([{ value: "1", site: SHOP, channel: "web" }]);
  // What was given before the browser said so is withdrawn; what is given in spite of it stands.
  expect(await states()).toEqual({ newsletter: "given", ads: "withdrawn", sharing: "given" });
  const { events } = await app.consents.history(subject, "ads");
  const [signal] = await signals();
  expect(events.at(-1)).toMatchObject({ event: "withdrawn", signal: signal?.["@id"] });
});

it("leaves what was chosen in spite of it as it is, however often it comes", async () => {
  await choose("ads", "given");
  expect(await states()).toMatchObject({ ads: "given", sharing: "refused" });
  await choose("sharing", "given");
  await choose("newsletter", "given");
  expect(await signals()).toHaveLength(3);
  expect(await states()).toEqual({ newsletter: "given", ads: "given", sharing: "given" });
  await choose("ads", "refused");
  expect(await states()).toEqual({ newsletter: "given", ads: "withdrawn", sharing: "given" });
  // The firm that passes one on by itself says more.
  await app.consents.signal(subject, { signal: "gpc", value: "1" });
  expect(await states()).toMatchObject({ newsletter: "given", sharing: "withdrawn" });
});

it("leaves also what was given under another identifier of the person", async () => {
  const other = subject;
  subject = await newSubject(app);
  await choose("ads", "given");
  await app.consents.merge({
    ...{ "@subject": subject, other, event: "joined", reference: "same telephone" },
  });
  const first = subject;
  subject = other;
  await choose("newsletter", "given");
  expect(await signals()).toHaveLength(1);
  // Of sharing nothing was given: both say no to it.
  expect(await states()).toMatchObject({ newsletter: "given", ads: "none", sharing: "refused" });
  const question = { subject: first, purposeId: "ads", at: null };
  expect(await app.consents.stateOf(question)).toMatchObject({ allowed: true });
});

it("is not recorded where the choice is refused", async () => {
  await choose("ads", "given", {});
  const { response } = await choose("ads", "given");
  expect(await refusal(Promise.resolve(response))).toBe("422 consent_refused");
  expect(await signals()).toEqual([]);
});

it("comes once with a token, also where many send it at once", async () => {
  app.clock.advance(1_000);
  const token = await tokenFor(app, subject, { purposeId: "ads" });
  const send = () => sendChoice(app, token, { choice: "given" }, GPC);
  const answers = await Promise.all([send(), send(), send()]);
  expect(answers.map(({ ok }) => ok)).toEqual([true, true, true]);
  await send();
  expect(await signals()).toHaveLength(1);
  expect(await states()).toMatchObject({ ads: "given", sharing: "refused" });
});

it("is not recorded with what is no choice, and keeps nobody from choosing where no purpose names it", async () => {
  const token = await tokenFor(app, subject, { purposeId: "ads" });
  expect(await refusal(sendChoice(app, token, { choice: "yes" }, GPC))).toBe("422 invalid_record");
  expect(await signals()).toEqual([]);
  const other = await testApp();
  await foundFirm(other);
  const person = await newSubject(other);
  const alone = await tokenFor(other, person);
  expect((await sendChoice(other, alone, { choice: "given" }, GPC)).status).toBe(201);
  expect((await other.ledger.events(person, "signal/gpc")).events).toEqual([]);
  expect(await chosen(other, alone, "given")).toMatchObject({ repeated: true });
  await other.close();
});
