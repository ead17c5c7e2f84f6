/** The end of a consent as an event: each once, whenever it is looked for, and never where something else came first. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { overdue } from "../../../api/consent/expire.ts";
import type { Step } from "../../../api/consent/transitions.ts";
import { day, foundFirm, givenOf, recordOne } from "../../helpers/consents.ts";
import { newSubject, type TestLedger, testLedger } from "../../helpers/ledger.ts";

let ledger: TestLedger;
beforeAll(async () => {
  ledger = await testLedger();
  await foundFirm(ledger);
});
afterAll(() => ledger.close());

type Told = readonly [event: Step["event"], on: number, until?: number];
const step = ([event, on, until]: Told): Step => ({
  event,
  occurredAt: day(1, on),
  validUntil: until === undefined ? null : day(1, until),
});

describe("what is overdue", () => {
  it.each<[string, Told[], number, number[]]>([
    ["nothing before its end", [["given", 1, 5]], 4, []],
    ["from the moment on", [["given", 1, 5]], 5, [0]],
    ["not what has no end", [["given", 1]], 20, []],
    [
      "not what is recorded",
      [
        ["given", 1, 5],
        ["expired", 5],
      ],
      20,
      [],
    ],
    [
      "not what was withdrawn",
      [
        ["given", 1, 5],
        ["withdrawn", 4],
      ],
      20,
      [],
    ],
    [
      "not what was withdrawn at that moment",
      [
        ["given", 1, 5],
        ["withdrawn", 5],
      ],
      20,
      [],
    ],
    [
      "not what was renewed",
      [
        ["given", 1, 5],
        ["renewed", 4, 9],
      ],
      8,
      [],
    ],
    [
      "the renewal, when it is over",
      [
        ["given", 1, 5],
        ["renewed", 4, 9],
      ],
      9,
      [1],
    ],
    [
      "not where it was given anew at that moment",
      [
        ["given", 1, 5],
        ["given", 5],
      ],
      20,
      [],
    ],
    [
      "each of several",
      [
        ["given", 1, 5],
        ["given", 7, 9],
      ],
      20,
      [0, 1],
    ],
    [
      "what was entered late",
      [
        ["given", 7, 9],
        ["given", 1, 5],
      ],
      20,
      [1, 0],
    ],
    [
      "not what is refused at its beginning",
      [
        ["refused", 1],
        ["given", 1, 5],
      ],
      20,
      [],
    ],
  ])("%s", (_, told, now, which) => {
    const events = told.map(step);
    expect(overdue(events, day(1, now))).toEqual(which.map((i) => events[i]));
  });

  it("is not known where a record is gone", () => {
    expect(overdue([step(["given", 1, 5]), null], day(1, 20))).toEqual([]);
  });
});

it("is recorded once, at its own time, and the state is the same with it and without", async () => {
  const subject = await newSubject(ledger);
  const { consents } = ledger;
  await recordOne(ledger, givenOf(subject, { validUntil: day(4, 1) }));
  await recordOne(ledger, givenOf(subject, { "@occurredAt": day(5, 1), validUntil: day(5, 20) }));
  const states = async () => {
    const at = [day(3, 31), day(4, 1), day(4, 30), day(5, 1), day(5, 20), null];
    const told = at.map((time) => consents.stateOf({ subject, purposeId: "newsletter", at: time }));
    return (await Promise.all(told)).map(({ reason }) => reason);
  };
  const before = await states();
  expect(before).toEqual(["given", "expired", "expired", "given", "expired", "expired"]);
  const both = await Promise.all([1, 2].map(() => consents.expire(subject, "newsletter")));
  expect(both.sort()).toEqual([0, 2]);
  expect(await consents.expire(subject, "newsletter")).toBe(0);
  expect(await states()).toEqual(before);
  const { events } = await consents.history(subject, "newsletter");
  expect(events.slice(2)).toMatchObject([
    {
      event: "expired",
      occurredAt: day(4, 1),
      actor: { role: "system" },
      source: "counterfoil",
      regarding: events[0]?.id,
      purposeVersion: 1,
    },
    { event: "expired", occurredAt: day(5, 20), regarding: events[1]?.id },
  ]);
  const renewed = givenOf(subject, {
    "@occurredAt": day(6, 1),
    noticeVersion: 2,
    event: "renewed",
  });
  await recordOne(ledger, renewed);
  expect((await states()).at(-1)).toBe("given");
});

it("is not undone by a renewal from before that is entered behind it: as an event it comes later", async () => {
  const subject = await newSubject(ledger);
  const { consents } = ledger;
  const renewedOn = (at: string, validUntil: string) =>
    recordOne(ledger, givenOf(subject, { "@occurredAt": at, event: "renewed", validUntil }));
  const reasonAt = async (at: string) =>
    (await consents.stateOf({ subject, purposeId: "newsletter", at })).reason;
  await recordOne(ledger, givenOf(subject, { validUntil: day(4, 1) }));
  expect(await consents.expire(subject, "newsletter")).toBe(1);
  await renewedOn(day(3, 20), day(9, 1));
  expect(await reasonAt(day(3, 25))).toBe("given");
  expect(await reasonAt(day(4, 2))).toBe("expired");
  await renewedOn(day(4, 10), day(9, 1));
  expect(await reasonAt(day(4, 11))).toBe("given");
});
