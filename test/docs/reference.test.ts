/** The documentation against the code: settings, commands, scripts, exit codes, links. */
import { describe, expect, it } from "vitest";
import { readConfig } from "../../api/core/config.ts";
import { isRefusal } from "../../api/core/errors.ts";
import { EXIT_CODES } from "../../portal/verify/verdict.ts";
import { messagesIn } from "../../scripts/cli/messages.ts";
import { createProgram } from "../../scripts/cli/program.ts";
import { brokenLink, projectFiles, read, relativeLinks, shellBlocks } from "./markdown.ts";

const READMES = ["README.md", "README.zh-CN.md"] as const;
const documents = projectFiles("*.md");

/** The refusal of an unknown setting lists the known ones. */
function knownSettings(): string[] {
  try {
    readConfig({ COUNTERFOIL_NO_SUCH_SETTING: "1" });
  } catch (error) {
    if (isRefusal(error, "invalid_setting")) {
      return ["PORT", ...(error.details.allowed ?? "").split(", ")];
    }
    throw error;
  }
  throw new Error("an unknown setting is accepted");
}

/** Names in the first cells of the table of settings. */
const tabled = (markdown: string): string[] =>
  [...markdown.matchAll(/^\| `(PORT|COUNTERFOIL_[A-Z_]+)` \|/gm)].map(
    (match) => match[1] as string,
  );

describe("settings", () => {
  const known = knownSettings().sort();

  it.each([...READMES, "docs/OPERATING.md"])("are all in the table of %s, each once", (file) => {
    expect(tabled(read(file)).sort()).toEqual(known);
  });

  const offered = [...read(".env.example").matchAll(/^#([A-Z_]+)=(.*)$/gm)].map(
    ([, name = "", value = ""]) => [name, value] as const,
  );

  it("are all in .env.example, each once", () => {
    expect(offered.map(([name]) => name).sort()).toEqual(known);
  });

  it("have in .env.example the defaults that they have", () => {
    expect(readConfig(Object.fromEntries(offered))).toEqual(readConfig({}));
  });

  it("that a document names exist", () => {
    for (const file of documents) {
      const named = read(file).match(/\bCOUNTERFOIL_[A-Z]+(?:_[A-Z]+)*\b/g) ?? [];
      for (const name of named) expect(known, `${name} in ${file}`).toContain(name);
    }
  });
});

describe("commands", () => {
  const program = createProgram({ m: messagesIn("en") }, "0", () => Promise.resolve());

  it("of the command line exist, with the options that are shown", () => {
    const called = documents.flatMap((file) =>
      [...read(file).matchAll(/counterfoil -- ([a-z][a-z-]*)([^`\n]*)/g)].map((match) => ({
        file,
        name: match[1] as string,
        options: match[2]?.match(/--[a-z][a-z-]*/g) ?? [],
      })),
    );
    expect(called.length).toBeGreaterThan(5);
    for (const { file, name, options } of called) {
      const command = program.commands.find((each) => each.name() === name);
      expect(command, `${name} in ${file}`).toBeDefined();
      const known = command!.options.map(({ long }) => long);
      for (const option of options) expect(known, `${name} in ${file}`).toContain(option);
    }
  });

  it("of npm exist", () => {
    const { scripts } = JSON.parse(read("package.json"));
    const shown = documents.flatMap((file) => [
      ...read(file).matchAll(/\bnpm (?:run (?:-s )?([a-z]+)|(start|test))\b/g),
    ]);
    expect(shown.length).toBeGreaterThan(10);
    for (const match of shown) expect(scripts).toHaveProperty([match[1] ?? match[2] ?? ""]);
  });

  it("are what CI runs", () => {
    const [first] = shellBlocks(read("README.md"));
    expect(first!.text).toContain("npm test");
    const lines = read(".ci/run")
      .split("\n")
      .filter((line) => /^npm/.test(line));
    expect(lines).toEqual(["npm test"]);
  });
});

describe("verdicts", () => {
  it.each([...READMES, "docs/FORMAT.md"])("are in %s with their exit codes", (file) => {
    const rows = [...read(file).matchAll(/^\| `([A-Z_]+)` \| (\d+) \|/gm)];
    expect(Object.fromEntries(rows.map(([, word, code]) => [word, Number(code)]))).toEqual(
      EXIT_CODES,
    );
  });
});

describe("links", () => {
  it.each(documents)("of %s lead somewhere", (file) => {
    const broken = relativeLinks(read(file)).map((link) => brokenLink(file, link));
    expect(broken.filter((each) => each !== null)).toEqual([]);
  });
});
