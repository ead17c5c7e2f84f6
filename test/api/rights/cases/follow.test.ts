/** The file of requests: it follows the log, and can be lost, be behind, or be another ledger's; of whoever is erased it keeps nothing that says whose it was. */
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { createFollowing } from "../../../../api/ledger/following.ts";
import { createCaseWalk } from "../../../../api/rights/cases/walk.ts";
import type { CaseStore } from "../../../../api/store/case-store.ts";
import { openCasesFile } from "../../../../api/store/sqlite/cases.ts";
import { newSubject, type TestLedger, testLedger } from "../../../helpers/ledger.ts";
import { newPlace } from "../../../helpers/store/places.ts";
import { asks, CUSTOMER, DAY_MS, step } from "./shared.ts";

let ledger: TestLedger;
let subject: string;
let directory: string;
beforeEach(async () => {
  ledger = await testLedger();
  onTestFinished(() => ledger.close());
  subject = await newSubject(ledger, "K-1");
  const place = newPlace();
  directory = place.directory;
  onTestFinished(place.remove);
});

const open = (): CaseStore => openCasesFile({ file: join(directory, "cases.db") });

/** All that a store tells, but for reminders. */
async function told(store: CaseStore) {
  const rows = await store.list({ limit: 100 });
  return { rows, counts: await store.counts(), of: await store.of(subject) };
}

async function follow(store: CaseStore, erased: readonly string[] = []): Promise<void> {
  const walk = createCaseWalk({
    ...{ ledger: ledger.ledger, store, size: () => ledger.store.size() },
    erasedAmong: async (all) => new Set(all.filter((one) => erased.includes(one))),
  });
  const { clock } = ledger;
  const following = createFollowing({
    ...{ ledger: ledger.ledger, store, walk, clock, size: () => ledger.store.size() },
    onBug: (error) => expect.fail(String(error)),
  });
  await following.caughtUp();
  await following.stop();
}

async function fill(): Promise<string[]> {
  const first = await asks(ledger, subject, { details: "SECRET-WORDS" });
  const second = await asks(ledger, subject, { requestType: "complaint" }, CUSTOMER);
  ledger.clock.advance(DAY_MS);
  await step(ledger, subject, first, "paused");
  const third = await asks(ledger, await newSubject(ledger, "K-2"));
  await step(ledger, subject, second, "refused");
  await step(ledger, subject, first, "noted", { change: { note: "SECRET-WORDS" } });
  return [first, second, third];
}

