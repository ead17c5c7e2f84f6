/** Where partners are told: of who is erased only what somebody still waits for stays, and not for ever. */
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Giving, NewMessage } from "../../../../api/store/partner-store.ts";
import { openPartnersFile, type PartnersFile } from "../../../../api/store/sqlite/partners.ts";
import { newPlace } from "../../../helpers/store/places.ts";

const DAY = 86_400_000;
let place: ReturnType<typeof newPlace>;
let store: PartnersFile;
beforeEach(() => {
  place = newPlace();
  store = openPartnersFile({ file: join(place.directory, "partners.db") });
});
afterEach(() => {
  store.close();
  place.remove();
});

const idOf = (n: number): string => `msg_${String(n).padStart(32, "0")}`;
const message = (n: number, change: Partial<NewMessage> = {}): NewMessage => ({
  ...{ id: idOf(n), organization: "a", agreement: "x", version: 1, subject: "gone" },
  ...{ type: "person.erased", body: `{"n":${n}}`, madeAt: n, deleteBy: 1_000 },
  ...{ acknowledgeBy: 2_000, ...change },
});
const giving = (subject: string, record: string): Giving => ({
  ...{ agreement: "x", purpose: "p", subject, organization: "a", index: 3, version: 1 },
  ...{
    day: "2026-11-27",
    request: `r ${subject}`,
    stands: { covered: true, dueAt: null, held: false },
  },
  records: [{ id: record, kind: "order", version: 1 }],
});
const there = async (n: number) => (await store.message(idOf(n))) !== null;
const tried = async (n: number, delivered: boolean) =>
  store.attempted((await store.message(idOf(n)))!.number, {
    ...{ at: 5, milliseconds: 1, outcome: delivered ? "200" : "500", delivered, nextAt: null },
  });
const rows = (table: string): number =>
  store.client.prepare<[], number>(`SELECT count(*) FROM ${table}`).pluck().get() ?? 0;

describe("what was given", () => {
  beforeEach(() =>
    store.conclude({
      givings: [giving("gone", "one"), giving("gone", "two"), giving("kept", "three")],
    }),
  );

  it("goes at once, and that of others stays", async () => {
    await store.eraseSubjects(["gone", "nobody"]);
    expect(await store.givenOf(["gone"])).toEqual([]);
    expect(await store.recordGiven("one")).toEqual([]);
    expect(await store.recordGiven("three")).toHaveLength(1);
    expect(await store.givenOf(["kept"])).toHaveLength(1);
    expect(rows("usage_seen")).toBe(3);
    // Sums are of nobody.
    expect((await store.usage("x", null, 9)).days).toMatchObject([{ people: 2, requests: 2 }]);
  });

  it("goes with the step that tells of it, or not at all", async () => {
    const messages = [message(1)];
    await store.conclude({ messages, erased: ["gone"] });
    expect(await store.givenOf(["gone"])).toEqual([]);
    expect(await there(1)).toBe(true);
    const wrong = [{ ...message(2), body: "x".repeat(9_000) }];
    await expect(store.conclude({ erased: ["kept"], messages: wrong })).rejects.toThrow();
    expect(await store.givenOf(["kept"])).toHaveLength(1);
  });
});

describe("messages about who is erased", () => {
  beforeEach(() => store.eraseSubjects(["gone"]));

  it("stay while they wait, and until they are acknowledged as the terms want it", async () => {
    await store.put(message(1));
    expect(await store.pruneErased(400 * DAY)).toBe(0);
    await tried(1, true);
    expect(await store.pruneErased(10)).toBe(0);
    await store.acknowledge({ id: idOf(1), what: "received", at: 6, came: 6 });
    expect(await store.pruneErased(10)).toBe(0);
    await store.acknowledge({ id: idOf(1), what: "done", at: 7, came: 7 });
    expect(await store.pruneErased(10)).toBe(1);
    expect(await there(1)).toBe(false);
    expect(rows("attempt")).toBe(0);
    expect(rows("erased_subject")).toBe(0);
  });

  it("go when they are delivered, where nothing is to be acknowledged", async () => {
    await store.put(message(1, { deleteBy: null, acknowledgeBy: null }));
    await tried(1, true);
    expect(await store.pruneErased(10)).toBe(1);
  });

  it("go a year after what did not come was due", async () => {
    await store.put(message(1));
    await tried(1, true);
    expect(await store.pruneErased(2_000 + 365 * DAY)).toBe(0);
    expect(await store.pruneErased(2_001 + 365 * DAY)).toBe(1);
  });

  it("go 90 days after one was made that could not be told", async () => {
    await store.put(message(1));
    await tried(1, false);
    expect(await store.pruneErased(1 + 90 * DAY)).toBe(0);
    expect(await store.pruneErased(2 + 90 * DAY)).toBe(1);
  });

  it("of others, and of nobody, stay", async () => {
    await store.put(message(1, { subject: "kept", deleteBy: null, acknowledgeBy: null }));
    await store.put(message(2, { subject: null, deleteBy: null, acknowledgeBy: null }));
    for (const n of [1, 2]) await tried(n, true);
    expect(await store.pruneErased(900 * DAY)).toBe(0);
  });
});
