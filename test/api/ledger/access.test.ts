/** Records of who was shown what of whom: one a person and request, durable before anything is handed out. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Refusal } from "../../../api/core/errors.ts";
import type { Role } from "../../../api/core/principal.ts";
import { type Reader, type Reads, recordReads, type Shown } from "../../../api/ledger/access.ts";
import { appendEvents } from "../../../api/ledger/append.ts";
import type { Page } from "../../../api/ledger/read.ts";
import { createTileReader } from "../../../api/log/tile-reader.ts";
import type { Store, Unit } from "../../../api/store/store.ts";
import {
  customerOf,
  newSubject,
  orderOf,
  rejection,
  seededRandom,
  stored,
  type TestLedger,
  testLedger,
} from "../../helpers/ledger.ts";
import {
  FAULT_MODES,
  type Faults,
  faultyStore,
  type StoreWrite,
} from "../../helpers/store/faulty-store.ts";

let ledger: TestLedger;
let faults: Faults<StoreWrite>;
let subject: string;
let other: string;
/** The units of each commit. */
let commits: number[] = [];
/** Called before the next commit. */
let meanwhile: (() => Promise<unknown>) | null = null;

const counted = (store: Store): Store => ({
  ...store,
  async commit(units: readonly Unit[]) {
    const before = meanwhile;
    meanwhile = null;
    await before?.();
    commits.push(units.length);
    return store.commit(units);
  },
});

beforeAll(async () => {
  ledger = await testLedger({
    wrapStore(store) {
      const faulty = faultyStore(store);
      faults = faulty.faults;
      return counted(faulty.store);
    },
  });
});
afterAll(() => ledger.close());
beforeEach(async () => {
  subject = await newSubject(ledger);
  other = await newSubject(ledger);
  commits = [];
});

const readerOf = (role: Role, own: readonly string[] = []): Reader => ({
  id: "person/7",
  role,
  subjects: new Set(own),
  actsFor: new Set<string>(),
  organization: role === "partner" ? "org-1" : null,
});

const reads = (shown: readonly Shown[], change: Partial<Reads> = {}): Reads => ({
  reader: readerOf("staff"),
  route: "GET /v1/records/{id}",
  request: "request-1",
  shown,
  ...change,
});

const ID = "019ab1c2-0000-7000-8000-000000000000";
const order = { id: ID, kind: "order", version: 2, fields: null };
const shownOf = (about: string): Shown => ({ subject: about, records: [order] });

const recorded = async (about = subject) => {
  const { events } = await ledger.ledger.events(about, "access");
  return events.map(({ record }) => record!);
};

describe("a read", () => {
  it("is recorded in the stream of the person: who, in which role, what, for what", async () => {
    const told = [
      { what: "state", of: "consent/news", at: "2026-11-01T00:00:00.000Z" },
      { what: "consents", of: null, at: null },
    ] as const;
    const named = { ...order, version: 1, fields: ["total", "@source"] };
    await ledger.ledger.recordReads(
      reads([{ subject, records: [order, named], told }], {
        reader: readerOf("partner"),
        ...{ reason: "Abrechnung 月结", purposeId: "news", regarding: "case-1", consent: ID },
        ...{ agreement: { id: "a-1", version: 3 }, hash: "h".repeat(43) },
      }),
    );
    const [record] = await recorded();
    expect(record).toMatchObject({
      "@kind": "access",
      "@stream": "access",
      "@subject": subject,
      "@source": "counterfoil",
      "@occurredAt": "2026-11-22T09:30:00.000Z",
      "@version": 1,
    });
    const body = Object.entries(record!).filter(([name]) => !name.startsWith("@"));
    expect(Object.fromEntries(body)).toEqual({
      ...{ agreement: "a-1", agreementVersion: 3, consent: ID, hash: "h".repeat(43), note: null },
      ...{ organization: "org-1", outcome: "shown", purposeId: "news", refusal: null },
      ...{ reader: { id: "person/7", role: "partner" }, reason: "Abrechnung 月结" },
      ...{ regarding: "case-1", request: "request-1", route: "GET /v1/records/{id}" },
      records: [
        { id: ID, kind: "order", version: 2 },
        { id: ID, kind: "order", version: 1, fields: ["total", "@source"] },
      ],
      told: [{ what: "state", of: "consent/news", at: told[0].at }, { what: "consents" }],
    });
  });

  it("that was refused is recorded as such", async () => {
    await ledger.ledger.recordReads(reads([{ subject }], { refusal: "consent_withdrawn" }));
    expect(await recorded()).toMatchObject([
      { outcome: "refused", refusal: "consent_withdrawn", records: [], told: [] },
    ]);
  });

  it("of several pieces of one person is one record, and says nothing twice", async () => {
    const decision = { what: "decision", of: "news" } as const;
    await ledger.ledger.recordReads(
      reads([shownOf(subject), { subject, told: [decision] }, shownOf(subject), shownOf(other)]),
    );
    const [record, ...rest] = await recorded();
    expect(rest).toEqual([]);
    expect(record).toMatchObject({ records: [{ id: ID }], told: [decision] });
    expect((record!.records as []).length).toBe(1);
    expect(await recorded(other)).toMatchObject([{ request: "request-1", records: [{ id: ID }] }]);
    expect(commits).toEqual([2]);
  });

  it("of more than one record holds is in several, none of it missing", async () => {
    const many = Array.from({ length: 2_100 }, (_, i) => ({ ...order, version: i + 1 }));
    await ledger.ledger.recordReads(reads([{ subject, records: many }]));
    const all = await recorded();
    expect(all.length).toBeGreaterThan(2);
    const versions = all.flatMap(({ records }) =>
      (records as { version: number }[]).map(({ version }) => version),
    );
    expect(versions).toEqual(many.map(({ version }) => version));
    expect(commits).toEqual([all.length]);
  });

  it.each([300, 2])("of long lists of fields fits, however %i", async (count) => {
    const fields = Array.from({ length: 128 }, (_, i) => `f${"x".repeat(57)}${i}`);
    const records = Array.from({ length: count }, (_, i) => ({ ...order, version: i + 1, fields }));
    await ledger.ledger.recordReads(reads([{ subject, records }], { reason: "理".repeat(500) }));
    const all = await recorded();
    expect(all.flatMap((one) => one.records as [])).toHaveLength(count);
  });
});

