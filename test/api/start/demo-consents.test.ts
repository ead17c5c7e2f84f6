/** The demonstration's consents: what is in them, that they come once, and that every answer on every day is that of a naive replay. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Consents, createConsents } from "../../../api/consent/service.ts";
import type { ConsentAnswer } from "../../../api/consent/state-of.ts";
import { Refusal } from "../../../api/core/errors.ts";
import type { Ledger } from "../../../api/ledger/service.ts";
import { loadDemoConsents } from "../../../api/start/demo-consents/load.ts";
import { readRows, referenceOf } from "../../../api/start/demo-consents/rows.ts";
import { DEMO_DIRECTORY } from "../../../scripts/import/demo.ts";
import { readTable } from "../../../scripts/import/presets/northwind/tables.ts";
import { type Raw, type RawLedger, referenceAnswer } from "../../helpers/consent-reference.ts";
import { type TestLedger, testLedger } from "../../helpers/ledger.ts";

let ledger: TestLedger;
/** Every customer of Northwind, asked or not, and every account of the shop. */
const subjects = new Map<string, string>();
let raw: RawLedger;
let size: number;

async function recordsOf(subject: string, kinds: readonly string[]): Promise<Raw[]> {
  const found: Raw[] = [];
  for (let cursor: string | null = null, more = true; more; ) {
    const page = await ledger.ledger.list({ subject, kind: null, cursor, limit: 100 });
    found.push(...page.records.map(({ record }) => record as Raw));
    cursor = page.next;
    more = cursor !== null;
  }
  return found.filter((record) => kinds.includes(String(record["@kind"])));
}

beforeAll(async () => {
  ledger = await testLedger();
  await loadDemoConsents({ ledger: ledger.ledger, consents: ledger.consents });
  size = await ledger.store.size();
  const customers = new Set((await readRows()).flatMap(({ customer, other }) => [customer, other]));
  for await (const row of readTable(DEMO_DIRECTORY, "customers", null))
    customers.add(row.cell("customer_id"));
  customers.delete("");
  const names = [...customers];
  const made = await ledger.ledger.ensureSubjects(names.map(referenceOf));
  for (const [at, name] of names.entries()) subjects.set(name, made[at]!.subject);
  const people = new Map<string, readonly Raw[]>();
  for (const subject of subjects.values())
    people.set(subject, await recordsOf(subject, ["consent", "merge"]));
  raw = { purposes: await recordsOf(ledger.ledger.firm, ["purpose"]), people };
});
afterAll(() => ledger.close());

/** Nothing is written any more: each stream is read once. */
function readOnce(of: Ledger): Ledger {
  const kept = new Map<string, Promise<unknown>>();
  const once = <T>(key: string, read: () => Promise<T>): Promise<T> => {
    const before = kept.get(key);
    const found = before ?? read();
    if (before === undefined) kept.set(key, found);
    return found as Promise<T>;
  };
  return {
    ...of,
    events: (subject, stream) => once(`${subject} ${stream}`, () => of.events(subject, stream)),
    list: (query) => once(JSON.stringify(query), () => of.list(query)),
    standings: (names) => once(JSON.stringify(names), () => of.standings(names)),
    knownSubjects: (all) => once(JSON.stringify(all), () => of.knownSubjects(all)),
  };
}

const DAY = 86_400_000;
const FROM = Date.parse("2023-12-31T00:00:00.000Z");
const TO = Date.parse("2025-02-05T00:00:00.000Z");
const days: readonly string[] = Array.from({ length: (TO - FROM) / DAY }, (_, i) =>
  new Date(FROM + i * DAY).toISOString(),
);

/** A moment before, at and behind everything that is told of this person. */
function moments(subject: string): string[] {
  return (raw.people.get(subject) ?? [])
    .flatMap((record) => [record["@occurredAt"], record.validUntil])
    .filter((time) => typeof time === "string")
    .flatMap((time) => [-1, 0, 1].map((by) => new Date(Date.parse(time) + by).toISOString()))
    .filter((time) => Date.parse(time) < ledger.clock.now());
}

