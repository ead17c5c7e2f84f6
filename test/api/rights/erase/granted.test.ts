/** A request for erasure, from its decision to its end: it erases whom it is of, as they were when it was decided, and nobody else. */
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { Refusal } from "../../../../api/core/errors.ts";
import { type Carrier, createCarrier } from "../../../../api/rights/cases/carry.ts";
import { erasureHandler } from "../../../../api/rights/erase/handler.ts";
import { type TestLedger, testLedger } from "../../../helpers/ledger.ts";
import { asks, stateOf, step } from "../cases/shared.ts";
import { grantOf } from "../granted.ts";
import { firm, OFFICER, PLANTED, somebody } from "./scene.ts";

let ledger: TestLedger;
let carrier: Carrier;
let a: string;
let b: string;
beforeEach(async () => {
  ledger = await testLedger();
  onTestFinished(() => ledger.close());
  await firm(ledger);
  a = await somebody(ledger);
  b = await somebody(ledger, { ...PLANTED, number: "N-2", order: "O-2", name: "Bee" });
  const { clock, cases: store, rights } = ledger;
  const handlers = { erasure: erasureHandler(rights.erasures) };
  carrier = createCarrier({ ledger: ledger.ledger, store, clock, handlers, inHand: new Set() });
});

async function granted(subject: string): Promise<string> {
  const id = await asks(ledger, subject, { requestType: "erasure" });
  await decide(subject, id);
  return id;
}

async function decide(subject: string, id: string): Promise<void> {
  const { hash } = await ledger.rights.erasures.preview(subject, new Set());
  const change = { regarding: [{ what: "erasure-plan", id: hash }] };
  await step(ledger, subject, id, "granted", { change });
}

async function round(): Promise<number> {
  // The file of requests has what was recorded.
  await ledger.rights.requests.summary();
  const carried = await carrier.round((error) => expect.fail(String(error)));
  for (const { id } of await ledger.rights.erasures.unfinished())
    await ledger.rights.erasures.settled(id);
  return carried;
}

const keysOf = async (subject: string) =>
  (await ledger.keyStore.sealingKeysOf([subject])).map((key) => key.retentionClass);
const join = (event: string) =>
  ledger.consents.merge({ "@subject": a, other: b, event, reference: "telephone" });
const declared = async () =>
  (await ledger.ledger.events(ledger.ledger.firm, "erasure")).events.map(({ record }) => record!);

it("is taken back before it has begun, and not once the journal has it", async () => {
  const id = await granted(a);
  await step(ledger, a, id, "reopened");
  expect((await stateOf(ledger, a, id)).state).toBe("open");
  expect(await round()).toBe(0);
  expect(await keysOf(a)).toContain("personal");
  const { erasures } = ledger.rights;
  const grant = grantOf(a, { requestId: id });
  expect(await erasureHandler(erasures).hasBegun?.(grant)).toBe(false);
  await decide(a, id);
  await round();
  expect(await erasureHandler(erasures).hasBegun?.(grant)).toBe(true);
  expect(await keysOf(a)).not.toContain("personal");
});

it("erases whom it is of, and is done with it", async () => {
  const id = await granted(a);
  await round();
  expect(await keysOf(a)).not.toContain("personal");
  expect(await keysOf(b)).toContain("personal");
  // Of whoever is erased nothing more is written: the erasure's own records tell.
  expect(await declared()).toMatchObject([
    { erasureId: ledger.rights.erasures.idOf({ subject: a, requestId: id }), cause: "request" },
  ]);
});

