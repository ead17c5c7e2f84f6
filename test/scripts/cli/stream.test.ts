/** What people see of claims about streams. */
import { readFileSync } from "node:fs";
import { Readable } from "node:stream";
import { expect, test } from "vitest";
import { systemClock } from "../../../api/core/clock.ts";
import type { Verdict } from "../../../portal/verify/verdict.ts";
import { messagesIn } from "../../../scripts/cli/messages.ts";
import { printVerdict } from "../../../scripts/cli/verdict.ts";
import { type EvidenceVector, runVector } from "../../portal/verify/run-vector.ts";
import { fakeTerminal } from "../helpers/cli.ts";

const VECTORS = new URL("../../vectors/evidence/", import.meta.url);

async function verdictOf(name: string): Promise<Verdict> {
  const source = readFileSync(new URL(`${name}.json`, VECTORS), "utf8");
  const { verdict } = await runVector(JSON.parse(source) as EvidenceVector);
  if (verdict === null) throw new Error(`${name} has no verdict`);
  return verdict;
}

async function shown(
  name: string,
  language: "en" | "zh" = "en",
  columns: number | null = null,
): Promise<string> {
  const { terminal, written } = fakeTerminal({ columns });
  const m = messagesIn(language);
  const context = { terminal, language, m, env: {}, stdin: Readable.from([]), clock: systemClock };
  await printVerdict(context, await verdictOf(name));
  return written.out;
}

/** The lines below a heading. */
function part(out: string, title: string): string[] {
  const [, body = ""] = out.split(new RegExp(`^${title}\n`, "m"));
  return (body.split("\n\n")[0] as string).trimEnd().split("\n");
}

test("a history: the claim, the stream, one row for each event", async () => {
  const out = await shown("history-partly-withheld");
  expect(part(out, "Claim")).toEqual([
    "  These are all records of the stream, oldest first, none missing.",
  ]);
  const stream = part(out, "Stream").join("\n");
  expect(stream).toMatch(/^ {2}Name: {2,}consent\/newsletter$/m);
  expect(stream).toMatch(/^ {2}Subject: {2,}[\w-]{43}$/m);
  expect(stream).toMatch(/first 23 entries of the log, as of the checkpoint of 24$/m);
  expect(stream).toMatch(/2026-11-22T08:00:00\.000Z by the ledger's clock$/m);
  const [head, ...rows] = part(out, "Records");
  expect(head).toBe("  No.  Entry  Occurred                  Disclosed");
  expect(rows).toEqual([
    "  1    3      2026-11-01T09:00:00.000Z  event: given · purpose: newsletter · withheld: @source, channel",
    "  2    6      2026-11-03T08:00:00.000Z  channel: email · event: withdrawn · purpose: newsletter",
    "  3    9      withheld                  all withheld",
    "  4    13     2026-11-12T08:00:00.000Z  event: withdrawn · purpose: newsletter · withheld: @source, channel",
    "  5    17     2026-11-18T08:00:00.000Z  channel: email · event: given · purpose: newsletter",
    "  6    20     withheld                  all withheld",
    "  Empty fields and the envelope are left out here: --json shows all.",
  ]);
});

test("what was so at a time, and who says so", async () => {
  const out = await shown("at-between-two-anchors");
  const standings = part(out, "Records").map((row) => /Z {2}(.*?) {2,}/.exec(row)?.[1] ?? null);
  const [proven, later] = ["in the log", "not anchored"];
  const clock = ["recorded, by ledger's clock", "only later, by ledger's clock"];
  expect(standings.slice(1, 7)).toEqual([proven, proven, ...clock, later, later]);
  const asOf = part(out, "At 2026-11-10T00:00:00.000Z").join("\n");
  expect(asOf).toContain(
    "event 3 was in force at 2026-11-10T00:00:00.000Z (it had occurred by then;",
  );
  expect(asOf).toContain("2026-11-12T08:00:00.000Z, when event 4 ends it");
  expect(asOf).toContain("the anchor of size 8");
  expect(asOf).toContain("of size 16");
});

test("a history that goes on says behind what", async () => {
  const out = await shown("history-from-the-last-on");
  expect(part(out, "Claim")[0]).toContain("behind number 6");
  expect(part(out, "Stream").join("\n")).toMatch(
    /^ {2}Behind: {2,}number 6, leaf hash [\w+/]{43}=$/m,
  );
  expect(part(out, "Records")).toEqual(["  none"]);
});

test("a claim that nobody has replayed is shown, and the word says what is missing", async () => {
  const out = await shown("forged-map-without-the-last-withdrawal");
  expect(out).toMatch(/^ {2}\? unknown {2}Replay/m);
  expect(out.trimEnd().split("\n").at(-2)).toBe("NOT_REPLAYED");
});

test.each([
  ["absent", "There is no such stream."],
  ["current", "This record is the newest version."],
  ["verified", "This record is in the ledger."],
])("the claim of %s", async (name, sentence) => {
  const out = await shown(name);
  expect(part(out, "Claim")).toEqual([`  ${sentence}`]);
  expect(out).not.toMatch(/^Records$/m);
});

test("nothing of an INVALID file", async () => {
  const out = await shown("history-without-the-last-withdrawal");
  expect(out).not.toMatch(/^(Claim|Stream|Records)$/m);
  expect(out).toMatch(/^ {2}✗ fail {5}Completeness/m);
});

test("in Chinese", async () => {
  const out = await shown("at-between-two-anchors", "zh");
  expect(part(out, "声明")).toEqual(["  这是该流的全部记录，由旧到新，没有遗漏。"]);
  expect(part(out, "流").join("\n")).toContain("日志的前 23 个条目，截至大小为 24 的检查点");
  expect(part(out, "记录")[0]).toMatch(/编号 +条目 +发生于 +当时 +已披露/);
});

test("no line is wider than the terminal", async () => {
  const out = await shown("at-between-two-anchors", "en", 100);
  for (const line of out.split("\n")) expect(line.length).toBeLessThanOrEqual(100);
});
