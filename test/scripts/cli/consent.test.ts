/** `counterfoil consent`, against the API itself: what is asked for, how it is told, and what is wrong use. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { systemClock } from "../../../api/core/clock.ts";
import { listen } from "../../../api/start/listen.ts";
import { day, foundFirm, givenOf, purposeOf, recordOne } from "../../helpers/consents.ts";
import { newSubject, type TestLedger, TOKEN, testLedger } from "../../helpers/ledger.ts";
import { runHere } from "../helpers/cli.ts";
import { temporaryFile } from "../helpers/items.ts";

let ledger: TestLedger;
let server: Awaited<ReturnType<typeof listen>>;
let subject: string;
let other: string;

beforeAll(async () => {
  ledger = await testLedger();
  server = await listen((request) => ledger.app.fetch(request), "127.0.0.1", 0);
  await foundFirm(ledger);
  await ledger.consents.definePurpose(purposeOf("profiling"));
  subject = await newSubject(ledger, "K-1");
  other = await newSubject(ledger, "K-2");
  const guardian = { role: "guardian", reference: "Order\u202e 7" };
  await recordOne(ledger, givenOf(subject, { actor: guardian }));
  await recordOne(ledger, {
    ...{ "@subject": subject, "@occurredAt": day(4, 1), "@source": "shop" },
    ...{ event: "withdrawn", purposeId: "newsletter" },
  });
  const known = { "@occurredAt": "2026-02-01T00:00:00.000Z", reference: "one e-mail address" };
  const joined = { "@subject": subject, other, event: "joined", ...known };
  await ledger.consents.merge(joined);
});
afterAll(async () => {
  await server.stop();
  await ledger.close();
});

async function run(...args: string[]) {
  const file = await temporaryFile("token", TOKEN);
  const env = { COUNTERFOIL_URL: server.url, COUNTERFOIL_TOKEN_FILE: file };
  return runHere(["consent", ...args], { env });
}

const rows = (out: string): string[][] => out.split("\n").map((row) => row.trim().split(/ {2,}/));

describe("of one purpose", () => {
  test("is told what was so, by whom, under what, until when, and where the evidence is", async () => {
    const named = ["--source", "shop", "--number", "K-1"];
    const { code, out, err } = await run(...named, "newsletter", "--at", "2026-03-01");
    expect([code, err]).toEqual([0, ""]);
    const at = "2026-03-01T23:59:59.999Z";
    const told = rows(out);
    expect(told[0]).toEqual([`Consent of ${subject} at ${at}`]);
    expect(told[1]).toEqual(["newsletter", "yes", "given, and covers the purpose as it was then"]);
    expect(told).toContainEqual(["Identifier:", subject]);
    expect(told).toContainEqual(["State:", "Consent given"]);
    expect(out).toMatch(new RegExp(`By: +Consent given, ${day(3, 1)}, record `));
    expect(told).toContainEqual([
      ...["Under:", "notice privacy, version 1 (en); version 1 of the purpose"],
    ]);
    expect(told).toContainEqual([
      "How:",
      "“Yes, write to me”, a guardian, Order\\u202e 7, website",
    ]);
    expect(told).toContainEqual(["Ends or ended:", day(4, 1)]);
    const evidence = `evidence?claim=history&stream=consent/newsletter&at=${at}`;
    expect(told).toContainEqual(["Evidence:", `/v1/subjects/${subject}/${evidence}`]);
    // The other identifier of this person.
    expect(told).toContainEqual(["Identifier:", other]);
    expect(told).toContainEqual(["State:", "nothing recorded of that time"]);
    expect(out).toContain(`--stream consent/newsletter --claim history --at ${at}`);
  });

  test("is told of the day as it ended", async () => {
    for (const [on, answer] of [
      ["2026-02-28", "never asked"],
      ["2026-03-31", "given, and covers the purpose as it was then"],
      ["2026-04-01", "withdrawn"],
      ["2026-04-01T00:00:00.000Z", "withdrawn"],
      ["2026-03-31T23:59:59.999Z", "given, and covers the purpose as it was then"],
    ] as const) {
      const { out } = await run(subject, "newsletter", "--at", on);
      const allowed = answer.startsWith("given") ? "yes" : "no";
      expect(rows(out)[1], on).toEqual(["newsletter", allowed, answer]);
    }
  });

  test("is told of today as of now", async () => {
    // The program's clock, not that of the ledger here.
    const today = new Date(systemClock.now()).toISOString().slice(0, 10);
    const { code, out } = await run(subject, "newsletter", "--at", today);
    expect([code, rows(out)[1]]).toEqual([0, ["newsletter", "no", "withdrawn"]]);
    expect(out).not.toContain("23:59");
    expect((await run(subject, "newsletter", "--at", "2999-12-31")).code).toBe(1);
  });

  test("of nothing that was recorded there is other evidence", async () => {
    const { code, out } = await run(other, "profiling", "--at", "2026-03-01");
    expect(code).toBe(0);
    expect(rows(out)[1]).toEqual(["profiling", "no", "never asked"]);
    expect(out).toContain("--stream consent/profiling --claim absent --out FILE");
  });
});

test("of all purposes, a table, and where the evidence of each is", async () => {
  const { code, out } = await run(subject, "--at", "2026-03-01");
  expect(code).toBe(0);
  const told = rows(out);
  expect(told.slice(1, 3)).toEqual([
    ["newsletter", "yes", "given, and covers the purpose as it was then"],
    ["profiling", "no", "never asked"],
  ]);
  expect(told).toContainEqual([
    ...["profiling", `/v1/subjects/${other}/evidence?claim=absent&stream=consent/profiling`],
  ]);
});

test("speaks Chinese, and gives JSON as it came", async () => {
  const chinese = await run(subject, "newsletter", "--lang", "zh");
  expect(rows(chinese.out)[1]).toEqual(["newsletter", "否", "已撤回同意"]);
  expect(chinese.out).not.toMatch(/withdrawn|Identifier/);
  const { out } = await run(subject, "newsletter", "--at", "2026-03-01", "--json");
  expect(JSON.parse(out)).toMatchObject({ subject, allowed: true, reason: "given" });
});

test("who is not known is not made known by asking", async () => {
  for (let i = 0; i < 2; i++) {
    const { code, err } = await run("--source", "shop", "--number", "K-9", "newsletter");
    expect(code).toBe(1);
    expect(err).toContain("does not exist");
  }
  const unknown = await run(subject, "nothing");
  expect(unknown.code).toBe(1);
  expect(unknown.err).toContain("no purpose of this name");
});

test.each<[string[], string]>([
  [[], "Name the person"],
  [["--source", "shop"], "go together"],
  [["--number", "1"], "go together"],
  [["x", "y", "--source", "shop", "--number", "1"], "once"],
  [["S".repeat(43), "A/B"], "cannot be the name of a purpose"],
  [["nobody", "newsletter"], "not the @subject"],
  [["S".repeat(43), "--at", "yesterday"], "is no time"],
  [["S".repeat(43), "--at", "2026-02-30"], "is no time"],
])("wrong use: %j", async (args, said) => {
  const { code, out, err } = await run(...args);
  expect([code, out]).toEqual([2, ""]);
  expect(err).toContain(said);
});