describe("the demonstration's consents", () => {
  it("hold what the field has to tell of", async () => {
    const events = [...raw.people.values()].flat().filter((one) => one["@kind"] === "consent");
    const count = (event: string) => events.filter((one) => one.event === event).length;
    expect(events.length).toBeGreaterThan(250);
    for (const event of ["requested", "given", "refused", "withdrawn", "renewed", "invalidated"])
      expect(count(event), event).toBeGreaterThan(0);
    expect(count("expired")).toBe(2);
    expect(new Set(events.map(({ noticeVersion }) => noticeVersion))).toEqual(
      new Set([1, 2, null]),
    );
    const roles = new Set(events.map(({ actor }) => (actor as { role: string }).role));
    expect([...roles].sort()).toEqual(["agent", "controller", "guardian", "subject", "system"]);
    const signalled = events.filter(({ signal }) => signal !== null);
    expect(new Set(signalled.map(({ event }) => event))).toEqual(new Set(["refused", "withdrawn"]));
    const never = [...subjects].filter(([, subject]) => raw.people.get(subject)!.length === 0);
    expect(never.map(([name]) => name)).toContain("ALFKI");
  });

  it("say of themselves that they are a demonstration", async () => {
    const controller = await ledger.consents.registry.controllerAt("2024-06-01T00:00:00.000Z");
    expect(controller?.name).toContain("demonstration");
    for (const { texts } of (await ledger.consents.registry.notice("northwind-privacy"))!
      .versions) {
      expect(texts.map(({ language }) => language)).toEqual(["en", "zh-CN"]);
      for (const { hash, language } of texts) {
        const shown = (await ledger.consents.registry.text(hash))?.text;
        expect(shown).toContain(language === "en" ? "demonstration" : "演示");
      }
    }
    for (const record of [...raw.people.values()].flat()) {
      const { event, signal, "@source": source } = record;
      // What the ledger makes of an end and of a signal stands beside what it follows from.
      if (event === "expired") expect(source).toBe("counterfoil");
      else expect(source).toBe("demonstration");
      if (event !== "expired" && !signal) expect(record.note).toMatch(/^Demonstration/);
    }
  });

  it("come once, also where the load was interrupted anywhere", async () => {
    await loadDemoConsents({ ledger: ledger.ledger, consents: ledger.consents });
    expect(await ledger.store.size()).toBe(size);
    // Among the firm's statements, and in the middle of the consents.
    for (const after of [5, 11]) await interrupted(after);
  });

  it("are answered of each pair, on every day and at every turn, as a naive replay answers", {
    timeout: 240_000,
  }, async () => {
    const once = readOnce(ledger.ledger);
    const consents = createConsents({ ledger: once, clock: ledger.clock });
    const purposes = (await consents.registry.purposes()).map(({ purposeId }) => purposeId);
    const reasons = new Set<string>();
    const everybody = [...subjects.values()];
    for (const time of days) await answered(consents, everybody, purposes, time, reasons);
    for (const subject of everybody) {
      for (const time of moments(subject))
        await answered(consents, [subject], purposes, time, reasons);
    }
    expect([...reasons].sort()).toEqual([
      ...["expired", "given", "invalidated", "never_asked", "not_covered"],
      ...["purpose_not_by_consent", "purpose_not_in_force", "purpose_retired"],
      ...["refused", "requested", "withdrawn"],
    ]);
  });
});

/** One by one, with what they rest on, and many at once. */
async function answered(
  consents: Consents,
  people: readonly string[],
  purposes: readonly string[],
  time: string,
  reasons: Set<string>,
): Promise<void> {
  const questions = people.flatMap((subject) =>
    purposes.map((purposeId) => ({ subject, purposeId })),
  );
  const decided = await consents.decideMany(questions, time);
  const answers: ConsentAnswer[] = [];
  for (const subject of people) answers.push(...(await consents.statesOf({ subject, at: time })));
  for (const [i, { subject, purposeId }] of questions.entries()) {
    const [answer, decision] = [answers[i]!, decided[i]!];
    const naive = referenceAnswer(raw, { subject, purposeId, time });
    const states = Object.fromEntries(answer.identifiers.map((one) => [one.subject, one.state]));
    const { allowed, reason } = answer;
    const told = JSON.stringify({ reason, states, allowed }) === JSON.stringify(naive);
    const same = !(decision instanceof Refusal) && decision.reason === naive.reason;
    reasons.add(naive.reason);
    if (told && same && decision.allowed === naive.allowed && answer.purposeId === purposeId)
      continue;
    // What differs is shown whole.
    expect({ answer: { ...answer, states }, decision, time }).toMatchObject({
      answer: { ...naive, purposeId },
      decision: { subject, purposeId, allowed: naive.allowed, reason: naive.reason },
    });
  }
}

/** A load into an empty ledger that ends after so many calls, or in the middle of one of many events, and the next one, which goes on. */
async function interrupted(after: number): Promise<void> {
  const other = await testLedger({ seed: `after ${after}` });
  let calls = 0;
  const breaking = new Proxy(other.consents, {
    get(target, name) {
      const method = target[name as keyof Consents];
      if (typeof method !== "function" || name === "parse") return method;
      return async (...args: readonly unknown[]) => {
        if (calls++ === after) {
          const [requests] = args;
          if (Array.isArray(requests)) await target.record(requests.slice(0, requests.length / 2));
          throw new Refusal("busy", {});
        }
        return (method as (...all: readonly unknown[]) => unknown)(...args);
      };
    },
  });
  const load = (consents: Consents) => loadDemoConsents({ ledger: other.ledger, consents });
  await expect(load(breaking)).rejects.toEqual(new Refusal("busy", {}));
  await load(other.consents);
  expect(await other.store.size()).toBe(size);
  await other.close();
}
