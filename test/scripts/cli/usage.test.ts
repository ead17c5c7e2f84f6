import { describe, expect, test } from "vitest";
import type { Messages } from "../../../scripts/cli/catalogue.ts";
import { chooseLanguage } from "../../../scripts/cli/language.ts";
import { messagesIn } from "../../../scripts/cli/messages.ts";
import { runHere, runProcess } from "../helpers/cli.ts";

const HAN = /\p{Script=Han}/u;
const COMMANDS = [
  "import",
  "verify",
  "evidence",
  "state",
  "consent",
  "status",
  "recover",
  "succeed",
  "key",
  "account",
];

describe("help", () => {
  test.each(["en", "zh"])("in %s, of the program and of each command", async (lang) => {
    for (const args of [["--help"], ...COMMANDS.map((command) => [command, "--help"])]) {
      const { code, out, err } = await runHere([...args, "--lang", lang]);
      expect(code).toBe(0);
      expect(err).toBe("");
      expect(HAN.test(out)).toBe(lang === "zh");
      expect(out).not.toMatch(lang === "zh" ? /display|Options:|show|file with/ : HAN);
    }
  });

  test("names every command", async () => {
    const { out } = await runHere(["-h"]);
    for (const command of COMMANDS) expect(out).toContain(command);
  });

  test("the version is the package's", async () => {
    const { code, out } = await runHere(["--version"]);
    expect(code).toBe(0);
    expect(out).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

describe("wrong use ends with 2 and a sentence", () => {
  test.each([
    [["verify"], "file is missing"],
    [["verify", "a", "b"], "too many arguments"],
    [["verify", "a", "--nope"], "no option --nope"],
    [["verify", "a", "--policy"], "--policy <file> needs a value"],
    [["frobnicate"], "no command frobnicate"],
    [["evidence", "x"], "not the @id"],
    [["evidence"], "Name what the file is about"],
    [["evidence", "--claim", "all"], "--claim <what> does not take this value"],
    [["state", "--stream", "order"], "the option --subject <id> is missing"],
    [["state", "--subject", "x", "--stream", "order"], "not the @subject"],
    [["evidence", "x", "--checkpoint", "oldest"], "does not take this value"],
    [["key"], "what is missing"],
    [["key", "make"], "no “key make”"],
    [["key", "revoke"], "Name the key"],
    [["key", "list", "x"], "Only “key revoke”"],
    [["key", "list", "--days", "9"], "--days is for “key create” alone"],
    [["account", "remove"], "no “account remove”"],
    [["account", "reset-second-factor"], "Name whose second factor"],
    [["account", "invite", "x"], "Only “account reset-second-factor”"],
    [["import"], "what is missing"],
    [["import", "chinook"], "no data set “chinook”"],
    [["import", "cdnow"], "Name the file"],
    [["import", "cdnow", "a", "b"], "exactly one file"],
    [["import", "online-retail"], "Name the file"],
    [["import", "northwind", "--mapping", "/nowhere.json"], "/nowhere.json cannot be read"],
    [["status", "--server", "ftp://x"], "is not an address"],
    [["verify", "/nowhere.json"], "/nowhere.json cannot be read"],
  ])("%j", async (args, said) => {
    const { code, out, err } = await runHere(args);
    expect(code).toBe(2);
    expect(out).toBe("");
    expect(err).toContain(said);
    expect(err).not.toContain("    at ");
    const chinese = await runHere([...args, "--lang=zh"]);
    expect(chinese.code).toBe(2);
    expect(chinese.err).toMatch(HAN);
  });

  test("nothing at all shows the help", async () => {
    const { code, err } = await runHere([]);
    expect(code).toBe(2);
    expect(err).toContain("Usage:");
  });

  test("what is wrong is shown without painting the terminal", async () => {
    const { err } = await runHere(["\u001b[31mred"]);
    expect(err).not.toContain("\u001b");
  });
});

test("a process ends with the code, and writes on the two streams", async () => {
  const wrong = await runProcess(["verify"], { env: { LANG: "zh_CN.UTF-8" } });
  expect(wrong).toMatchObject({ code: 2, out: "" });
  expect(wrong.err).toMatch(HAN);
  expect(await runProcess(["--version"])).toMatchObject({ code: 0, err: "" });
});

test.each([
  [["--lang", "zh"], {}, "zh"],
  [["verify", "f", "--lang=zh"], { COUNTERFOIL_LANG: "en" }, "zh"],
  [["verify", "--", "--lang=zh"], {}, "en"],
  [[], { COUNTERFOIL_LANG: "zh", LC_ALL: "en_US" }, "zh"],
  [[], { LC_ALL: "zh_TW.UTF-8", LANG: "en_US" }, "zh"],
  [[], { LC_ALL: "", LANG: "zh_CN" }, "zh"],
  [[], { LANG: "de_DE.UTF-8" }, "en"],
  [[], {}, "en"],
])("%j with %j speaks %s", (args, env, language) => {
  expect(chooseLanguage(args, env)).toBe(language);
});

/** Every text of a catalogue by its path; functions are called with their names of parameters as numbers would do too. */
function texts(value: unknown, path = ""): [string, string][] {
  if (typeof value === "string") return [[path, value]];
  if (typeof value === "function") return [[path, String(value({}, "m", "not_json", "a"))]];
  return Object.entries(value as object).flatMap(([name, inner]) =>
    texts(inner, `${path}.${name}`),
  );
}

test("both catalogues say something everywhere, and each in its own language", () => {
  const of = (language: "en" | "zh"): Messages => messagesIn(language);
  const [en, zh] = [texts(of("en")), texts(of("zh"))];
  expect(zh.map(([path]) => path)).toEqual(en.map(([path]) => path));
  // The line of an audit's progress is put together from words that are looked at elsewhere.
  const same = new Set([".errors.prefix", ".help.import.paths", ".audit.progress"]);
  same.add(".consent.separator");
  for (const [path, text] of [...en, ...zh]) expect(text.trim(), path).not.toBe("");
  for (const [path, text] of en) expect(text, path).not.toMatch(HAN);
  for (const [path, text] of zh) {
    if (!same.has(path) && text !== "–") expect(text, path).toMatch(HAN);
  }
});