describe("nothing is recorded", () => {
  it("of what people are shown of themselves, or of those they act for", async () => {
    const reader = readerOf("customer", [subject]);
    await ledger.ledger.recordReads(reads([shownOf(subject)], { reader }));
    expect(await recorded()).toEqual([]);
    await ledger.ledger.recordReads(reads([shownOf(subject), shownOf(other)], { reader }));
    expect(await recorded()).toEqual([]);
    expect(await recorded(other)).toHaveLength(1);
  });

  it("of the ledger's own subject, which is nobody, and of nothing", async () => {
    await ledger.ledger.recordReads(reads([shownOf(ledger.ledger.firm)]));
    await ledger.ledger.recordReads(reads([]));
    expect(commits).toEqual([]);
  });
});

describe("an officer", () => {
  it("states a reason, and without one is refused", async () => {
    const reader = readerOf("officer");
    const error = await rejection(ledger.ledger.recordReads(reads([shownOf(subject)], { reader })));
    expect(error).toMatchObject({ code: "reason_missing" });
    expect(await recorded()).toEqual([]);
    await ledger.ledger.recordReads(reads([shownOf(subject)], { reader, reason: "complaint 4" }));
    expect(await recorded()).toMatchObject([
      { reason: "complaint 4", reader: { id: "person/7", role: "officer" } },
    ]);
  });
});

describe("recording", () => {
  it("goes on where somebody else has read the same person meanwhile", async () => {
    const elsewhere = {
      ...{ store: ledger.store, vault: ledger.vault, clock: ledger.clock },
      ...{ random: seededRandom("elsewhere"), read: createTileReader(ledger.store) },
      ...{ commit: ledger.store.commit, promiseMilliseconds: 1 },
    };
    meanwhile = () =>
      recordReads(
        {
          ...{ clock: ledger.clock, reserved: async () => new Set<string>() },
          append: (units) => appendEvents(elsewhere, units),
        },
        reads([shownOf(subject)], { request: "the other" }),
      );
    await ledger.ledger.recordReads(reads([shownOf(subject)]));
    const all = await recorded();
    expect(all.map(({ request }) => request)).toEqual(["the other", "request-1"]);
  });

  it("of many at a time shares commits", async () => {
    const people = await Promise.all(Array.from({ length: 64 }, () => newSubject(ledger)));
    await Promise.all(people.map((one) => ledger.ledger.recordReads(reads([shownOf(one)]))));
    expect(commits.reduce((a, b) => a + b, 0)).toBe(64);
    expect(commits.length).toBeLessThan(8);
    for (const one of people) expect(await recorded(one)).toHaveLength(1);
  });

  it("of many people at once is one commit", async () => {
    const people = await Promise.all(Array.from({ length: 500 }, () => newSubject(ledger)));
    await ledger.ledger.recordReads(reads(people.map(shownOf)));
    expect(commits).toEqual([500]);
  });

  it.each(FAULT_MODES)("that fails (%s) is told to whoever waits", async (mode) => {
    faults.failNext("commit", mode);
    const error = await rejection(ledger.ledger.recordReads(reads([shownOf(subject)])));
    expect(error).toMatchObject({ name: "InjectedFault" });
    expect(await recorded()).toHaveLength(mode === "persisted" ? 1 : 0);
  });

  it("of nobody that is known is refused", async () => {
    const error = await rejection(ledger.ledger.recordReads(reads([shownOf("s".repeat(43))])));
    expect((error as Refusal).code).toBe("unknown_subject");
  });

  it("refuses what is no record of access as the bug it is", async () => {
    const error = await rejection(
      ledger.ledger.recordReads(reads([shownOf(subject)], { route: "" })),
    );
    expect(error).not.toHaveProperty("code");
    expect(await recorded()).toEqual([]);
  });
});

describe("a list of records", () => {
  const list = (kind: string | null, cursor: string | null = null, limit = 50) =>
    ledger.ledger.list({ subject, kind, cursor, limit });
  const read = (request: string) =>
    ledger.ledger.recordReads(reads([shownOf(subject)], { request }));

  it("has none of access, unless they are asked for", async () => {
    await stored(ledger, customerOf(subject));
    await read("r");
    await stored(ledger, orderOf(subject));
    const kinds = async (kind: string | null) =>
      (await list(kind)).records.map(({ record }) => record["@kind"]);
    expect(await kinds(null)).toEqual(["customer", "order"]);
    expect(await kinds("access")).toEqual(["access"]);
  });

  it("of access ends, though every page makes another", async () => {
    for (const request of ["1", "2", "3"]) await read(request);
    const seen: unknown[] = [];
    let cursor: string | null = null;
    do {
      const page: Page = await list("access", cursor, 1);
      seen.push(...page.records.map(({ record }) => record.request));
      cursor = page.next;
      await read("of a page");
      if (seen.length > 5) break;
    } while (cursor !== null);
    expect(seen).toEqual(["1", "2", "3"]);
  });
});