describe("the file of requests", () => {
  it("tells how each stands, in the order in which they came, and nothing in anybody's words", async () => {
    const [first, second, third] = await fill();
    const store = open();
    await follow(store);
    const { rows } = await told(store);
    expect(rows.map(({ id, state, number }) => [id, state, number])).toEqual([
      [third, "open", 3],
      [second, "decided", 2],
      [first, "paused", 1],
    ]);
    expect(await store.unread()).toBe(0);
    store.close();
    for (const name of ["cases.db"])
      expect(readFileSync(join(directory, name)).includes("SECRET-WORDS")).toBe(false);
  });

  it("says the same after every stop in between, after it was lost, and when it was behind", async () => {
    const whole = open();
    const wanted: unknown[] = [];
    for (let round = 0; round < 3; round++) {
      await fill();
      // Another process each time.
      const store = round === 0 ? whole : open();
      await follow(store);
      wanted.push(await told(store));
      store.close();
    }
    for (const end of ["", "-wal", "-shm"])
      rmSync(join(directory, `cases.db${end}`), { force: true });
    const again = open();
    await follow(again);
    expect(await told(again)).toEqual(wanted.at(-1));
    again.close();
  });

  it("of another ledger, or of a log that went another way, is made again; reminders stay with their ledger", async () => {
    const [first] = await fill();
    const store = open();
    await follow(store);
    const before = await told(store);
    const mark = { request: first!, dueAt: 1, kind: "soon", person: "person/o" } as const;
    expect(await store.mark([mark], 1)).toEqual([mark]);
    const at = await store.followed();
    await store.conclude({ followed: { ...at!, leafHash: "00".repeat(32) } });
    await follow(store);
    expect(await told(store)).toEqual(before);
    expect(await store.mark([mark], 2)).toEqual([]);
    await store.beginAgain(true);
    await store.belongsTo("0xanother");
    await follow(store);
    expect(await told(store)).toEqual(before);
    expect(await store.mark([mark], 3)).toEqual([mark]);
    store.close();
  });

  it("forgets whose a request was once they are erased, also in its raw bytes, and does not learn it again", async () => {
    const [first, second, third] = await fill();
    const store = open();
    await follow(store);
    expect(await store.eraseSubjects([subject])).toBe(2);
    expect(await store.eraseSubjects([subject])).toBe(0);
    expect(await store.scrub()).toBe(true);
    for (const end of ["", "-wal"])
      expect(readFileSync(join(directory, `cases.db${end}`)).includes(subject)).toBe(false);
    expect(await store.get(first!)).toMatchObject({ state: "erased", subject: null, dueAt: null });
    expect(await store.of(subject)).toEqual([]);
    expect((await store.counts()).reduce((sum, { count }) => sum + count, 0)).toBe(3);
    // Nothing that comes late brings it back.
    const row = { ...(await store.get(third!))!, id: first!, subject };
    const { number: _, ...late } = row;
    await store.conclude({ rows: [late], followed: (await store.followed())! });
    expect(await store.get(first!)).toMatchObject({ state: "erased", subject: null });
    await store.beginAgain(false);
    await follow(store, [subject]);
    expect(await store.get(second!)).toBeNull();
    expect((await store.list({ limit: 9 })).map(({ id }) => id)).toEqual([third]);
    store.close();
  });

  it("counts what was answered when its time was over, also of whoever is erased since", async () => {
    const [late, inTime, open_] = [
      await asks(ledger, subject),
      await asks(ledger, subject),
      await asks(ledger, subject),
    ];
    for (const id of [late, inTime, open_]) await step(ledger, subject, id, "refused");
    await step(ledger, subject, inTime, "answered");
    ledger.clock.advance(100 * DAY_MS);
    await step(ledger, subject, late, "answered");
    const store = open();
    await follow(store);
    expect(await store.late()).toBe(1);
    expect([await store.get(late), await store.get(inTime)]).toMatchObject([
      { late: true },
      { late: false },
    ]);
    await store.eraseSubjects([subject]);
    expect(await store.late()).toBe(1);
    store.close();
  });

  it("is listed by state, type, deadline and hand, page by page", async () => {
    const ids: string[] = [];
    for (let i = 0; i < 7; i++) ids.push(await asks(ledger, subject));
    await step(ledger, subject, ids[2]!, "withdrawn");
    await asks(ledger, subject, { requestType: "complaint" }, CUSTOMER);
    const store = open();
    await follow(store);
    const found = async (query: object) =>
      (await store.list({ limit: 3, ...query })).map(({ number }) => number);
    expect(await found({})).toEqual([8, 7, 6]);
    expect(await found({ below: 6 })).toEqual([5, 4, 3]);
    expect(await found({ states: ["withdrawn"] })).toEqual([3]);
    expect(await found({ type: "complaint" })).toEqual([8]);
    expect(await found({ handler: "person/staff", below: 3 })).toEqual([2, 1]);
    expect(await found({ handler: "person/officer" })).toEqual([3]);
    const { dueAt } = (await store.get(ids[0]!))!;
    expect(await found({ dueBefore: dueAt!, below: 4 })).toEqual([2, 1]);
    expect(await found({ dueFrom: dueAt! })).toEqual([]);
    expect(await store.due(dueAt! - 1)).toEqual({ overdue: 0, toCarryOut: 0, stuck: 0 });
    expect(await store.due(dueAt!)).toEqual({ overdue: 7, toCarryOut: 0, stuck: 0 });
    store.close();
  });
});
