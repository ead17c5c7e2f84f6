/** What the server writes down, caught from a real process's standard error. */
import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Misbehaviour } from "../../../api/core/errors.ts";
import type { ServerLog } from "../../../api/start/log.ts";
import { keepEvidence } from "../../../api/start/misbehaviour.ts";
import { words } from "../../../api/start/words.ts";
import { START } from "../../helpers/ledger.ts";
import { newPlace } from "../../helpers/store/places.ts";

const ROOT = join(import.meta.dirname, "../../..");

/** Runs a script that has a `log`; answers its lines. */
function logged(level: string, script: string): Record<string, unknown>[] {
  const source = `
    import { serverLog } from "./api/start/log.ts";
    import { Misbehaviour } from "./api/core/errors.ts";
    const log = serverLog("${level}");
    ${script}`;
  const argv = ["--input-type=module-typescript", "-e", source];
  const command = `exec "$0" "$@" 2>&1`;
  const text = execFileSync("sh", ["-c", command, process.execPath, ...argv], { cwd: ROOT });
  return text
    .toString()
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe("the log", () => {
  it("tells of a bug its name, code and place, and nothing of what it choked on", () => {
    const [line] = logged(
      "info",
      `const cause = new TypeError("cause 王小明 13800138000");
       const error = new RangeError("value 王小明\\n    at secret-line 13800138000", { cause });
       error.code = "ERR_CODE";
       log.bug(error);`,
    );
    expect(line).toMatchObject({
      msg: "unexpected error",
      error: { name: "RangeError", code: "ERR_CODE", cause: { name: "TypeError" } },
    });
    const text = JSON.stringify(line);
    expect(text).toMatch(/\[eval1?\]|evalmachine|file:/);
    expect(text).not.toMatch(/王小明|138|secret-line/);
  });

  it("takes anything for a bug", () => {
    const lines = logged(
      "info",
      `log.bug("王小明"); log.bug(null); log.bug({ secret: 1 }); log.bug(new Error(""));
       const odd = new Error("first"); odd.message = "王小明"; log.bug(odd);`,
    );
    expect(lines).toHaveLength(5);
    expect(JSON.stringify(lines)).not.toMatch(/王小明|secret/);
  });

  it("hides what the chain's errors say, keeps what misbehaviour proves", () => {
    const lines = logged(
      "debug",
      `log.anchor.error({ code: "internal", err: new Error("rpc https://user:pass@host") }, "no");
       log.anchor.info({ size: 7 }, "anchored");
       log.misbehaviour(new Misbehaviour("chain_diverged", { ourRoot: "abc" }));
       log.request({ method: "GET", route: "/v1/records/:id", status: 200, milliseconds: 1 });`,
    );
    expect(lines.map(({ level }) => level)).toEqual([50, 30, 60, 20]);
    expect(JSON.stringify(lines)).not.toContain("pass@");
    expect(lines[2]).toMatchObject({ code: "chain_diverged", ourRoot: "abc" });
    expect(lines[3]).toMatchObject({ route: "/v1/records/:id" });
  });

  it("is loud about an alarm, and says when it is over at the level that is set by default", () => {
    const lines = logged(
      "warn",
      `log.alarm("promises_broken", true, { open: 7, overdue: 3 });
       log.alarm("promises_broken", false, { open: 0, mostOverdue: 3 });`,
    );
    expect(lines).toMatchObject([
      { level: 50, msg: "alarm", alarm: "promises_broken", open: 7, overdue: 3 },
      { level: 40, msg: "the alarm is over", alarm: "promises_broken", mostOverdue: 3 },
    ]);
  });

  it("is silent where it is told to be", () => {
    expect(logged("silent", `log.bug(new Error("x")); log.anchor.error({}, "x");`)).toEqual([]);
    expect(logged("error", `log.anchor.warn({}, "x"); log.bug(new Error("x"));`)).toHaveLength(1);
  });
});

describe("evidence of misbehaviour", () => {
  let directory: string;
  let remove: () => void;
  beforeEach(() => {
    ({ directory, remove } = newPlace());
  });
  afterEach(() => remove());

  function recorder() {
    const told: unknown[] = [];
    const note = (each: unknown): void => void told.push(each);
    const log = { misbehaviour: note, bug: note } as unknown as ServerLog;
    return { told, log };
  }
  const found = new Misbehaviour("chain_diverged", { chainSize: 7, note: "signed\n" });

  it("is kept as a file, once for each time, and told", async () => {
    const { told, log } = recorder();
    await keepEvidence(directory, found, START, log);
    await keepEvidence(directory, found, START + 1, log);
    const folder = join(directory, "misbehaviour");
    const [first, ...more] = readdirSync(folder).sort();
    expect(first).toBe(`${START}-chain_diverged.json`);
    expect(more).toHaveLength(1);
    expect(JSON.parse(readFileSync(join(folder, first!), "utf8"))).toEqual({
      code: "chain_diverged",
      at: START,
      chainSize: 7,
      note: "signed\n",
    });
    expect(told).toEqual([found, found]);
  });

  it("that cannot be kept is told all the same", async () => {
    const { told, log } = recorder();
    mkdirSync(join(directory, "x"));
    writeFileSync(join(directory, "x", "misbehaviour"), "a file");
    await keepEvidence(join(directory, "x"), found, START, log);
    expect(told).toHaveLength(2);
    expect(told[0]).toBe(found);
  });
});

describe("what `npm start` says", () => {
  const flat = (value: object): [string, string][] =>
    Object.entries(value).flatMap(([key, text]): [string, string][] =>
      typeof text === "string" ? [[key, text]] : flat(text),
    );

  it("is said in both languages, with the same parameters", () => {
    const [en, zh] = [flat(words.en), flat(words.zh)];
    expect(zh.map(([key]) => key)).toEqual(en.map(([key]) => key));
    const names = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).sort();
    en.forEach(([key, text], i) => {
      const other = zh[i]![1];
      expect(names(other), key).toEqual(names(text));
      expect(text.length, key).toBeGreaterThan(3);
      if (!/^(address|apiPage|token)$/.test(key)) expect(other, key).toMatch(/[\u4e00-\u9fff]/);
    });
  });
});
