/** Whoever follows the log: at once, from wherever it was, past what is damaged, and by no other log than this. */
import { setTimeout as wait } from "node:timers/promises";
import { afterEach, beforeEach, expect, it } from "vitest";
import { Refusal } from "../../../../api/core/errors.ts";
import { createFollower } from "../../../../api/sharing/push/follower.ts";
import { recordedQueue } from "../../../../api/sharing/push/on-record.ts";
import type { PartnersFile } from "../../../../api/store/sqlite/partners.ts";
import { type TestLedger, testLedger } from "../../../helpers/ledger.ts";
import { ORGANIZATION, personOf, type Shared, sharedFirm } from "../delivery/shared.ts";
import { followerOf, give, messagesOf, partnersOf, walk, withdraw } from "./shared.ts";

let ledger: TestLedger;
let shared: Shared;
let store: PartnersFile;
beforeEach(async () => {
  ledger = await testLedger();
  shared = await sharedFirm(ledger);
  store = partnersOf(ledger);
});
afterEach(async () => {
  store.close();
  await ledger.close();
});

async function given(): Promise<string> {
  const { subject, customer } = await personOf(ledger);
  const records = [{ id: customer, kind: "customer", version: 1 }];
  await give(ledger, { subject, agreement: shared.agreementId, records });
  return subject;
}
const told = async (of = store) =>
  (await messagesOf(of, shared.agreementId)).map(({ type, subject }) => [type, subject]);

it("is told within a second of what was recorded, and stops cleanly", async () => {
  const follower = followerOf(ledger, store);
  const subject = await given();
  follower.start();
  await follower.caughtUp();
  await withdraw(ledger, subject);
  const since = performance.now();
  follower.poke();
  while ((await told()).length === 0 && performance.now() - since < 5_000) await wait(10);
  expect(performance.now() - since).toBeLessThan(1_000);
  expect(await told()).toEqual([["consent.withdrawn", subject]]);
  await follower.stop();
  await expect(follower.caughtUp()).resolves.toBeUndefined();
  await withdraw(ledger, await given());
  await expect(follower.caughtUp()).rejects.toMatchObject({ code: "busy" });
});

it("begins again where its file has followed another log, and says the same under the same ids", async () => {
  const subject = await given();
  await withdraw(ledger, subject);
  await followerOf(ledger, store).caughtUp();
  const before = await messagesOf(store, shared.agreementId);
  expect(before).toHaveLength(1);
  for (const followed of [
    { next: 10_000, leafHash: "ab".repeat(32), time: 0 },
    { next: 3, leafHash: "ab".repeat(32), time: 0 },
  ]) {
    await store.conclude({ followed });
    await followerOf(ledger, store).caughtUp();
    expect(await messagesOf(store, shared.agreementId)).toEqual(before);
    expect((await store.followed())?.next).toBe(await ledger.store.size());
  }
});

it("leaves a file of another ledger nothing of what it had", async () => {
  await store.belongsTo("0x".padEnd(66, "9"));
  const subject = await given();
  const [id, agreement] = [`msg_${"0".repeat(32)}`, shared.agreementId];
  await store.put({
    ...{ id, organization: "x", agreement, version: 1, subject, type: "consent.withdrawn" },
    ...{ body: "{}", madeAt: 1, deleteBy: null, acknowledgeBy: null },
  });
  await followerOf(ledger, store).caughtUp();
  expect(await told()).toEqual([]);
  expect(
    await store.wasGiven({ agreement, subject, purpose: "newsletter", organization: ORGANIZATION }),
  ).toBe(true);
});

it("goes past records that are damaged, and counts them", async () => {
  const [one, other] = [await given(), await given()];
  await withdraw(ledger, one);
  await withdraw(ledger, other);
  const { records } = await ledger.ledger.list({
    ...{ subject: one, kind: "access", cursor: null, limit: 1 },
  });
  const damaged = records[0]!.id;
  const record: typeof ledger.ledger.record = async (id, version) => {
    if (id === damaged) throw new Refusal("damaged", { what: "record", index: 1, id });
    return ledger.ledger.record(id, version);
  };
  const { places } = await ledger.ledger.placesIn(0, await ledger.store.size());
  const row = places.find(({ id }) => id === damaged)!;
  const placesIn: typeof ledger.ledger.placesIn = async (from, below) => {
    // A row that does not hold takes its whole page with it.
    if (from <= row.index - 1 && below > row.index - 1)
      throw new Refusal("damaged", { what: "record", index: row.index - 1 });
    return ledger.ledger.placesIn(from, below);
  };
  const follower = createFollower({
    ...{ ledger: { ...ledger.ledger, record, placesIn }, store, clock: ledger.clock },
    ...{ size: () => ledger.store.size(), onBug: () => {} },
  });
  await follower.caughtUp();
  expect(await told()).toEqual([["consent.withdrawn", other]]);
  expect(await store.unread()).toBe(1);
});

