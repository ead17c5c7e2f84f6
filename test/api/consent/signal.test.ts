/** A signal, and what follows from it: all of it or nothing, and only what changes something. */
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { day, foundFirm, givenOf, purposeOf, recordOne } from "../../helpers/consents.ts";
import { newSubject, type TestLedger, testLedger } from "../../helpers/ledger.ts";

const FOLLOWING = ["ads", "sharing", "profiling"] as const;
let ledger: TestLedger;
let subject: string;
beforeAll(async () => {
  ledger = await testLedger();
  await foundFirm(ledger);
  for (const id of FOLLOWING)
    await ledger.consents.definePurpose(purposeOf(id, { signals: ["gpc"] }));
  await ledger.consents.definePurpose(purposeOf("gone", { signals: ["gpc"] }));
  await ledger.consents.retirePurpose("gone", { inForceFrom: day(2, 1) });
});
afterAll(() => ledger.close());
beforeEach(async () => {
  subject = await newSubject(ledger);
});

const gpc = (change: object = {}, key: string | null = null) =>
  ledger.consents.signal(
    subject,
    { signal: "gpc", value: "1", site: "https://shop.example", ...change },
    key,
  );

async function told() {
  const states = await ledger.consents.statesOf({ subject, at: null });
  return Object.fromEntries(
    states.map(({ purposeId, identifiers }) => [purposeId, identifiers[0]?.state]),
  );
}

it("withdraws what is given, refuses what was not, and leaves the rest as it is", async () => {
  await recordOne(ledger, givenOf(subject));
  await recordOne(ledger, givenOf(subject, { purposeId: "ads" }));
  await recordOne(ledger, givenOf(subject, { purposeId: "sharing", event: "refused" }));
  const outcome = await gpc();
  expect(outcome).toMatchObject({ outcome: "stored", events: { length: 4 } });
  expect(await told()).toEqual({
    ...{ newsletter: "given", ads: "withdrawn", sharing: "refused", profiling: "refused" },
    gone: "none",
  });
  const [signal] = (await ledger.ledger.events(subject, "signal/gpc")).events;
  const { events } = await ledger.consents.history(subject, "ads");
  expect(events[1]).toMatchObject({
    ...{ event: "withdrawn", signal: signal?.record?.["@id"], regarding: events[0]?.id },
    actor: { role: "subject" },
  });
  const answer = await ledger.consents.stateOf({ subject, purposeId: "ads", at: null });
  expect(answer.identifiers[0]).toMatchObject({ signalled: "gpc", ended: { id: events[0]?.id } });
  const given = await ledger.consents.stateOf({ subject, purposeId: "newsletter", at: null });
  expect(given.identifiers[0]).toMatchObject({ signalled: null, ended: null });
  const { signals } = await ledger.consents.statement(events[1]!.id);
  expect([...signals]).toEqual([[events[1]?.id, "gpc"]]);
});

it("is recorded alone where it changes nothing, and once for one request", async () => {
  const first = await gpc({}, "s1");
  ledger.clock.advance(1_000);
  const again = await gpc({}, "s1");
  expect(again).toMatchObject({
    events: [{ id: first.outcome === "stored" && first.events[0]?.id }],
  });
  expect(await gpc()).toMatchObject({ events: { length: 1 } });
  expect((await ledger.ledger.events(subject, "signal/gpc")).events).toHaveLength(2);
});

it("knows a number of its source again, and takes what was chosen meanwhile into account", async () => {
  const numbered = {
    ...{ externalNumber: `s-${subject}`, "@source": "shop" },
    "@occurredAt": new Date(ledger.clock.now()).toISOString(),
  };
  await gpc(numbered);
  expect(await gpc(numbered)).toMatchObject({ outcome: "known" });
  const both = await Promise.all([
    gpc(),
    recordOne(
      ledger,
      givenOf(subject, {
        "@occurredAt": new Date(ledger.clock.now()).toISOString(),
        ...{ purposeId: "ads", noticeVersion: 2 },
      }),
    ),
  ]);
  expect(both.map(({ outcome }) => outcome)).toEqual(["stored", "stored"]);
  // They occurred at once: when in doubt the refusal counts.
  expect(["refused", "withdrawn"]).toContain((await told()).ads);
});
