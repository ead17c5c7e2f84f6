/** Whatever is appended, the standing of each stream is what its records say; and where it is not, it is made anew from them. */
import { afterEach, describe, expect, it } from "vitest";
import { consent } from "../../../api/consent/kinds/consent.ts";
import { merge } from "../../../api/consent/kinds/merge.ts";
import { signal } from "../../../api/consent/kinds/signal.ts";
import type { Body, RecordKind } from "../../../api/core/kind.ts";
import type { EventDraft, EventUnit } from "../../../api/ledger/append.ts";
import { canonicalFields } from "../../../api/ledger/draft.ts";
import { decodeStanding, keptOf, standingKey } from "../../../api/ledger/standing.ts";
import type { StandingRow } from "../../../api/store/standings.ts";
import { rejection, type TestLedger, testLedger } from "../../helpers/ledger.ts";
import { FAULT_MODES, faultyStore, InjectedFault } from "../../helpers/store/faulty-store.ts";
import { everyMacHolds } from "../../helpers/store/row-mac.ts";

let ledger: TestLedger;
afterEach(() => ledger.close());

async function newSubjects(count: number): Promise<string[]> {
  const subjects = await ledger.vault.createSubjects(count);
  await ledger.store.addSubjects(
    subjects.map((subject) => ({ subject, referenceMac: null, createdAt: 0 })),
  );
  return subjects;
}

let minute = 0;
function draftOf(kind: RecordKind, subject: string, fields: Body): EventDraft["draft"] {
  const parsed = kind.parseBody(fields);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  const { body } = parsed;
  const occurredAt = new Date(Date.parse("2026-11-22T09:00:00Z") + 60_000 * minute++).toISOString();
  return { kind, subject, occurredAt, source: "crm", body, canonical: canonicalFields(body) };
}

const event = (subject: string, what: string, purposeId = "news") =>
  draftOf(consent, subject, {
    actor: { role: "subject" },
    ...{ event: what, purposeId, purposeVersion: 1 },
    validUntil: what === "given" ? "2027-01-01T00:00:00.000Z" : null,
  });
const joining = (subject: string, other: string, what = "joined") =>
  draftOf(merge, subject, { event: what, other, reference: "phone" });

const unit = (...drafts: EventDraft["draft"][]): EventUnit => ({
  events: drafts.map((draft) => ({ draft })),
  idempotency: null,
});
const append = async (...units: EventUnit[]): Promise<unknown[]> =>
  (await ledger.ledger.append(units)).map((one) => ("outcome" in one ? one.outcome : one));

async function rowOf(subject: string, stream: string): Promise<StandingRow | "damaged" | null> {
  const [row] = await ledger.store.standings([standingKey(ledger.vault.mac, subject, stream)]);
  return row ?? null;
}

/** The standing as it is stored, and as the records tell it. */
async function both(subject: string, kind: RecordKind, stream: string) {
  const { events } = await ledger.ledger.events(subject, stream);
  const told = events.map(
    ({ record }) => record && { occurredAt: String(record["@occurredAt"]), body: record },
  );
  const row = await rowOf(subject, stream);
  if (row === null || row === "damaged") return { row, events: events.length };
  const [bytes] = await ledger.vault.openStandings([row]);
  const { kept, ...stored } = decodeStanding(bytes!)!;
  expect(stored).toEqual({ stream, seq: events.length });
  expect(row).toMatchObject({ subject, headSeq: events.length, index: events.at(-1)?.index });
  expect(Buffer.from(kept)).toEqual(Buffer.from(keptOf(kind.standing!, told)!));
  return { row, events: events.length };
}

