import { describe, expect, it, onTestFinished } from "vitest";
import type { Mail } from "../../../../api/identity/mailer.ts";
import { type Officer, remind, reminderKind } from "../../../../api/rights/cases/reminders.ts";
import { newSubject, testLedger } from "../../../helpers/ledger.ts";
import { asks, DAY_MS, stateOf, step } from "./shared.ts";

const ANNA: Officer = { id: "person/anna", email: "anna@firm.example" };
const BO: Officer = { id: "person/bo", email: "bo@firm.example" };

async function desk() {
  const ledger = await testLedger();
  onTestFinished(() => ledger.close());
  const subject = await newSubject(ledger, "K-1");
  const mails: Mail[] = [];
  const state = { fails: false, unsent: 0, officers: [ANNA] as Officer[] };
  const run = async (): Promise<number> => {
    await ledger.rights.requests.summary();
    return remind({
      ...{ store: ledger.cases, clock: ledger.clock, publicUrl: "https://ledger.example" },
      mailer: {
        send: async (mail) => {
          if (state.fails) throw new Error(mail.to);
          mails.push(mail);
        },
      },
      officers: () => state.officers,
      onUnsent: () => state.unsent++,
    });
  };
  return { ledger, subject, mails, state, run };
}

const at = (ledger: { clock: { now(): number; advance(by: number): void } }, time: number): void =>
  ledger.clock.advance(time - ledger.clock.now());

describe("a reminder", () => {
  it("is of a kind by how much time is left", () => {
    const due = 100 * DAY_MS;
    const kinds = [-8, -7, -3, -2, -1, 0, 5].map((days) => reminderKind(due, due + days * DAY_MS));
    expect(kinds).toEqual([null, "soon", "soon", "tomorrow", "tomorrow", "overdue", "overdue"]);
    expect(reminderKind(due, due - 7 * DAY_MS - 1)).toBeNull();
    expect(reminderKind(due, due - 1)).toBe("tomorrow");
  });

  it("comes once of each kind, whatever is started in between, and tells nothing of anybody", async () => {
    const { ledger, subject, mails, run } = await desk();
    const id = await asks(ledger, subject, { details: "SECRET" });
    const { dueAt } = await stateOf(ledger, subject, id);
    expect(await run()).toBe(0);
    for (const left of [7, 6, 2, 1, 0, -1]) {
      at(ledger, dueAt! - left * DAY_MS);
      await run();
      await ledger.restart();
      await run();
    }
    expect(mails).toHaveLength(3);
    for (const { text, subject: title } of mails) {
      expect(`${title}${text}`).not.toMatch(new RegExp(`SECRET|${subject}|${id}|K-1`));
      expect(text).toContain("https://ledger.example/app/requests");
      expect(text).toMatch(/[\u4e00-\u9fff]/);
    }
    expect(mails.map(({ text }) => /(Overdue|tomorrow|week): 1/.exec(text)?.[1])).toEqual([
      ...["week", "tomorrow", "Overdue"],
    ]);
  });

  it("is one mail for many, to each officer, also to who comes later", async () => {
    const { ledger, subject, mails, state, run } = await desk();
    for (let i = 0; i < 3; i++) await asks(ledger, subject);
    const id = await asks(ledger, subject);
    await step(ledger, subject, id, "withdrawn");
    at(ledger, ledger.clock.now() + 26 * DAY_MS);
    expect(await run()).toBe(1);
    state.officers = [ANNA, BO];
    expect(await run()).toBe(1);
    expect(mails.map(({ to }) => to)).toEqual([ANNA.email, BO.email]);
    for (const { text } of mails) expect(text).toContain(": 3 ");
  });

  it("that was not taken comes again, and nothing of it is told but that", async () => {
    const { ledger, subject, mails, state, run } = await desk();
    const id = await asks(ledger, subject);
    at(ledger, (await stateOf(ledger, subject, id)).dueAt! + 1);
    state.fails = true;
    expect(await run()).toBe(0);
    expect(state.unsent).toBe(1);
    state.fails = false;
    expect(await run()).toBe(1);
    expect(mails).toHaveLength(1);
  });

  it("comes again where the deadline is another, and not while the clock stands", async () => {
    const { ledger, subject, mails, run } = await desk();
    const id = await asks(ledger, subject);
    at(ledger, (await stateOf(ledger, subject, id)).dueAt! - 5 * DAY_MS);
    await run();
    await step(ledger, subject, id, "paused");
    ledger.clock.advance(20 * DAY_MS);
    expect(await run()).toBe(0);
    await step(ledger, subject, id, "resumed");
    expect(await run()).toBe(1);
    expect(mails).toHaveLength(2);
  });

  it("goes to nobody where no mail is sent", async () => {
    const { ledger } = await desk();
    const nobody = { store: ledger.cases, clock: ledger.clock, publicUrl: null, mailer: null };
    expect(await remind({ ...nobody, officers: () => [ANNA], onUnsent: () => {} })).toBe(0);
  });
});
