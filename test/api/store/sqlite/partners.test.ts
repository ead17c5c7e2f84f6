/** The queue of messages as whoever sends relies on it, and that a step is kept as a whole or not at all. */
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { NewMessage, PartnerStore } from "../../../../api/store/partner-store.ts";
import { openPartnersFile, type PartnersFile } from "../../../../api/store/sqlite/partners.ts";
import { newPlace } from "../../../helpers/store/places.ts";

let place: ReturnType<typeof newPlace>;
let store: PartnersFile;
const open = () => openPartnersFile({ file: join(place.directory, "partners.db") });
beforeEach(() => {
  place = newPlace();
  store = open();
});
afterEach(() => {
  store.close();
});

const idOf = (n: number): string => `msg_${String(n).padStart(32, "0")}`;
const message = (n: number, change: Partial<NewMessage> = {}): NewMessage => ({
  ...{ id: idOf(n), organization: "a", agreement: "x", version: 1, subject: "one" },
  ...{ type: "consent.withdrawn", body: `{"n":${n}}`, madeAt: n, deleteBy: 1_000 },
  ...{ acknowledgeBy: 2_000, ...change },
});
const dueOf = async (organizations: string[], now = 10_000, limit = 100) =>
  (await store.due(organizations, now, limit)).map(({ id }) => Number(id.slice(4)));
const numberOf = async (n: number, of: PartnerStore = store) => (await of.message(idOf(n)))!.number;
const tried = async (n: number, delivered: boolean, nextAt: number | null, at = 5) =>
  store.attempted(await numberOf(n), {
    ...{ at, milliseconds: 1, outcome: delivered ? "200" : "500", delivered, nextAt },
  });

describe("the queue", () => {
  it("gives of each person the oldest alone, in order, to those who are asked for", async () => {
    for (const [n, change] of [
      [1, {}],
      [2, {}],
      [3, { subject: "two" }],
      [4, { subject: null }],
      [5, { organization: "b" }],
    ] as const)
      await store.put(message(n, change));
    expect(await dueOf(["a"])).toEqual([1, 3, 4]);
    expect(await dueOf(["a", "b"])).toEqual([1, 3, 4, 5]);
    expect(await dueOf(["a"], 10_000, 2)).toEqual([1, 3]);
    expect(await dueOf([])).toEqual([]);
    expect(await dueOf(["a"], 2)).toEqual([1]);
    await tried(1, true, null);
    expect(await dueOf(["a"])).toEqual([2, 3, 4]);
  });

  it("holds what comes behind until what is before was delivered or given up", async () => {
    for (const n of [1, 2]) await store.put(message(n));
    await tried(1, false, 500);
    expect(await dueOf(["a"], 100)).toEqual([]);
    expect(await store.nextDue(["a"])).toBe(500);
    expect(await dueOf(["a"], 500)).toEqual([1]);
    await tried(1, false, null);
    expect(await store.message(idOf(1))).toMatchObject({ state: "given_up", attempts: 2 });
    expect(await dueOf(["a"])).toEqual([2]);
    expect((await store.attemptsOf(await numberOf(1))).map(({ outcome }) => outcome)).toEqual([
      ...["500", "500"],
    ]);
    expect(await store.nextDue(["b"])).toBeNull();
  });

  it("takes a message once, and leaves what it has", async () => {
    await store.put(message(1));
    await tried(1, true, null);
    await store.put(message(1, { body: "{}" }));
    expect(await store.message(idOf(1))).toMatchObject({ state: "delivered", body: '{"n":1}' });
    expect(await dueOf(["a"])).toEqual([]);
  });

  it("gives again what is to go out again, and nothing that waits", async () => {
    await store.put(message(1));
    expect(await store.replay(999, 50)).toBe(false);
    await tried(1, true, null);
    expect(await store.replay(await numberOf(1), 50)).toBe(true);
    expect(await dueOf(["a"], 49)).toEqual([]);
    expect(await dueOf(["a"], 50)).toEqual([1]);
    // One that waits for its next attempt is due at once, and one that is due stays so.
    await tried(1, false, 5_000);
    expect(await dueOf(["a"], 60)).toEqual([]);
    expect(await store.replay(await numberOf(1), 60)).toBe(true);
    expect(await store.replay(await numberOf(1), 70)).toBe(true);
    expect((await store.message(idOf(1)))?.nextAt).toBe(60);
  });

  it("is held up by a test no more than by another agreement's", async () => {
    const nobody = { subject: null };
    await store.put(message(1, { ...nobody, agreement: "", type: "webhook.test" }));
    await store.put(message(2, { ...nobody, agreement: "x" }));
    await store.put(message(3, { ...nobody, agreement: "x" }));
    await store.put(message(4, { ...nobody, agreement: "y" }));
    expect(await dueOf(["a"])).toEqual([1, 2, 4]);
    await tried(1, false, 20_000);
    expect(await dueOf(["a"])).toEqual([2, 4]);
  });

  it("keeps back what is to wait, and whatever comes behind it of that person alone", async () => {
    await store.put(message(1));
    await store.put(message(2));
    await store.put(message(3, { subject: "two" }));
    await store.keepBack(await numberOf(1), 500);
    expect([await dueOf(["a"], 499), await dueOf(["a"], 500)]).toEqual([[3], [1, 3]]);
    expect(await store.nextDue(["a", "b"])).toBe(3);
    await tried(3, true, null);
    expect(await store.nextDue(["a"])).toBe(500);
    await store.keepBack(await numberOf(3), 1);
    expect((await store.message(idOf(3)))?.nextAt).toBeNull();
  });

  it("keeps of each message the newest attempts", async () => {
    await store.put(message(1));
    for (let at = 1; at <= 40; at++) await tried(1, false, at, at);
    const kept = await store.attemptsOf(await numberOf(1));
    expect(kept.map(({ at }) => at)).toEqual(Array.from({ length: 30 }, (_, i) => i + 11));
    expect(await store.message(idOf(1))).toMatchObject({ attempts: 40 });
  });

  it("sends nothing that was acknowledged, whatever comes of an attempt that was under way", async () => {
    await store.put(message(1));
    await store.acknowledge({ id: idOf(1), what: "received", at: 40, came: 45 });
    await tried(1, false, 500);
    expect(await store.message(idOf(1))).toMatchObject({
      ...{ state: "delivered", receivedAt: 40, doneAt: null, nextAt: null },
    });
    await store.acknowledge({ id: idOf(1), what: "done", at: 60, came: 65 });
    await store.acknowledge({ id: idOf(1), what: "done", at: 70, came: 64 });
    expect(await store.message(idOf(1))).toMatchObject({
      ...{ receivedAt: 40, receivedCame: 45, doneAt: 60, doneCame: 64 },
    });
  });
});

