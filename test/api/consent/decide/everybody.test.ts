/** How everybody stands to one purpose on a day. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { STANDS, type Stands } from "../../../../api/consent/decide/everybody.ts";
import { day, foundFirm, givenOf, recordOne } from "../../../helpers/consents.ts";
import { newSubject, testLedger } from "../../../helpers/ledger.ts";
import { refusal, type TestApp, testApp } from "../../http/fixtures.ts";

let app: TestApp;
const people: string[] = [];
const path = "/v1/purposes/newsletter/consents";

async function get<T>(address: string): Promise<T> {
  const response = await app.send(address);
  expect(response.status).toBe(200);
  return (await response.json()) as T;
}
interface Page {
  readonly at: string;
  readonly people: readonly Stands[];
  readonly next: string | null;
  readonly whole: boolean;
}
const page = (query = "") => get<Page>(`${path}?${query}`);

beforeAll(async () => {
  app = await testApp({ recordReads: true });
  await foundFirm(app);
  for (const number of ["E-1", "E-2", "E-3", "E-4"]) people.push(await newSubject(app, number));
  for (const one of people.slice(0, 3)) await recordOne(app, givenOf(one));
  await recordOne(app, {
    ...{ "@subject": people[1]!, event: "withdrawn", purposeId: "newsletter" },
    "@occurredAt": day(4, 1),
  });
});
afterAll(() => app.close());

describe("how everybody stands to a purpose", () => {
  it("tells of each who was asked or chose, as a decision would", async () => {
    const { people: told, next, whole } = await page();
    expect([next, whole]).toEqual([null, true]);
    expect(told.map(({ subject, reason, allowed }) => [subject, reason, allowed])).toEqual([
      [people[0], "given", true],
      [people[1], "withdrawn", false],
      [people[2], "given", true],
    ]);
    expect(told[1]?.since).toBe(day(4, 1));
    for (const { subject, reason } of told)
      expect(
        await app.consents.stateOf({ subject, purposeId: "newsletter", at: null }),
      ).toMatchObject({
        reason,
      });
  });

  it("tells what was so on the day", async () => {
    const at = day(3, 28);
    const told = await page(`at=${at}`);
    expect(told.at).toBe(at);
    expect(told.people.map(({ reason }) => reason)).toEqual(["given", "given", "given"]);
  });

  it("comes page by page, and by state", async () => {
    const seen: string[] = [];
    for (let cursor: string | null = ""; cursor !== null; ) {
      const told: Page = await page(`limit=1${cursor && `&cursor=${cursor}`}`);
      seen.push(...told.people.map(({ subject }) => subject));
      expect(told.people.length).toBeLessThanOrEqual(1);
      cursor = told.next;
    }
    expect(seen).toEqual(people.slice(0, 3));
    const { people: withdrawn } = await page("state=withdrawn");
    expect(withdrawn.map(({ subject }) => subject)).toEqual([people[1]]);
  });

  it("is counted, of nobody", async () => {
    const before = await app.store.size();
    const counted = await get<{ total: number; counts: object }>(`${path}/counts`);
    expect(counted).toMatchObject({ total: 3, counts: { given: 2, withdrawn: 1 } });
    expect(JSON.stringify(counted)).not.toContain(people[0]);
    expect(await app.store.size()).toBe(before);
  });

  it("is recorded with each who is shown, and with nobody else", async () => {
    const events = async (one: string) => (await app.ledger.events(one, "access")).events.length;
    const before = await Promise.all(people.map(events));
    await page("state=withdrawn");
    const after = await Promise.all(people.map(events));
    expect(after.map((count, i) => count - before[i]!)).toEqual([0, 1, 0, 0]);
  });

  it("tells of joined identifiers what holds over all of them", async () => {
    await app.consents.merge({
      ...{ "@subject": people[0]!, other: people[1]!, event: "joined", reference: "x" },
    });
    const { people: told } = await page();
    expect(told[0]).toMatchObject({ reason: "withdrawn", since: null });
    expect(told[1]).toMatchObject({ reason: "withdrawn", since: day(4, 1) });
  });

  it("says so where somebody cannot be read, and hides nobody else", async () => {
    app.tamper((sql) => {
      sql.exec(
        `UPDATE records SET sealed = zeroblob(60) WHERE kind = 'consent' AND subject = '${people[2]}'`,
      );
      sql.exec(`UPDATE standings SET sealed = zeroblob(60) WHERE subject = '${people[2]}'`);
    });
    // Counts are kept for some seconds.
    app.clock.advance(5_000);
    const { people: told, whole } = await page();
    expect([told.length, whole]).toEqual([2, false]);
    expect(await get(`${path}/counts`)).toMatchObject({ total: 2, whole: false });
  });

  it.each([
    ["?at=2099-01-01T00:00:00.000Z", "400 invalid_parameter"],
    ["?state=nothing", "400 invalid_parameter"],
    ["?cursor=0", "400 invalid_parameter"],
    ["?limit=201", "400 invalid_parameter"],
    ["/counts?at=yesterday", "400 invalid_parameter"],
  ])("refuses %s", async (query, expected) => {
    expect(await refusal(app.send(`${path}${query}`))).toBe(expected);
    for (const address of ["", "/counts"])
      expect(await refusal(app.send(`/v1/purposes/nothing/consents${address}`))).toBe(
        "422 consent_refused",
      );
  });

  it("has a name for all that may be so", () => expect(new Set(STANDS).size).toBe(STANDS.length));
});

it("tells of who has objected, though they were never asked, once", async () => {
  const ledger = await testLedger();
  try {
    await foundFirm(ledger);
    const [opposed, both, restricted] = [
      await newSubject(ledger),
      await newSubject(ledger),
      await newSubject(ledger),
    ];
    await recordOne(ledger, givenOf(both));
    const actor = { id: "person/1", role: "officer" } as const;
    for (const subject of [opposed, both])
      await ledger.consents.restrict(
        { subject, actor },
        { event: "objected", purposeId: "newsletter" },
      );
    await ledger.consents.restrict(
      { subject: restricted, actor },
      { event: "restricted", ground: "claims" },
    );
    const query = { purposeId: "newsletter", at: null, reason: null, after: 0, limit: 50 };
    const { people } = await ledger.consents.everybody(query);
    expect(people.map(({ subject, reason }) => [subject, reason]).sort()).toEqual(
      [opposed, both].map((subject) => [subject, "objected"]).sort(),
    );
  } finally {
    await ledger.close();
  }
});

it("of now, tells of a restriction that is dated ahead, as after a clock was set back", async () => {
  const ledger = await testLedger();
  try {
    await foundFirm(ledger);
    const subject = await newSubject(ledger);
    await recordOne(ledger, givenOf(subject));
    const actor = { id: "person/1", role: "officer" } as const;
    await ledger.consents.restrict({ subject, actor }, { event: "restricted", ground: "claims" });
    ledger.clock.advance(-3_600_000);
    const query = { purposeId: "newsletter", at: null, reason: null, after: 0, limit: 50 };
    const { people } = await ledger.consents.everybody(query);
    expect(people).toMatchObject([{ subject, allowed: false, reason: "restricted" }]);
  } finally {
    await ledger.close();
  }
});
