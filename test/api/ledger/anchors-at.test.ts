/** The anchors around a time, where rows of some are missing: after a restore the chain knows of anchors that the database does not. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isRefusal } from "../../../api/core/errors.ts";
import { anchorsAt } from "../../../api/ledger/anchors-at.ts";
import {
  customerOf,
  newSubject,
  START,
  stored,
  type TestLedger,
  testLedger,
} from "../../helpers/ledger.ts";
import { history, publish, told } from "./evidence/fixtures.ts";

let ledger: TestLedger;
let subject: string;

/** Anchors of 3, 5 and 7 entries at the hours 1, 3 and 5. */
beforeEach(async () => {
  ledger = await testLedger();
  subject = await newSubject(ledger, "K-1");
  for (const n of [1, 3, 5]) {
    until(n);
    await stored(ledger, customerOf(subject, { name: `at ${n}`, "@occurredAt": hour(n) }));
    await publish(ledger);
  }
  until(10);
});
afterEach(() => ledger.close());

const HOUR = 3_600_000;
const hour = (n: number): string => new Date(START + n * HOUR).toISOString();
const until = (n: number): void => ledger.clock.advance(START + n * HOUR - ledger.clock.now());
const forget = (size: number): void =>
  ledger.tamper((db) => db.exec(`DELETE FROM anchors WHERE size = ${size}`));

async function around(n: number): Promise<(number | null)[]> {
  const { before, after } = await anchorsAt(ledger, hour(n));
  return [before?.size ?? null, after?.size ?? null];
}

/** What a verifier who asks the chain says of evidence about that time, if there is any. */
async function judged(n: number): Promise<string> {
  try {
    return told(await ledger.verify(await history(ledger, subject, "customer", { at: hour(n) })));
  } catch (error) {
    if (isRefusal(error)) return error.code;
    throw error;
  }
}

describe("the anchors around a time", () => {
  it("are next to each other on the chain", async () => {
    expect(await around(0)).toEqual([null, 3]);
    expect(await around(2)).toEqual([3, 5]);
    expect(await around(4)).toEqual([5, 7]);
    expect(await around(6)).toEqual([7, null]);
    for (const n of [0, 2, 4]) expect(await judged(n), `hour ${n}`).toBe("VERIFIED");
  });

  it("have no later one where the row of one between them is missing", async () => {
    forget(5);
    expect(await around(2)).toEqual([3, null]);
    expect(await around(4)).toEqual([3, null]);
    expect(await around(6)).toEqual([7, null]);
    expect(await judged(0)).toBe("VERIFIED");
    for (const n of [2, 4]) expect(await judged(n), `hour ${n}`).toBe("not_anchored_yet");
    forget(3);
    expect(await around(0)).toEqual([null, null]);
    expect(await judged(0)).toBe("not_anchored_yet");
  });

  it("have none where the row does not say what was before it", async () => {
    ledger.forge((db) => db.exec("UPDATE anchors SET previous_size = NULL"));
    for (const n of [0, 2, 4]) expect((await around(n))[1], `hour ${n}`).toBeNull();
  });
});