it("counts as overdue what is not received, or not done, in its time", async () => {
  await store.put(message(1));
  await store.put(message(2, { deleteBy: null, acknowledgeBy: null }));
  const overdue = async (now: number) => (await store.counts("x", null, now)).overdue;
  expect([await overdue(1_000), await overdue(1_001), await overdue(9_999)]).toEqual([0, 1, 1]);
  await store.acknowledge({ id: idOf(1), what: "received", at: 40, came: 45 });
  expect(await overdue(2_001)).toBe(1);
  await store.acknowledge({ id: idOf(1), what: "done", at: 40, came: 45 });
  expect(await overdue(2_001)).toBe(0);
  expect(await store.counts("x", "b", 9_999)).toEqual({ waiting: 0, givenUp: 0, overdue: 0 });
});

it("counts by agreement and organization, and what is overdue over all of them", async () => {
  for (const [n, change] of [
    [1, {}],
    [2, { subject: "two", organization: "b" }],
    [3, { subject: "three", agreement: "y" }],
  ] as const)
    await store.put(message(n, change));
  await tried(3, false, null);
  expect(await store.counts("x", null, 9_999)).toEqual({ waiting: 2, givenUp: 0, overdue: 2 });
  expect(await store.counts("x", "a", 9_999)).toEqual({ waiting: 1, givenUp: 0, overdue: 1 });
  expect(await store.counts("y", null, 9_999)).toEqual({ waiting: 0, givenUp: 1, overdue: 1 });
  expect([await store.overdue(1_000), await store.overdue(9_999)]).toEqual([0, 3]);
});