it("that takes the request itself away leaves it closed, never overdue, with nobody reminded", async () => {
  const kept = { years: 10, ground: "HGB 257", texts: [{ language: "en", text: "Law." }] };
  const rules = [
    ...["personal", "consent"].map((one) => ({ class: one, action: "go" })),
    { class: "statutory", action: "keep", ...kept },
  ];
  await ledger.rights.retention.state({ automatic: false, rules }, OFFICER, null);
  const id = await granted(a);
  await round();
  expect(await keysOf(a)).not.toContain("consent");
  const { cases, clock } = ledger;
  expect(await cases.get(id)).toMatchObject({
    ...{ state: "erased", subject: null, dueAt: null, news: null, decision: "granted" },
    closedAt: expect.any(Number),
  });
  clock.advance(100 * 86_400_000);
  expect(await ledger.rights.requests.summary()).toMatchObject({ overdue: 0, dueSoon: 0 });
  expect(await ledger.rights.requests.waiting()).toEqual({ overdue: 0, toCarryOut: 0, stuck: 0 });
  expect(await cases.dueBefore(clock.now(), 9)).toEqual([]);
  // Nobody tries to carry it out again, nor when the file is made anew.
  expect(await round()).toBe(0);
  await cases.beginAgain(false);
  expect(await round()).toBe(0);
  expect(await ledger.rights.requests.waiting()).toEqual({ overdue: 0, toCarryOut: 0, stuck: 0 });
});

it("of more than one list holds is not granted", async () => {
  const refusal = new Refusal("erasure_refused", { problem: "too_many" });
  const { erasures } = ledger.rights;
  const preview = () => Promise.reject(refusal);
  const grant = grantOf(a, { regarding: [{ what: "erasure-plan", id: "x" }] });
  await expect(erasureHandler({ ...erasures, preview }).prepare?.(grant)).rejects.toBe(refusal);
});

describe("whose an erasure is", () => {
  it("follows from nothing that the log tells", async () => {
    const id = await granted(a);
    await round();
    const { idOf } = ledger.rights.erasures;
    expect(idOf({ subject: b, requestId: id })).not.toBe(idOf({ subject: a, requestId: id }));
    const { ledger: own } = ledger;
    const { events } = await own.events(own.firm, "administration");
    const told = JSON.stringify(events.map(({ record }) => record));
    for (const one of [a, id]) expect(told).not.toContain(one);
    expect(events.at(-1)?.record).toMatchObject({ event: "erasure-ordered", regarding: null });
  });

  it("is asked where one of its name is there already", async () => {
    const id = await granted(b);
    const { hash } = await ledger.rights.erasures.preview(a, new Set());
    const erasureId = ledger.rights.erasures.idOf({ subject: b, requestId: id });
    const wanted = { erasureId, goNow: new Set<never>(), cause: "request" as const };
    const rest = { publicKey: null, order: OFFICER };
    await ledger.rights.erasures.carryOut({ ...wanted, ...rest, subject: a, planHash: hash });
    await ledger.rights.erasures.settled(erasureId);
    await round();
    expect(await keysOf(b)).toContain("personal");
    expect((await stateOf(ledger, b, id)).state).toBe("open");
    await expect(
      ledger.rights.erasures.carryOut({ ...wanted, ...rest, subject: b, planHash: null }),
    ).rejects.toMatchObject({ details: { problem: "other_person" } });
  });
});

describe("identifiers that nobody saw when it was decided", () => {
  it("are not erased: the case is open again, and whoever decides is told", async () => {
    const id = await granted(a);
    await join("joined");
    expect(await round()).toBe(0);
    for (const one of [a, b]) expect(await keysOf(one)).toContain("personal");
    expect(await stateOf(ledger, a, id)).toMatchObject({
      ...{ state: "open", decision: null, decided: null },
    });
    const { steps } = await ledger.rights.requests.read({ subject: a, requestId: id });
    expect(steps.at(-1)?.record).toMatchObject({
      ...{ event: "noted", actor: { id: "ledger", role: "system" } },
      regarding: [{ what: "not-carried-out", id: "joined" }],
    });
    // Once, and not each time that it is looked.
    await round();
    expect((await ledger.rights.requests.read({ subject: a, requestId: id })).steps).toHaveLength(
      steps.length,
    );
    await decide(a, id);
    await round();
    for (const one of [a, b]) expect(await keysOf(one)).not.toContain("personal");
  });

  it("a note of anybody else opens nothing again", async () => {
    const id = await granted(a);
    const change = { regarding: [{ what: "not-carried-out", id: "joined" }] };
    const sent = step(ledger, a, id, "noted", { change });
    await expect(sent).rejects.toMatchObject({ code: "invalid_record" });
    expect((await stateOf(ledger, a, id)).state).toBe("granted");
  });
});
