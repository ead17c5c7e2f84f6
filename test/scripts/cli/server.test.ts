/** The commands that ask the ledger: evidence and status. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { runHere, runProcess } from "../helpers/cli.ts";
import { type FakeLedger, fakeLedger, TOKEN } from "../helpers/fake-ledger.ts";
import { temporaryFile, temporaryFolder } from "../helpers/items.ts";

const ID = "019ab1c2-0000-7000-8000-000000000000";
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

  test("a refusal is told in the ledger's words", async () => {
    const { ledger, env } = await world();
    const body =
      '{"code":"not_sealed","title":"t","detail":"Try again\\u001b[2J in a few seconds."}';
    ledger.pages.set(`/v1/records/${ID}/evidence`, { status: 409, body });
    const { code, out, err } = await runHere(["evidence", ID], { env });
    expect([code, out]).toEqual([1, ""]);
    expect(err).toContain("409");
    expect(err).toContain("Try again\\u001b[2J in a few seconds.");
  });

  test("a token that is wrong, is none, or is not there", async () => {
    const { env } = await world();
    const token = (file: string) => runHere(["evidence", ID, "--token-file", file], { env });
    expect(await token(await temporaryFile("t", "other"))).toMatchObject({ code: 1 });
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
    store: { state: "ok" },
    log: { state: "ok", size: 12345, sealed: 12000, openEntries: 345, openSince: null },
    chain: { state: "down", headSize: 11000, lagging: true, somethingNew: "x\u001b" },
  };

  test("is a table of what there is, in the language asked for", async () => {
    const { ledger, env } = await world();
    ledger.pages.set("/healthz", { status: 503, body: JSON.stringify(health) });
    const { code, out } = await runHere(["status"], { env });
    expect(code).toBe(0);
    const rows = out.split("\n").map((line) => line.trim().split(/\s{2,}/));
    expect(rows).toContainEqual(["Status", "degraded"]);
    expect(rows).toContainEqual(["Log / Entries", "12,345"]);
    expect(rows).toContainEqual(["Chain / Lagging", "yes"]);
    expect(rows).toContainEqual(["Chain / somethingNew", "x\\u001b"]);
    const chinese = await runHere(["status", "--lang", "zh"], { env });
    expect(chinese.out).toContain("日志 / 条目数");
  });

  test("as JSON", async () => {
    const { ledger, env } = await world();
    ledger.pages.set("/healthz", { status: 200, body: JSON.stringify(health) });
    const { out } = await runHere(["status", "--json"], { env });
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