describe("the standings of a ledger", () => {
  it("are what the records of their streams say, whatever was appended together", async () => {
    ledger = await testLedger();
    const [a, b] = (await newSubjects(2)) as [string, string];
    await append(unit(event(a, "requested")), unit(event(b, "refused")));
    await append(unit(event(a, "given"), event(a, "withdrawn"), event(a, "given", "profile")));
    await append(unit(joining(a, b), joining(b, a), event(b, "given")));
    await append(unit(joining(a, b, "separated"), event(a, "given")));
    expect((await both(a, consent, "consent/news")).events).toBe(4);
    expect((await both(a, consent, "consent/profile")).events).toBe(1);
    expect((await both(b, consent, "consent/news")).events).toBe(2);
    expect((await both(a, merge, "merge")).events).toBe(2);
    expect((await both(b, merge, "merge")).events).toBe(1);
    const { rows, last } = await ledger.store.standingsAfter(0, 99);
    expect([rows.length, last]).toEqual([5, 5]);
    await ledger.restart();
    await append(unit(event(a, "withdrawn")));
    expect((await both(a, consent, "consent/news")).events).toBe(5);
  });

  it("are none of other kinds", async () => {
    ledger = await testLedger();
    const [a] = (await newSubjects(1)) as [string];
    expect(await append(unit(draftOf(signal, a, { signal: "gpc", value: "1" })))).toEqual([
      "stored",
    ]);
    expect((await ledger.store.standingsAfter(0, 9)).rows).toEqual([]);
  });

  it("let one of two win that rest on the same place, said or unsaid", async () => {
    ledger = await testLedger();
    const [a] = (await newSubjects(1)) as [string];
    expect(await append(unit(event(a, "given")), unit(event(a, "given")))).toEqual([
      "stored",
      "moved",
    ]);
    const { head } = await ledger.ledger.events(a, "consent/news");
    const next = (): EventUnit => ({
      events: [{ draft: event(a, "withdrawn"), expect: head }],
      idempotency: null,
    });
    expect(await append(next(), unit(event(a, "given")), next())).toEqual([
      "stored",
      "moved",
      "moved",
    ]);
    expect(await append(next())).toEqual(["moved"]);
    expect((await both(a, consent, "consent/news")).events).toBe(2);
  });

  it.each([
    ["gone", "DELETE FROM standings"],
    ["of another row", "UPDATE standings SET sealed = x'00'"],
    [
      "as it was before, said to end where another stream does",
      `UPDATE standings SET sealed = (SELECT sealed FROM old WHERE old.key = standings.key),
         idx = 1 WHERE number = 1`,
    ],
    [
      "as it was before, said to be of the newest event",
      "UPDATE standings SET sealed = (SELECT sealed FROM old WHERE old.key = standings.key)",
    ],
    ["as it was before, with its own authenticator", ""],
  ])("are made anew from the records where one is %s", async (_, sql) => {
    ledger = await testLedger();
    const [a, b] = (await newSubjects(2)) as [string, string];
    await append(unit(event(a, "given")), unit(event(b, "given")));
    const columns = "key, subject, idx, sealed, number, mac";
    ledger.tamper((database) =>
      database.exec(`CREATE TABLE old AS SELECT ${columns} FROM standings`),
    );
    await append(unit(event(a, "withdrawn")));
    ledger.tamper((database) => {
      if (sql !== "") database.exec(sql);
      else database.exec(`DELETE FROM standings; INSERT INTO standings SELECT ${columns} FROM old`);
      database.exec("DROP TABLE old");
    });
    const [before] = await ledger.ledger.standings([{ subject: a, stream: "consent/news" }]);
    expect(before).toBe(sql.startsWith("DELETE") ? null : "unread");
    expect(await append(unit(event(a, "given")))).toEqual(["stored"]);
    expect((await both(a, consent, "consent/news")).events).toBe(3);
  });

  it("know of records that are gone", async () => {
    ledger = await testLedger();
    const [a] = (await newSubjects(1)) as [string];
    await append(unit(event(a, "given")), unit(event(a, "requested", "profile")));
    await append(unit(event(a, "withdrawn")));
    ledger.tamper((database) => {
      database.pragma("foreign_keys = OFF");
      database.exec("DELETE FROM records WHERE idx = 3; DELETE FROM standings");
    });
    await append(unit(event(a, "given")));
    expect((await both(a, consent, "consent/news")).events).toBe(3);
  });

  it.each(FAULT_MODES)(
    "come with their event or not at all, where the write has %s",
    async (mode) => {
      let faults: ReturnType<typeof faultyStore>["faults"] | undefined;
      ledger = await testLedger({
        wrapStore: (inner) => {
          const faulty = faultyStore(inner);
          faults = faulty.faults;
          return faulty.store;
        },
      });
      const [a] = (await newSubjects(1)) as [string];
      await append(unit(event(a, "given")));
      faults?.failNext("commit", mode);
      expect(await rejection(append(unit(event(a, "withdrawn"))))).toBeInstanceOf(InjectedFault);
      const { events } = await both(a, consent, "consent/news");
      expect(events).toBe(mode === "failed" ? 1 : 2);
      await append(unit(event(a, "given")));
      expect((await both(a, consent, "consent/news")).events).toBe(events + 1);
      everyMacHolds(`${ledger.directory}/ledger.db`);
    },
  );
});
