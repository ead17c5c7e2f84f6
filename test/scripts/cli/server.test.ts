/** The commands that ask the ledger: evidence and status. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { systemRandom } from "../../../api/core/random.ts";
import { generateNoteSigner, loadNoteSigner } from "../../../api/log/keys.ts";
import { asLedgerId } from "../../../portal/verify/brands.ts";
import { POLICY_FORMAT } from "../../../portal/verify/policy.ts";
import { firmSubject } from "../../../portal/verify/subject.ts";
import { runHere, runProcess } from "../helpers/cli.ts";
import { type FakeLedger, fakeLedger, TOKEN } from "../helpers/fake-ledger.ts";
import { temporaryFile, temporaryFolder } from "../helpers/items.ts";

const ID = "019ab1c2-0000-7000-8000-000000000000";
const POLICY = "/.well-known/counterfoil/policy.json";
const BYTES = '{"a":"é","b":"中"}';

async function world(): Promise<{ ledger: FakeLedger; env: Record<string, string> }> {
  const ledger = await fakeLedger();
  const file = await temporaryFile("token", `${TOKEN}\n`);
  return { ledger, env: { COUNTERFOIL_URL: ledger.url, COUNTERFOIL_TOKEN_FILE: file } };
}

describe("evidence", () => {
  test("the very bytes, on the standard output and in a file", async () => {
    const { ledger, env } = await world();
    ledger.pages.set(`/v1/records/${ID}/evidence`, { status: 200, body: BYTES });
    expect(await runProcess(["evidence", ID], { env })).toEqual({ code: 0, out: BYTES, err: "" });
    const file = join(await temporaryFolder(), "e.json");
    const saved = await runHere(["evidence", ID, "--out", file], { env });
    expect(saved).toEqual({ code: 0, out: "", err: "" });
    expect(await readFile(file, "utf8")).toBe(BYTES);
  });

  test("asks for fields and the newest checkpoint", async () => {
    const { ledger, env } = await world();
    await runHere(["evidence", ID, "--fields", "total,@kind", "--checkpoint", "newest"], { env });
    expect(ledger.requests.at(-1)).toBe(
      `/v1/records/${ID}/evidence?fields=total%2C%40kind&checkpoint=newest`,
    );
  });

  test("of the firm, whom the ledger's policy names", async () => {
    const { ledger, env } = await world();
    const asked = [
      "evidence",
      "--subject",
      "firm",
      "--stream",
      "administration",
      "--claim",
      "absent",
    ];
    expect(await runHere(asked, { env })).toMatchObject({ code: 2 });
    ledger.pages.set(POLICY, { status: 200, body: "{}" });
    expect(await runHere(asked, { env })).toMatchObject({ code: 1 });
    const { vkey } = loadNoteSigner(generateNoteSigner("ledger.example/main", systemRandom()));
    const policy = {
      ...{ format: POLICY_FORMAT, chainId: 31337, contract: `0x${"ab".repeat(20)}` },
      ...{ ledgerId: `0x${"cd".repeat(32)}`, maxAgeSeconds: null },
      keys: [{ role: "log", vkey, fromSize: 0 }],
    };
    ledger.pages.set(POLICY, { status: 200, body: JSON.stringify(policy) });
    await runHere(asked, { env });
    const firm = firmSubject(asLedgerId(policy.ledgerId));
    expect(ledger.requests.at(-1)).toBe(
      `/v1/subjects/${firm}/evidence?stream=administration&claim=absent`,
    );
  });

  test("a refusal is told in the ledger's words", async () => {
    const { ledger, env } = await world();
    const body =
      '{"code":"not_sealed","title":"t","detail":"Try again\\u001b[2J in a few seconds."}';
    ledger.pages.set(`/v1/records/${ID}/evidence`, { status: 409, body });
    const { code, out, err } = await runHere(["evidence", ID], { env });
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain("409");
    expect(err).toContain("Try again\\u001b[2J in a few seconds.");
  });

  test("a ledger that cannot answer is no wrong use", async () => {
    const { ledger, env } = await world();
    ledger.pages.set(`/v1/records/${ID}/evidence`, { status: 503, body: "{}" });
    const { code, err } = await runHere(["evidence", ID], { env });
    expect(code).toBe(1);
    expect(err).toContain("503");
  });

  test("a token that is wrong, is none, or is not there", async () => {
    const { env } = await world();
    const token = (file: string) => runHere(["evidence", ID, "--token-file", file], { env });
    expect(await token(await temporaryFile("t", "other"))).toMatchObject({ code: 2 });
    expect(await token(await temporaryFile("t", "two words"))).toMatchObject({ code: 2 });
    expect(await token(await temporaryFile("t", "\n"))).toMatchObject({ code: 2 });
    const none = await token("/nowhere/token");
    expect(none.code).toBe(2);
    expect(none.err).toContain("COUNTERFOIL_TOKEN_FILE");
  });

  test("the token of the keys directory is found by itself", async () => {
    const { ledger } = await world();
    const file = await temporaryFile("token", TOKEN);
    const env = { COUNTERFOIL_URL: ledger.url, COUNTERFOIL_KEYS: join(file, "..") };
    ledger.pages.set(`/v1/records/${ID}/evidence`, { status: 200, body: BYTES });
    expect(await runHere(["evidence", ID], { env })).toMatchObject({ code: 0, out: BYTES });
  });

  test("a file that cannot be written", async () => {
    const { ledger, env } = await world();
    ledger.pages.set(`/v1/records/${ID}/evidence`, { status: 200, body: BYTES });
    const { code, err } = await runHere(["evidence", ID, "--out", "/nowhere/e.json"], { env });
    expect(code).toBe(2);
    expect(err).toContain("/nowhere/e.json");
  });
});

describe("status", () => {
  const health = {
    status: "degraded",
    alarms: [],
    store: { state: "ok" },
    log: {
      state: "ok",
      size: 12345,
      sealed: 12000,
      openEntries: 345,
      openSince: null,
      openSeconds: 0,
    },
    chain: {
      ...{ state: "down", headSize: 11000, lagging: true, somethingNew: "x\u001b" },
      lastAnchor: { size: 11000, state: "included", block: 7, time: "2026-11-22T09:30:00.000Z" },
    },
    promises: {
      state: "kept",
      open: 3,
      nextDeadline: "2026-11-22T09:31:00.000Z",
      secondsLeft: 75,
      overdue: 0,
    },
    cosigners: [
      {
        name: "audit\u001bor",
        kind: "auditor",
        state: "waiting",
        size: 9000,
        lagEntries: 2000,
        lagSeconds: 90_061,
        lastError: "timeout",
      },
      {
        name: "w",
        kind: "witness",
        state: "ok",
        size: 11000,
        lagEntries: 0,
        lagSeconds: null,
        lastError: null,
      },
    ],
  };

  const shown = async (told: object, args: string[] = [], terminal = {}) => {
    const { ledger, env } = await world();
    ledger.pages.set("/healthz", { status: 503, body: JSON.stringify(told) });
    const ran = await runHere(["status", ...args], { env, terminal });
    const rows = ran.out.split("\n").map((line) => line.trim().split(/\s{2,}/));
    return { ...ran, rows };
  };

  test("is a table of what there is, in the language asked for", async () => {
    const { code, rows, out } = await shown(health);
    expect(code).toBe(0);
    expect(rows).toContainEqual(["Status", "degraded"]);
    expect(rows).toContainEqual(["Alarms", "none"]);
    expect(rows).toContainEqual(["Log / Entries", "12,345"]);
    expect(rows).toContainEqual(["Log / Open for", "0 s"]);
    expect(rows).toContainEqual(["Chain / Lagging", "yes"]);
    expect(rows).toContainEqual(["Chain / somethingNew", "x\\u001b"]);
    expect(rows).toContainEqual(["Chain / Last anchor / State", "in a block, not final yet"]);
    expect(rows).toContainEqual(["Promises / Time left", "1 min 15 s"]);
    expect(rows).toContainEqual(["Cosigned by / audit\\u001bor / Entries behind", "2,000"]);
    expect(rows).toContainEqual(["Cosigned by / audit\\u001bor / Behind by", "1 d 1 h"]);
    expect(rows).toContainEqual(["Cosigned by / w / Kind", "witness"]);
    expect(rows).toContainEqual(["Cosigned by / w / Behind by", "–"]);
    expect(out).not.toContain("\u001b");
    const chinese = await shown(health, ["--lang", "zh"]);
    expect(chinese.rows).toContainEqual(["日志 / 条目数", "12,345"]);
    expect(chinese.rows).toContainEqual(["承诺 / 剩余时间", "1 分 15 秒"]);
    expect(chinese.rows).toContainEqual(["警报", "无"]);
  });

  test("ends with 4 while an alarm is on, and says which; with 1 when it is down all the same", async () => {
    const alarmed = {
      ...health,
      alarms: ["promises_broken", "auditor_refuses", "of_a_newer_ledger"],
      promises: { ...health.promises, state: "broken", secondsLeft: -3_700, overdue: 3 },
    };
    const { code, rows } = await shown(alarmed);
    expect(code).toBe(4);
    expect(rows).toContainEqual([
      "Alarms",
      "promises broken: deadlines have passed without an anchor",
    ]);
    expect(rows).toContainEqual(["Alarms", "of_a_newer_ledger"]);
    expect(rows).toContainEqual(["Promises / Time left", "−1 h 1 min"]);
    expect((await shown({ ...alarmed, status: "down" })).code).toBe(1);
    expect((await shown(alarmed, ["--json"])).code).toBe(4);
    expect((await shown({ ...health, alarms: "none" })).code).toBe(0);
  });

  test("has colours on a terminal that wants them, and nowhere else", async () => {
    const alarmed = { ...health, alarms: ["promises_at_risk"], status: "down" };
    const { out } = await shown(alarmed, [], { colour: true, columns: 100 });
    expect(out).toContain("\u001b[31mdown\u001b[39m");
    expect(out).toContain("\u001b[33mpromises at risk");
    expect(out).toContain("\u001b[32mkept\u001b[39m");
    expect((await shown(alarmed, [], { colour: false, columns: 100 })).out).not.toContain("\u001b");
  });

  test("as JSON", async () => {
    const { out } = await shown(health, ["--json"]);
    expect(JSON.parse(out)).toEqual(health);
  });

  test.each([
    ['{"status":"ok"}', 0],
    ['{"status":"down"}', 1],
    ['{"status":7}', 1],
    ["<html>", 1],
    ["[]", 1],
  ])("%s ends with %i", async (body, code) => {
    const { ledger, env } = await world();
    ledger.pages.set("/healthz", { status: 200, body });
    expect(await runHere(["status"], { env })).toMatchObject({ code });
  });

  test("nobody there", async () => {
    const { ledger, env } = await world();
    await ledger.stop();
    const { code, err } = await runHere(["status"], { env });
    expect(code).toBe(1);
    expect(err).toContain("cannot be reached");
  });
});
