/** Whether it would be noticed: what is planted is found wherever it is told, and everything that tells is listened to. */
import { OpenAPIHono } from "@hono/zod-openapi";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Refusal } from "../../../api/core/errors.ts";
import { bearer, testApp } from "../../api/http/fixtures.ts";
import { testIdentity } from "../../api/identity/fixtures.ts";
import { customerOf, newSubject, testLedger, write } from "../ledger.ts";
import {
  type Channel,
  hear,
  heardLog,
  heardSoFar,
  hearServer,
  overheard,
  takeLeaks,
} from "./heard.ts";
import { PLANTED_CLERK, PLANTED_NAME, PLANTED_TOKENS, plantedIn } from "./planted.ts";

let before: Readonly<Record<Channel, number>>;
beforeEach(() => {
  // A file before this one would have failed by itself.
  expect(takeLeaks()).toEqual([]);
  before = heardSoFar();
});
// What is found here is on purpose.
afterEach(() => void takeLeaks());

const grown = (): Channel[] => {
  const now = heardSoFar();
  return (Object.keys(now) as Channel[]).filter((channel) => now[channel] > before[channel]);
};

describe("what is planted", () => {
  it.each([
    PLANTED_NAME,
    PLANTED_CLERK,
    ...PLANTED_TOKENS,
    "Maria Anders",
    "a.b+c@example.com",
    "not-staff@example.com",
    "staff@example.org",
    `counterfoil_${"A".repeat(43)}`,
    "PRIVATE+KEY+ledger+1234",
  ])("is found, however it is escaped: %s", (text) => {
    for (const form of [text, encodeURIComponent(text), JSON.stringify({ text })]) {
      expect(plantedIn(`before ${form}, behind`), form).not.toEqual([]);
      hear("log", form);
      expect(takeLeaks()).not.toEqual([]);
    }
    expect(takeLeaks()).toEqual([]);
  });

  it("is not everything", () => {
    for (const text of [
      "",
      "100%",
      "GET /v1/records/:id",
      "https://ledger.example/x",
      "shop",
      "as staff@example.com",
    ])
      expect(plantedIn(text)).toEqual([]);
  });

  it("is in what the fixtures record", async () => {
    const ledger = await testLedger();
    const record = customerOf(await newSubject(ledger));
    await write(ledger, record);
    expect(plantedIn(JSON.stringify(record))).not.toEqual([]);
    await ledger.close();
  });
});

describe("what a ledger tells", () => {
  it("is listened to: addresses, problems, also of lines, metrics, log", async () => {
    const app = await testApp();
    await app.send("/v1/records/none");
    expect(grown()).toEqual(["address", "log", "problem"]);
    const problems = heardSoFar().problem;
    await app.lines("/v1/records", "{}\n");
    expect(heardSoFar().problem).toBeGreaterThan(problems + 100);
    await app.send("/metrics", { headers: bearer() });
    expect(grown()).toEqual(["address", "log", "metrics", "problem"]);
    await app.send(`/v1/records?subject=${encodeURIComponent(PLANTED_NAME)}`);
    expect(takeLeaks()).toMatchObject([{ channel: "address" }, { channel: "address" }]);
    await app.close();
  });

  it("is listened to where people sign in", async () => {
    const test = testIdentity();
    await test.browser().send("POST", "/auth/nowhere?email=a@example.com");
    expect(grown()).toEqual(["address", "problem"]);
    expect(takeLeaks()).toMatchObject([{ channel: "address", planted: "an e-mail address" }]);
    test.close();
  });

  it("is listened to where it says too much", async () => {
    const app = overheard(new OpenAPIHono());
    app.get("/problem", (c) =>
      c.body(JSON.stringify({ detail: PLANTED_NAME }), 422, {
        "content-type": "application/problem+json",
      }),
    );
    app.get("/metrics", (c) => c.text(`people{name="${PLANTED_CLERK}"} 1`));
    app.get("/to", (c) => c.redirect(`/of?name=${encodeURIComponent(PLANTED_NAME)}`));
    for (const [path, channel] of [
      ["/problem", "problem"],
      ["/metrics", "metrics"],
      ["/to", "address"],
    ] as const) {
      await app.request(path);
      expect(takeLeaks()[0], path).toMatchObject({ channel });
    }
    heardLog.anchor.warn({ note: PLANTED_NAME }, "said too much");
    expect(takeLeaks()[0]).toMatchObject({ channel: "log" });
  });

  it("is listened to where a server prints, but for whom one can be in its demonstration", () => {
    hearServer({ out: "as officer@example.com, customer@example.com", err: "{}" });
    expect(takeLeaks()).toEqual([]);
    hearServer({ out: `as ${PLANTED_NAME}, xofficer@example.com`, err: "officer@example.com" });
    const told = takeLeaks().map(({ channel, planted }) => `${channel}: ${planted}`);
    expect(new Set(told)).toEqual(
      new Set([
        ...["王小明", "Wang Xiaoming", "an e-mail address"].map((planted) => `printed: ${planted}`),
        "log: an e-mail address",
      ]),
    );
    expect(grown()).toEqual(["log", "printed"]);
  });

  it("is nothing of that where it fails", () => {
    const cause = new Error(PLANTED_NAME);
    heardLog.bug(new RangeError(`cannot read ${PLANTED_NAME}`, { cause }));
    heardLog.bug(new Refusal("not_found", { what: "record" }));
    expect(grown()).toEqual(["log"]);
    expect(takeLeaks()).toEqual([]);
  });
});