it("finds what is due, when the next is, and what is overdue quickly, however much there is", async () => {
  const many = Array.from({ length: 20_000 }, (_, n) =>
    message(n + 1, { subject: `s${n}`, acknowledgeBy: 1e6, deleteBy: 1e6 }),
  );
  await store.conclude({ messages: many });
  const timed = async (ask: () => Promise<unknown>): Promise<number> => {
    const took: number[] = [];
    for (let i = 0; i < 10; i++) {
      const since = performance.now();
      await ask();
      took.push(performance.now() - since);
    }
    return Math.min(...took);
  };
  const scan = await timed(async () =>
    store.client
      .prepare("SELECT count(*) FROM message WHERE length(body) = 1 AND type = 'x'")
      .get(),
  );
  // As often as the sender looks: a fraction of what reading all of them takes.
  expect(await timed(() => store.due(["a"], 1e9, 2))).toBeLessThan(scan / 2);
  expect(await timed(() => store.nextDue(["a"]))).toBeLessThan(scan / 2);
  const { client } = store;
  const plan = client
    .prepare<[], { detail: string }>(
      "EXPLAIN QUERY PLAN SELECT count(*) FROM message WHERE ((received_at IS NULL AND acknowledge_by IS NOT NULL) OR (done_at IS NULL AND delete_by IS NOT NULL)) AND ((received_at IS NULL AND acknowledge_by < 5) OR (done_at IS NULL AND delete_by < 5))",
    )
    .all();
  expect(plan.map(({ detail }) => detail)).toEqual([
    "SCAN message USING COVERING INDEX message_open",
  ]);
});

describe("a step", () => {
  const giving = {
    ...{ agreement: "x", purpose: "p", subject: "one", organization: "a", index: 7, version: 1 },
    ...{ day: "2026-11-27", request: "r", stands: { covered: true, held: false, dueAt: 90 } },
    records: [{ id: "record", kind: "order", version: 1 }],
  };
  const followed = { next: 8, leafHash: "ab", time: 5 };

  it("is there as a whole when the file is opened again", async () => {
    await store.conclude({ givings: [giving], messages: [message(1)], followed });
    store.close();
    store = open();
    expect(await store.followed()).toEqual(followed);
    expect(await store.givenOf(["one"])).toMatchObject([
      { covered: true, held: false, dueAt: 90, kinds: ["order"] },
    ]);
    expect(await store.recordGiven("record")).toMatchObject([{ version: 1, covered: true }]);
    expect(await dueOf(["a"])).toEqual([1]);
    expect(await store.nextRowDue()).toBe(90);
  });

  it("that fails leaves nothing", async () => {
    const bad = message(2, { body: "x".repeat(9_000) });
    await expect(
      store.conclude({ givings: [giving], messages: [message(1), bad], followed }),
    ).rejects.toThrow();
    expect(await store.followed()).toBeNull();
    expect(await store.anyGiven()).toBe(false);
    expect(await store.message(idOf(1))).toBeNull();
  });

  it("begun again leaves the messages; of another ledger nothing", async () => {
    expect(await store.belongsTo("l1")).toBe(true);
    await store.conclude({ givings: [giving], messages: [message(1)], followed });
    await store.beginAgain(false);
    expect([await store.followed(), await store.anyGiven()]).toEqual([null, false]);
    expect(await store.message(idOf(1))).not.toBeNull();
    expect(await store.belongsTo("l2")).toBe(false);
    await store.beginAgain(true);
    expect(await store.message(idOf(1))).toBeNull();
    expect(await store.belongsTo("l2")).toBe(true);
  });
});

describe("what is counted", () => {
  const giving = (n: number, change: object = {}) => ({
    ...{ agreement: "x", purpose: "p", subject: "one", organization: "a", index: n, version: 1 },
    ...{ day: "2026-11-27", request: "r", stands: null },
    records: [{ id: `record${n}`, kind: "order", version: 1 }],
    ...change,
  });

  it("is each organization's own, and of all the sum of it", async () => {
    await store.conclude({
      givings: [
        giving(1),
        giving(2),
        giving(3, { organization: "b", request: "s" }),
        giving(4, { organization: "b", request: "s", subject: "two" }),
      ],
    });
    const of = async (organization: string | null) => store.usage("x", organization, 10);
    const day = "2026-11-27";
    const [a, b, all] = [
      { requests: 1, records: 2, people: 1 },
      { requests: 1, records: 2, people: 2 },
      { requests: 2, records: 4, people: 3 },
    ];
    expect(await of("a")).toEqual({ days: [{ day, ...a }], total: a });
    expect(await of("b")).toEqual({ days: [{ day, ...b }], total: b });
    expect(await of(null)).toEqual({ days: [{ day, ...all }], total: { ...all, people: 2 } });
    expect((await of("c")).total).toEqual({ requests: 0, records: 0, people: 0 });
  });

  it("is not kept by whom once the day is over", async () => {
    await store.conclude({ givings: [giving(1), giving(2, { subject: "two" })] });
    await store.conclude({ givings: [giving(3, { day: "2026-11-28" })] });
    const seen = store.client.prepare("SELECT DISTINCT day FROM usage_seen").pluck().all();
    expect(seen).toEqual(["2026-11-28"]);
    const { days } = await store.usage("x", "a", 10);
    expect(days.map(({ people }) => people)).toEqual([1, 2]);
  });
});