type RecordReads = TestLedger["ledger"]["recordReads"];
/** A ledger that fails so of some people. */
const failing = (of: readonly string[], refuse: () => Error) => {
  const recordReads: RecordReads = async (reads) => {
    if (of.includes(reads.shown[0]!.subject)) throw refuse();
    await ledger.ledger.recordReads(reads);
  };
  return { newId: ledger.ledger.newId, recordReads };
};
const subjectsOf = async (of: Pick<TestLedger["ledger"], "newId" | "recordReads">, limit = 10) =>
  (await recordedQueue({ ledger: of, store }).due([ORGANIZATION], ledger.clock.now(), limit)).map(
    ({ subject }) => subject,
  );

it.each([1, 2])(
  "sends of others while some cannot be put on record, %i at a time",
  async (limit) => {
    const people: string[] = [];
    for (let i = 0; i < 5; i++) {
      const subject = await given();
      await withdraw(ledger, subject);
      people.push(subject);
    }
    await walk(ledger, store);
    const damaged = people.slice(0, 3);
    const what = { what: "record", index: 1 } as const;
    const bad = failing(damaged, () => new Refusal("damaged", what));
    const sent: (string | null)[] = [];
    // Whoever asks gets others at once, not after as many looks as there are such people.
    for (let i = 0; i < 2; i++) {
      for (const message of await recordedQueue({ ledger: bad, store }).due(
        [ORGANIZATION],
        ledger.clock.now(),
        limit,
      )) {
        sent.push(message.subject);
        const attempt = { at: 1, milliseconds: 1, outcome: "200", delivered: true, nextAt: null };
        await store.attempted(message.number, attempt);
      }
    }
    expect(sent).toEqual(people.slice(3));
    // Mended, and a while later, they are told, too.
    expect(await subjectsOf(ledger.ledger)).toEqual([]);
    ledger.clock.advance(10 * 60_000);
    expect(await subjectsOf(ledger.ledger)).toEqual(damaged);
  },
);

it("tells of nobody without a record but of who was erased, whatever keeps it from being made", async () => {
  const one = await given();
  await withdraw(ledger, one);
  await walk(ledger, store);
  for (const refusal of [
    new Refusal("content_lost", { index: 1 }),
    new Refusal("too_large", {} as never),
    new Refusal("busy", {}),
    new Refusal("halted", {}),
  ]) {
    expect(await subjectsOf(failing([one], () => refusal))).toEqual([]);
    ledger.clock.advance(10 * 60_000);
  }
  await expect(subjectsOf(failing([one], () => new Error("a bug")))).rejects.toThrow("a bug");
  expect(await subjectsOf(ledger.ledger)).toEqual([]);
  ledger.clock.advance(10 * 60_000);
  expect(await subjectsOf(failing([one], () => new Refusal("unknown_subject", {})))).toEqual([one]);
});

it("puts on record what a partner is told of a person before it goes out, once, and holds back nobody else", async () => {
  const [one, other] = [await given(), await given()];
  await withdraw(ledger, one);
  await withdraw(ledger, other);
  await walk(ledger, store);
  expect(await subjectsOf(failing([one], () => new Refusal("busy", {})))).toEqual([other]);
  ledger.clock.advance(5_000);
  expect(await subjectsOf(ledger.ledger)).toEqual([one, other]);
  expect(await subjectsOf(ledger.ledger)).toEqual([one, other]);
  for (const subject of [one, other]) {
    const { records } = await ledger.ledger.list({
      ...{ subject, kind: "access", cursor: null, limit: 10 },
    });
    const routes = records.filter(({ record }) => record.route === "webhook");
    expect(routes.map(({ record }) => record)).toMatchObject([
      {
        ...{ agreement: shared.agreementId, organization: "fourth-coffee", records: [] },
        told: [{ what: "decision", of: "newsletter" }],
      },
    ]);
  }
  // What tells that somebody was told gives nothing.
  await walk(ledger, store);
  expect((await told()).length).toBe(2);
});
