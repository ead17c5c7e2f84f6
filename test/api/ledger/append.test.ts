/** Events: all of a unit or nothing, where their stream was expected, and each of a source once. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { consent } from "../../../api/consent/kinds/consent.ts";
import { merge } from "../../../api/consent/kinds/merge.ts";
import { notice } from "../../../api/consent/kinds/notice.ts";
import { Refusal } from "../../../api/core/errors.ts";
import type { Body, RecordKind } from "../../../api/core/kind.ts";
import type { EventUnit } from "../../../api/ledger/append.ts";
import { canonicalFields, type Draft } from "../../../api/ledger/draft.ts";
import { type TestLedger, testLedger } from "../../helpers/ledger.ts";

let ledger: TestLedger;
let subject: string;
let other: string;
beforeAll(async () => {
  ledger = await testLedger();
});
afterAll(() => ledger.close());
beforeEach(async () => {
  [subject, other] = (await ledger.vault.createSubjects(2)) as [string, string];
  const units = [subject, other].map((one) => ({ subject: one, referenceMac: null, createdAt: 0 }));
  await ledger.store.addSubjects(units);
});

function draftOf(kind: RecordKind, about: string, body: Body): Draft {
  const parsed = kind.parseBody(body);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  const canonical = canonicalFields(parsed.body);
  const occurredAt = "2026-11-22T09:00:00.000Z";
  return { kind, subject: about, occurredAt, source: "crm", body: parsed.body, canonical };
}

const given = (about: string, more: Body = {}): Draft =>
  draftOf(consent, about, {
    actor: { role: "subject" },
    event: "given",
    purposeId: "news",
    purposeVersion: 1,
    ...more,
  });

const unit = (...drafts: Draft[]): EventUnit => ({
  events: drafts.map((draft) => ({ draft })),
  idempotency: null,
});

const stream = (about = subject) => ledger.ledger.events(about, "consent/news");

describe("append", () => {
  it("records events in the stream that their body names, in order", async () => {
    const [done] = await ledger.ledger.append([unit(given(subject), given(subject))]);
    expect(done).toMatchObject({ outcome: "stored" });
    const { head, events } = await stream();
    expect(events.map(({ seq, record }) => [seq, record?.["@stream"]])).toEqual([
      [1, "consent/news"],
      [2, "consent/news"],
    ]);
    expect(head).toEqual({ seq: 2, leafHash: events[1]?.leafHash });
    expect(await ledger.ledger.events(subject, "consent/other")).toEqual({
      head: null,
      events: [],
    });
  });

  it("writes nothing where a stream has moved, and nothing of a unit of which one has", async () => {
    const { append } = ledger.ledger;
    const first = { draft: given(subject), expect: null };
    await append([{ events: [first], idempotency: null }]);
    const joined = draftOf(merge, other, { event: "joined", other: subject, reference: "phone" });
    const both = { events: [{ draft: joined, expect: null }, first], idempotency: null };
    expect(await append([both])).toEqual([{ outcome: "moved" }]);
    expect((await ledger.ledger.events(other, "merge")).events).toEqual([]);
    const { head } = await stream();
    const next = { events: [{ draft: given(subject), expect: head }], idempotency: null };
    expect(await append([next, next])).toMatchObject([{ outcome: "stored" }, { outcome: "moved" }]);
  });

  it("knows an event again by its source's number, and refuses another under it", async () => {
    const { append } = ledger.ledger;
    const externalNumber = `n-${subject}`;
    const event = unit(given(subject, { externalNumber }));
    const [first] = await append([event]);
    const id = first && "events" in first ? first.events[0]?.id : null;
    expect(await append([event])).toEqual([{ outcome: "known", id }]);
    const withdrawn = unit(given(subject, { externalNumber, event: "withdrawn" }));
    const elsewhere = unit(given(other, { externalNumber }));
    for (const wrong of [withdrawn, elsewhere])
      expect(await append([wrong])).toEqual([new Refusal("event_conflict", {})]);
    expect((await stream()).events).toHaveLength(1);
  });

  it("answers a repeated request with what became of it", async () => {
    const { append } = ledger.ledger;
    const event = { ...unit(given(subject)), idempotency: `key-${subject}` };
    const [first] = await append([event]);
    expect(await append([event])).toEqual([first]);
    const changed = { ...unit(given(subject, { note: "x" })), idempotency: event.idempotency };
    expect(await append([changed])).toEqual([new Refusal("idempotency_conflict", {})]);
    expect((await stream()).events).toHaveLength(1);
  });

  it("keeps what is the firm's with the firm, and other subjects away from it", async () => {
    const text = { event: "text", noticeId: "privacy" };
    const { append, firm } = ledger.ledger;
    const refused = new Refusal("reserved_subject", {});
    expect(await append([unit(draftOf(notice, subject, text))])).toEqual([refused]);
    expect(await append([unit(given(firm))])).toEqual([refused]);
    expect(await append([unit(draftOf(notice, firm, text))])).toMatchObject([
      { outcome: "stored" },
    ]);
    const unknown = "x".repeat(43);
    expect(await append([unit(given(unknown))])).toEqual([new Refusal("unknown_subject", {})]);
  });
});
