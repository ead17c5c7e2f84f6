/** Who may be joined: anybody until all standings were looked through, and then those alone who were, or of whom it cannot be told. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createExpiry } from "../../../../api/consent/expiry/expiry.ts";
import { MERGE_STREAM } from "../../../../api/consent/identifiers.ts";
import { type Consents, createConsents } from "../../../../api/consent/service.ts";
import {
  type JoinedSubjects,
  joinedSubjects,
} from "../../../../api/consent/standings/joined-subjects.ts";
import type { StandingName } from "../../../../api/ledger/standing.ts";
import { noteRecovered } from "../../../../api/log/recovered.ts";
import { foundFirm, givenOf, recordOne } from "../../../helpers/consents.ts";
import { newSubject, type TestLedger, testLedger } from "../../../helpers/ledger.ts";

let ledger: TestLedger;
let joined: JoinedSubjects;
let consents: Consents;
/** What was looked up. */
let asked: StandingName[];
beforeEach(async () => {
  ledger = await testLedger();
  await foundFirm(ledger);
  asked = [];
  joined = joinedSubjects();
  const watched = {
    ...ledger.ledger,
    standings: (names: readonly StandingName[]) => {
      asked.push(...names);
      return ledger.ledger.standings(names);
    },
  };
  consents = createConsents({ ledger: watched, clock: ledger.clock, joined });
});
afterEach(() => ledger.close());

const rethrow = (error: unknown): never => {
  throw error;
};
const look = (): Promise<number> =>
  createExpiry({
    ...{ ledger: ledger.ledger, consents, clock: ledger.clock, joined },
    ...{ onError: rethrow, onRefused: rethrow },
  }).look();

async function given(): Promise<string> {
  const subject = await newSubject(ledger);
  await recordOne({ consents }, givenOf(subject));
  return subject;
}
const join = (subject: string, other: string): Promise<unknown> =>
  consents.merge({ "@subject": subject, other, event: "joined", reference: "same telephone" });
const say = (subject: string, event: "refused" | "withdrawn"): Promise<unknown> =>
  recordOne({ consents }, { "@subject": subject, event, purposeId: "newsletter" });

async function allowed(...subjects: string[]): Promise<boolean[]> {
  const questions = subjects.map((subject) => ({ subject, purposeId: "newsletter" }));
  const decided = await consents.decideMany(questions, null);
  return decided.map((one) => "allowed" in one && one.allowed);
}
const askedMerges = (): number => asked.filter(({ stream }) => stream === MERGE_STREAM).length;

describe("who may be joined", () => {
  it("is looked up of everybody before all were looked through, and then of few", async () => {
    const [a, b, c] = [await given(), await given(), await given()];
    await join(a, b);
    asked = [];
    expect(await allowed(a, b, c)).toEqual([true, true, true]);
    expect(askedMerges()).toBe(3);
    await look();
    expect([a, b, c].map(joined.mayBe)).toEqual([true, true, false]);
    asked = [];
    expect(await allowed(a, b, c)).toEqual([true, true, true]);
    expect(askedMerges()).toBe(2);
  });

  it("is known at once of those who are joined later", async () => {
    const [a, b] = [await given(), await newSubject(ledger)];
    await look();
    expect(await allowed(a)).toEqual([true]);
    await say(b, "refused");
    await join(a, b);
    expect(await allowed(a)).toEqual([false]);
    await look();
    expect(await allowed(a)).toEqual([false]);
  });

  it.each([
    ["a row was changed", "UPDATE standings SET idx = 0 WHERE number = 1"],
    ["a row is of nobody any more", "UPDATE standings SET subject = 'x' WHERE number = 1"],
  ])("is anybody where %s", async (_, sql) => {
    const [a, b] = [await given(), await given()];
    await look();
    expect(joined.mayBe(b)).toBe(false);
    ledger.tamper((database) => database.exec(sql));
    await look();
    expect([a, b].map(joined.mayBe)).toEqual([true, true]);
  });

  it("are those whose standing is one of before, put back whole", async () => {
    const [a, b] = [await given(), await given()];
    const columns = "key, subject, idx, sealed, number, mac";
    ledger.tamper((database) =>
      database.exec(`CREATE TABLE old AS SELECT ${columns} FROM standings`),
    );
    await say(a, "withdrawn");
    ledger.tamper((database) =>
      database.exec(`DELETE FROM standings; INSERT INTO standings SELECT ${columns} FROM old`),
    );
    await look();
    expect([a, b].map(joined.mayBe)).toEqual([true, false]);
    expect(await allowed(a, b)).toEqual([false, true]);
  });

  it("is anybody where entries came back without their standings", async () => {
    const a = await given();
    await look();
    expect(joined.mayBe(a)).toBe(false);
    const size = await ledger.store.size();
    await noteRecovered(ledger.store, size - 1, size);
    await look();
    expect(joined.mayBe(a)).toBe(true);
  });
});
