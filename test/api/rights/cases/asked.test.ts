/** What was granted is what is carried out: who may say anew what is asked for, until when, and what nobody replaces. */
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { nextCase } from "../../../../api/rights/cases/case.ts";
import type { Grant } from "../../../../api/rights/cases/handlers.ts";
import { newSubject, rejection, type TestLedger, testLedger } from "../../../helpers/ledger.ts";
import { actor, asks, CUSTOMER, OFFICER, STAFF, stateOf, step } from "./shared.ts";

const KEY = actor("system", "key/1");
const [MINE, THEIRS] = [`${"C".repeat(42)}A`, `${"B".repeat(42)}A`];
const correction = (value: string) => ({ corrections: [{ record: "r", field: "name", value }] });

let ledger: TestLedger;
let subject: string;
let prepared: Grant[];
beforeEach(async () => {
  prepared = [];
  const prepare = async (grant: Grant) => {
    prepared.push(grant);
    return { events: [], regarding: [] };
  };
  const handlers = { erasure: { prepare }, rectification: { prepare } };
  ledger = await testLedger({ handlers });
  onTestFinished(() => ledger.close());
  subject = await newSubject(ledger, "K-1");
});
const noting = (id: string, asked: object, by = OFFICER) =>
  rejection(step(ledger, subject, id, "noted", { by, change: { asked } }));
const askedOf = async (id: string) => (await stateOf(ledger, subject, id)).asked;

describe("what is asked for", () => {
  it("is said anew by officers alone, before it is decided", async () => {
    const id = await asks(ledger, subject, {
      requestType: "rectification",
      asked: correction("Wei"),
    });
    for (const by of [STAFF, KEY])
      expect(await noting(id, correction("Mallory"), by)).toMatchObject({ code: "forbidden" });
    await step(ledger, subject, id, "noted", { change: { asked: correction("Li Wei") } });
    expect(await askedOf(id)).toEqual(correction("Li Wei"));
    await step(ledger, subject, id, "paused");
    await step(ledger, subject, id, "noted", { change: { asked: correction("Li Wei 2") } });
    await step(ledger, subject, id, "resumed");
    await step(ledger, subject, id, "granted");
    expect(prepared.map(({ asked }) => asked)).toEqual([correction("Li Wei 2")]);
    for (const by of [OFFICER, STAFF, KEY])
      expect(await noting(id, correction("M"), by)).toBeTruthy();
    expect(await noting(id, correction("M"))).toMatchObject({
      details: { problem: "already_decided" },
    });
    await step(ledger, subject, id, "answered");
    expect(await noting(id, correction("M"))).toMatchObject({ details: { problem: "closed" } });
    expect(await askedOf(id)).toEqual(correction("Li Wei 2"));
  });

  it("stands as the person sent it, and a certificate as it was named first", async () => {
    const own = await asks(
      ledger,
      subject,
      { requestType: "rectification", asked: correction("Li Wei") },
      CUSTOMER,
    );
    await step(ledger, subject, own, "noted", { change: { asked: correction("Mallory") } });
    expect(await askedOf(own)).toEqual(correction("Li Wei"));
    for (const by of [CUSTOMER, STAFF]) {
      const asked = { certificate: MINE };
      const id = await asks(ledger, subject, { requestType: "erasure", asked }, by);
      await step(ledger, subject, id, "noted", { change: { asked: { certificate: THEIRS } } });
      expect(await askedOf(id)).toEqual(asked);
    }
    const letter = await asks(ledger, subject, { requestType: "erasure" }, CUSTOMER);
    await step(ledger, subject, letter, "noted", { change: { asked: { certificate: MINE } } });
    await step(ledger, subject, letter, "noted", { change: { asked: { certificate: THEIRS } } });
    expect(await askedOf(letter)).toEqual({ certificate: MINE });
  });

  it("is named by the decision, by its hash, and held against what whoever decides has seen", async () => {
    const id = await asks(ledger, subject, {
      requestType: "rectification",
      asked: correction("a"),
    });
    const seen = { regarding: [{ what: "asked", id: MINE }] };
    expect(await rejection(step(ledger, subject, id, "granted", { change: seen }))).toMatchObject({
      details: { problem: "asked_moved" },
    });
    await step(ledger, subject, id, "granted");
    const { decided } = await stateOf(ledger, subject, id);
    expect(decided!.regarding).toEqual([
      { what: "asked", id: expect.stringMatching(/^[\w-]{43}$/) },
    ]);
    const whats = ["to-carry-out", "not-carried-out"];
    const other = await asks(ledger, subject, { requestType: "complaint" });
    for (const what of whats)
      for (const name of ["granted", "noted"] as const) {
        const change = { regarding: [{ what, id: "x" }] };
        const refused = await rejection(step(ledger, subject, other, name, { change }));
        expect(refused).toMatchObject({ code: "invalid_record" });
      }
  });

  it("cannot be changed behind the decision by any record, whoever wrote it", () => {
    const at = "2026-11-22T09:30:00.000Z";
    const say = (role: string, event: string, more: object = {}) => ({
      ...{ requestId: "x", requestType: "erasure", event, actor: { id: role, role } },
      ...{ jurisdiction: "EU", dueAt: at, ...more },
    });
    const begun = nextCase(null, say("staff", "received"), at);
    const decided = nextCase(begun, say("officer", "decided", { decision: "granted" }), at);
    const noted = { asked: { certificate: THEIRS } };
    for (const role of ["officer", "staff", "system", "customer"])
      expect(nextCase(decided, say(role, "noted", noted), at).asked).toBeNull();
    for (const role of ["staff", "system", "customer"])
      expect(nextCase(begun, say(role, "noted", noted), at).asked).toBeNull();
  });
});
