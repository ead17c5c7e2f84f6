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

async function runCommand(...args: string[]) {
  const file = await temporaryFile("token", TOKEN);
  const env = { COUNTERFOIL_URL: server.url, COUNTERFOIL_TOKEN_FILE: file };
  return runHere(args, { env });
}
const run = (...args: string[]) => runCommand("consent", ...args);

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
    expect(out).toMatch(new RegExp(`Event: +Consent given, ${day(3, 1)}, record `));
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
    // What proves it: of both identifiers, also that they were joined.
    const history = "--claim history";
    expect(out.split("\n").filter((line) => line.includes("counterfoil evidence"))).toEqual([
      `  counterfoil evidence --subject ${subject} --stream consent/newsletter ${history} --at ${at} --out consent-1.json`,
      `  counterfoil evidence --subject ${subject} --stream merge ${history} --out merge-1.json`,
      `  counterfoil evidence --subject ${other} --stream consent/newsletter --claim absent --out consent-2.json`,
      `  counterfoil evidence --subject ${other} --stream merge ${history} --out merge-2.json`,
    ]);
  });

  test("names commands that get just that evidence", async () => {
    await ledger.anchor();
    const { out } = await run(subject, "newsletter");
    const commands = out.split("\n").filter((line) => line.includes("counterfoil evidence"));
    expect(commands).toHaveLength(4);
    for (const command of commands) {
      const words = command.trim().split(" ").slice(1, -2);
      const got = await runCommand(...words);
      expect([got.code, got.err], command).toEqual([0, ""]);
      expect(JSON.parse(got.out)).toMatchObject({ claim: words.at(-1) });
    }
  });

  test("tells when it was recorded, what was ended, and what it rests on that came later", async () => {
    const late = await newSubject(ledger, "K-3");
    await recordOne(ledger, givenOf(late));
    const invalidated = { event: "invalidated", note: "Another\u202e person's form" };
    await recordOne(ledger, {
      ...{ "@subject": late, purposeId: "newsletter", "@occurredAt": day(4, 2) },
      ...{ "@source": "shop", actor: { role: "controller" }, ...invalidated },
    });
    const [given, ended] = (await ledger.consents.history(late, "newsletter")).events;
    const told = rows((await run(late, "newsletter")).out);
    expect(told[1]).toEqual(["newsletter", "no", "invalidated"]);
    expect(told).toContainEqual(["Recorded:", ended?.recordedAt]);
    expect(told).toContainEqual(["How:", "the controller"]);
    expect(told).toContainEqual(["Note:", "Another\\u202e person's form"]);
    expect(told).toContainEqual([
      "What it ended:",
      `Consent given, ${day(3, 1)}, record ${given?.id}, “Yes, write to me”, notice privacy, version 1 (en); version 1 of the purpose`,
    ]);
    const stated = "was put into the ledger only after this event happened";
    expect((await run(late, "newsletter")).out).toContain(stated);
    const chinese = await run(late, "newsletter", "--lang", "zh");
    expect(chinese.out).toContain("至少有一项是在此事件发生之后才记入账本的");
    expect(rows(chinese.out).map(([name]) => name)).toEqual(
      expect.arrayContaining(["登记时间:", "备注:", "由此终止:"]),
    );
    // What was stated before, and recorded as it happened, has neither.
    const soon = await newSubject(ledger, "K-4");
    await recordOne(ledger, { "@subject": soon, event: "refused", purposeId: "newsletter" });
    const now = await run(soon, "newsletter");
    expect(rows(now.out)[1]).toEqual(["newsletter", "no", "refused"]);
    expect(now.out).not.toMatch(/Recorded:|What it ended|Note:/);
    expect(now.out).not.toContain(stated);
  });

  test("tells a signal from what a person did by hand", async () => {
    await ledger.consents.definePurpose(purposeOf("ads", { signals: ["gpc"] }));
    const asked = await newSubject(ledger, "K-5");
    await ledger.consents.signal(asked, { signal: "gpc", value: "1", channel: "web" });
    const told = rows((await run(asked, "ads")).out);
    expect(told[1]).toEqual(["ads", "no", "refused"]);
    expect(told).toContainEqual(["How:", "by a signal (gpc), website"]);
    expect((await run(asked, "ads", "--lang", "zh")).out).toContain("由信号作出（gpc），网站");
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
    const future = await run(subject, "newsletter", "--at", "2999-12-31");
    expect(future.code).toBe(2);
    expect(future.err).toContain("has not come yet: by the ledger's clock it is 2026-");
  });

  test("of nothing that was recorded there is other evidence", async () => {
    const { code, out } = await run(other, "profiling", "--at", "2026-03-01");
    expect(code).toBe(0);
    expect(rows(out)[1]).toEqual(["profiling", "no", "never asked"]);
    expect(out).toContain("--stream consent/profiling --claim absent --out consent-1.json");
    expect(out).not.toContain("--stream consent/profiling --claim history");
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
  // Which claims prove it differs from purpose to purpose.
  expect(out).not.toContain("--claim");
  expect(out).toContain(`  counterfoil consent --at 2026-03-01T23:59:59.999Z ${subject} PURPOSE\n`);
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
    expect(code).toBe(2);
    expect(err).toContain("A data subject of this number in this source does not exist.");
    expect(err).not.toContain("K-9");
  }
  const unknown = await run(subject, "nothing");
  expect(unknown.code).toBe(2);
  expect(unknown.err).toContain("no purpose of this name. There are: newsletter, profiling");
  const malformed = await run("--source", "a shop", "--number", "K-9", "newsletter");
  expect(malformed.code).toBe(2);
  expect(malformed.err).toContain("source: does not have the form of this field.");
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
