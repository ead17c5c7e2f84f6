/** Telling people that there is news of a request: whom, when, how often, and in which words. */
import { describe, expect, it, onTestFinished } from "vitest";
import type { Mail } from "../../../../api/identity/mailer.ts";
import { createNews } from "../../../../api/rights/cases/news.ts";
import { newSubject, testLedger } from "../../../helpers/ledger.ts";
import { asks, DAY_MS, type StepName, step } from "./shared.ts";

async function desk() {
  const ledger = await testLedger();
  onTestFinished(() => ledger.close());
  const subject = await newSubject(ledger, "K-1");
  const mails: Mail[] = [];
  const state = { fails: [] as string[], unsent: 0, addresses: ["a@home.example"] };
  const open = () =>
    createNews({
      ...{ store: ledger.cases, clock: ledger.clock, publicUrl: "https://ledger.example" },
      mailer: {
        send: async (mail) => {
          if (state.fails.includes(mail.to)) throw new Error(mail.to);
          mails.push(mail);
        },
      },
      addressesOf: async (subjects) =>
        new Map(subjects.map((one) => [one, new Set(state.addresses)])),
      onUnsent: () => state.unsent++,
      onBug: (error) => expect.unreachable(String(error)),
    });
  let news = open();
  const run = async (): Promise<readonly string[]> => {
    await ledger.rights.requests.summary();
    await news.round();
    await news.settle();
    return mails.splice(0).map(({ to }) => to);
  };
  const restart = async (): Promise<void> => {
    await ledger.restart();
    news = open();
  };
  return { ledger, subject, mails, state, run, restart };
}

describe("news of a request", () => {
  const TOLD = [
    ...(["noted", "paused", "resumed", "extended", "refused", "answered"] as const),
  ] satisfies StepName[];
  const SAYS_NOTHING: readonly StepName[] = ["noted", "resumed"];

  it("is each step that changes something for its person, once, whatever is started in between", async () => {
    const { ledger, subject, run, restart } = await desk();
    const id = await asks(ledger, subject);
    expect(await run()).toEqual([]);
    for (const name of TOLD) {
      await step(ledger, subject, id, name);
      expect(await run(), name).toEqual(SAYS_NOTHING.includes(name) ? [] : ["a@home.example"]);
      await restart();
      expect(await run(), name).toEqual([]);
    }
  });

  it("tells nothing but that, in the language of the request, or in both", async () => {
    const { ledger, subject, mails, state } = await desk();
    const news = createNews({
      ...{ store: ledger.cases, clock: ledger.clock, publicUrl: "https://ledger.example" },
      mailer: { send: async (mail) => void mails.push(mail) },
      addressesOf: async () => new Map([[subject, new Set(state.addresses)]]),
      ...{ onUnsent: () => {}, onBug: () => {} },
    });
    const HAN = /[\u4e00-\u9fff]/;
    const ENGLISH = /Sign in to read it/;
    for (const [language, chinese, english] of [
      ["zh-CN", true, false],
      ["en", false, true],
      ["fr", true, true],
    ] as const) {
      const id = await asks(ledger, subject, { details: "SECRET", language });
      await step(ledger, subject, id, "paused", { change: { reason: "HIDDEN" } });
      await ledger.rights.requests.summary();
      await news.round();
      await news.settle();
      const { subject: title, text } = mails.pop()!;
      expect([HAN.test(title + text), ENGLISH.test(text)], language).toEqual([chinese, english]);
      expect(text).toContain("https://ledger.example/app/rights");
      expect(title + text).not.toMatch(
        new RegExp(`SECRET|HIDDEN|${subject}|${id}|K-1|access|paused`),
      );
    }
  });

  it("is one mail for several requests, to each who stands for the person", async () => {
    const { ledger, subject, state, run } = await desk();
    state.addresses = ["a@home.example", "guardian@home.example"];
    for (let i = 0; i < 3; i++) await step(ledger, subject, await asks(ledger, subject), "paused");
    expect(await run()).toEqual(state.addresses);
  });

  it("that was not taken comes again a minute later; whoever was told is not told again", async () => {
    const { ledger, subject, state, run } = await desk();
    await step(ledger, subject, await asks(ledger, subject), "paused");
    state.fails = ["a@home.example"];
    expect(await run()).toEqual([]);
    expect(state.unsent).toBe(1);
    state.fails = [];
    expect(await run()).toEqual([]);
    ledger.clock.advance(60_000);
    expect(await run()).toEqual(["a@home.example"]);
    state.addresses = ["a@home.example", "gone@home.example"];
    state.fails = ["gone@home.example"];
    await step(ledger, subject, await asks(ledger, subject), "paused");
    expect(await run()).toEqual(["a@home.example"]);
    ledger.clock.advance(60_000);
    expect(await run()).toEqual([]);
  });

  it("is old after three days, so that a file that is made anew floods nobody", async () => {
    const { ledger, subject, run } = await desk();
    await step(ledger, subject, await asks(ledger, subject), "paused");
    await ledger.rights.requests.summary();
    ledger.clock.advance(3 * DAY_MS + 1);
    expect(await run()).toEqual([]);
  });

  it("goes to nobody of whom nothing is left", async () => {
    const { ledger, subject, run } = await desk();
    await step(ledger, subject, await asks(ledger, subject), "paused");
    await ledger.rights.requests.summary();
    await ledger.cases.eraseSubjects([subject]);
    expect(await run()).toEqual([]);
  });
});
