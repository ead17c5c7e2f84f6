/** Events of consents through a whole ledger: what is filled in, what comes again, and what many at once become. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { MOST_TRIES } from "../../../api/consent/context.ts";
import { createConsents } from "../../../api/consent/service.ts";
import { Refusal } from "../../../api/core/errors.ts";
import type { EventUnit } from "../../../api/ledger/append.ts";
import {
  controllerOf,
  day,
  foundFirm,
  givenOf,
  idOf,
  purposeOf,
  recordOne,
} from "../../helpers/consents.ts";
import { newSubject, type TestLedger, testLedger } from "../../helpers/ledger.ts";

let ledger: TestLedger;
beforeAll(async () => {
  ledger = await testLedger();
  await foundFirm(ledger);
  await ledger.consents.definePurpose(purposeOf("profiling", { defaultValidity: "P1M" }));
});
afterAll(() => ledger.close());

const events = async (subject: string, purposeId = "newsletter") =>
  (await ledger.consents.history(subject, purposeId)).events;

describe("recording a consent", () => {
  it("fills in versions, the text's hash, and the end", async () => {
    const subject = await newSubject(ledger);
    await recordOne(
      ledger,
      givenOf(subject, { purposeId: "profiling", "@occurredAt": day(1, 31, 7) }),
    );
    const [event] = await events(subject, "profiling");
    const notice = await ledger.consents.registry.notice("privacy");
    expect(event).toMatchObject({
      subject,
      source: "shop",
      seq: 1,
      event: "given",
      purposeVersion: 1,
      noticeHash: notice?.versions[0]?.texts[0]?.hash,
      validUntil: day(2, 28, 7),
      evidence: [],
    });
  });

  it("takes a withdrawal that says whose it is and of what, and no more", async () => {
    const subject = await newSubject(ledger);
    await recordOne(ledger, givenOf(subject));
    await recordOne(ledger, { "@subject": subject, event: "withdrawn", purposeId: "newsletter" });
    const [, withdrawn] = await events(subject);
    expect(withdrawn).toMatchObject({
      event: "withdrawn",
      actor: { role: "subject" },
      source: "counterfoil",
      occurredAt: new Date(ledger.clock.now()).toISOString(),
    });
    const state = await ledger.consents.stateOf({ subject, purposeId: "newsletter", at: null });
    expect(state).toMatchObject({ allowed: false, reason: "withdrawn" });
  });

  it("answers what comes again as it did, also when time has passed", async () => {
    const subject = await newSubject(ledger);
    const { "@occurredAt": _, ...now } = givenOf(subject, { noticeVersion: 2 });
    const first = await recordOne(ledger, now, `k-${subject}`);
    ledger.clock.advance(5_000);
    expect(idOf(await recordOne(ledger, now, `k-${subject}`))).toBe(idOf(first));
    const other = recordOne(ledger, { ...now, choice: "Oh yes" }, `k-${subject}`);
    await expect(other).rejects.toEqual(new Refusal("idempotency_conflict", {}));
    expect(await events(subject)).toHaveLength(1);
  });

  it("knows a number of the source again", async () => {
    const subject = await newSubject(ledger);
    const input = givenOf(subject, { externalNumber: `n-${subject}` });
    const first = await recordOne(ledger, input);
    expect(await recordOne(ledger, input)).toEqual({ outcome: "known", id: idOf(first) });
    const withdrawn = { ...input, event: "withdrawn" };
    await expect(recordOne(ledger, withdrawn)).rejects.toEqual(new Refusal("event_conflict", {}));
  });

  it("records many at once, those of one consent in order, each by itself", async () => {
    const [a, b] = [await newSubject(ledger), await newSubject(ledger)];
    const { consents } = ledger;
    const inputs = [
      givenOf(a),
      givenOf(b),
      givenOf(a),
      { ...givenOf(a), event: "withdrawn", "@occurredAt": day(4, 1) },
      givenOf(a, { purposeId: "nothing" }),
      { ...givenOf(a), "@occurredAt": day(5, 1) },
    ];
    const outcomes = await consents.record(
      inputs.map((input) => ({ request: consents.parse(input), key: null })),
    );
    const problem = (name: string, state?: string) =>
      expect.objectContaining({
        details: expect.objectContaining({ problem: name, ...(state ? { state } : {}) }),
      });
    const stored = expect.objectContaining({ outcome: "stored" });
    expect(outcomes).toEqual([
      ...[stored, stored, problem("already_given", "given"), stored],
      ...[problem("unknown_purpose"), stored],
    ]);
    expect((await events(a)).map((event) => event?.event)).toEqual(["given", "withdrawn", "given"]);
  });

  it("gives up where somebody else always comes first", async () => {
    const subject = await newSubject(ledger);
    let tries = 0;
    const append = async (units: readonly EventUnit[]) => {
      tries++;
      return units.map(() => ({ outcome: "moved" as const }));
    };
    const { clock } = ledger;
    const consents = createConsents({ ledger: { ...ledger.ledger, append }, clock });
    const busy = new Refusal("busy", {});
    await expect(recordOne({ consents }, givenOf(subject))).rejects.toEqual(busy);
    expect(tries).toBe(MOST_TRIES);
    await expect(consents.recordController(controllerOf({ name: "Southwind" }))).rejects.toEqual(
      busy,
    );
    expect(tries).toBe(2 * MOST_TRIES);
    expect(await events(subject)).toEqual([]);
  });

  it("decides again where somebody else came first", async () => {
    const subject = await newSubject(ledger);
    const both = [1, 2].map(() => recordOne(ledger, givenOf(subject)));
    const settled = await Promise.allSettled(both);
    expect(settled.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await events(subject)).toHaveLength(1);
  });
});
