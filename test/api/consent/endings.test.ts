/** Who does not want it: nothing that they say is lost, and nothing keeps them from saying it. */
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { createConsents } from "../../../api/consent/service.ts";
import { Refusal } from "../../../api/core/errors.ts";
import { day, foundFirm, givenOf, idOf, purposeOf, recordOne } from "../../helpers/consents.ts";
import { newSubject, type TestLedger, testLedger } from "../../helpers/ledger.ts";

let ledger: TestLedger;
let subject: string;
beforeAll(async () => {
  ledger = await testLedger();
  await foundFirm(ledger);
  await ledger.consents.definePurpose(purposeOf("ads", { signals: ["gpc"] }));
});
afterAll(() => ledger.close());
beforeEach(async () => {
  subject = await newSubject(ledger);
});

const fromNow = (ms: number) => new Date(ledger.clock.now() + ms).toISOString();
const record = (input: object) => recordOne(ledger, { ...givenOf(subject), ...input });
/** As short as it may be. */
const withdraw = (who = subject, purposeId = "newsletter") =>
  recordOne(ledger, { "@subject": who, event: "withdrawn", purposeId });
const told = async (purposeId = "newsletter", who = subject) => {
  const { allowed, reason } = await ledger.consents.stateOf({ subject: who, purposeId, at: null });
  return `${allowed} ${reason}`;
};
const events = async (purposeId = "newsletter") =>
  (await ledger.consents.history(subject, purposeId)).events;
const signal = (who = subject) => ledger.consents.signal(who, { signal: "gpc", value: "1" });

it.each(["given", "renewed"])(
  "%s by a clock that is ahead is withdrawn for good",
  async (event) => {
    if (event === "renewed") await record({});
    await record({ event, "@occurredAt": fromNow(50_000), noticeVersion: 2 });
    await withdraw();
    ledger.clock.advance(61_000);
    expect(await told()).toBe("false withdrawn");
  },
);

it("comes last also where the clock is set back", async () => {
  await record({ "@occurredAt": fromNow(0), noticeVersion: 2 });
  ledger.clock.advance(-20_000);
  await withdraw();
  ledger.clock.advance(20_000);
  expect(await told()).toBe("false withdrawn");
});

it("is kept as often as it is said, and before it a form that is entered late", async () => {
  await record({ event: "refused", "@occurredAt": day(3, 2, 9) });
  await record({ event: "refused", "@occurredAt": day(3, 2, 14) });
  await record({ "@occurredAt": day(3, 2, 10) });
  expect(await told()).toBe("false refused");
  await withdraw();
  await withdraw();
  await record({ "@occurredAt": day(3, 2, 15) });
  expect(await told()).toBe("false withdrawn");
});

it("is kept from nobody by what is named besides, which is left out where it does not fit", async () => {
  await record({});
  const odd = { noticeId: "privacy", noticeVersion: 1, language: "de", purposeVersion: 9 };
  await record({ ...odd, event: "withdrawn", "@occurredAt": day(4, 1), validUntil: day(5, 1) });
  const nothing = { noticeId: null, noticeVersion: null, noticeHash: null, language: null };
  expect((await events())[1]).toMatchObject({ ...nothing, purposeVersion: 1, validUntil: null });
});

it("is another one at another time, whatever number it has", async () => {
  const numbered = { event: "withdrawn", externalNumber: `w-${subject}` };
  await record({});
  await record({ ...numbered, "@occurredAt": day(3, 2) });
  await record({ "@occurredAt": day(3, 3) });
  const again = record({ ...numbered, "@occurredAt": day(3, 4) });
  await expect(again).rejects.toEqual(new Refusal("event_conflict", {}));
  expect(await told()).toBe("true given");
});

it("that is said again is known, also where the clock was ahead, or a version has been stated since", async () => {
  const given = {
    externalNumber: `g-${subject}`,
    "@occurredAt": fromNow(30_000),
    noticeVersion: 2,
  };
  const first = await record(given);
  ledger.clock.advance(40_000);
  expect(await record(given)).toEqual({ outcome: "known", id: idOf(first) });
  await withdraw();
  await expect(record(given)).rejects.toEqual(new Refusal("event_conflict", {}));

  const purposeId = `p-${subject
    .slice(0, 6)
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, "x")}0`;
  await ledger.consents.definePurpose(purposeOf(purposeId));
  const early = givenOf(subject, { purposeId, externalNumber: `e-${subject}` });
  const id = idOf(await recordOne(ledger, early));
  const minor = { inForceFrom: day(2, 1), material: false, defaultValidity: "P1Y" };
  await ledger.consents.definePurpose(purposeOf(purposeId, minor));
  expect(await recordOne(ledger, early)).toEqual({ outcome: "known", id });
});

it("by a signal counts under every identifier, each day anew", async () => {
  const other = await newSubject(ledger);
  await ledger.consents.merge({ "@subject": subject, other, event: "joined", reference: "phone" });
  expect(await signal(other)).toMatchObject({ events: { length: 2 } });
  expect(await signal(other)).toMatchObject({ events: { length: 1 } });
  ledger.clock.advance(1_000);
  await record({ purposeId: "ads", "@occurredAt": fromNow(0), noticeVersion: 2 });
  expect(await told("ads")).toBe("true given");
  ledger.clock.advance(1_000);
  expect(await signal(other)).toMatchObject({ events: { length: 2 } });
  expect(await told("ads")).toBe("false refused");
  ledger.clock.advance(86_400_000);
  expect(await signal(other)).toMatchObject({ events: { length: 2 } });
});

it("goes to the end of what is too long to be read", async () => {
  await record({ purposeId: "ads" });
  const long = createConsents({
    clock: ledger.clock,
    ledger: {
      ...ledger.ledger,
      events: (who, stream) => {
        if (stream === "consent/ads")
          throw new Refusal("stream_too_long", { events: 10_000, limit: null });
        return ledger.ledger.events(who, stream);
      },
    },
  });
  const withdrawn = { "@subject": subject, event: "withdrawn", purposeId: "ads" };
  const [one] = await long.record([{ request: long.parse(withdrawn), key: null }]);
  expect(one).toMatchObject({ outcome: "stored" });
  expect(await long.signal(subject, { signal: "gpc", value: "1" })).toMatchObject({
    events: { length: 2 },
  });
  expect((await events("ads")).map((event) => event?.event)).toEqual([
    ...["given", "withdrawn", "withdrawn"],
  ]);
  const given = givenOf(subject, { purposeId: "ads", "@occurredAt": day(5, 1) });
  const [two] = await long.record([{ request: long.parse(given), key: null }]);
  expect(two).toMatchObject({ code: "stream_too_long" });
});

it("asks nobody twice for the same", async () => {
  const asked = { event: "requested", noticeVersion: 2 };
  await record({ ...asked, "@occurredAt": day(6, 2) });
  await expect(record({ ...asked, "@occurredAt": day(6, 3) })).rejects.toMatchObject({
    details: { problem: "already_requested" },
  });
});

it("tells of what was stated only afterwards", async () => {
  await record({});
  ledger.clock.advance(1_000);
  await record({ event: "renewed", "@occurredAt": fromNow(0), noticeVersion: 2 });
  const at = async (time: string | null) => {
    const question = { subject, purposeId: "newsletter", at: time };
    const { identifiers, stated } = await ledger.consents.stateOf(question);
    const of = (stream: string) =>
      `/v1/subjects/${ledger.ledger.firm}/evidence?claim=history&stream=${stream}`;
    expect(stated).toEqual([of("purpose/newsletter"), of("notice/privacy")]);
    return identifiers[0]?.statedAfter;
  };
  expect(await at(day(3, 2))).toBe(true);
  expect(await at(null)).toBe(false);
  const [first, second] = await events();
  expect(await ledger.consents.statement(first!.id)).toMatchObject({ statedAfter: true });
  expect(await ledger.consents.statement(second!.id)).toMatchObject({ statedAfter: false });
});
