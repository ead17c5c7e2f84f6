/** FORMAT.md's worked example, run as a reader would run it. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { withExample } from "../../scripts/vectors/example/format.ts";
import { HEADING } from "../../scripts/vectors/example/text.ts";
import { temporaryFolder } from "../scripts/helpers/items.ts";
import { type Block, blocks, read } from "./markdown.ts";

const format = read("docs/FORMAT.md");
const MARK = "=== block ";

const example = (): Block[] => blocks(format.slice(format.indexOf(HEADING)));

test("is what the generator makes", () => {
  expect(withExample(format)).toBe(format);
});

test("each command prints what the text shows", async () => {
  const all = example();
  const commands = all.filter(({ language }) => language === "sh");
  expect(commands.length).toBeGreaterThan(8);
  const script = commands.map(({ text }, at) => `echo '${MARK}${at}'\n${text}`).join("\n");
  const cwd = await temporaryFolder();
  const run = promisify(execFile);
  const { stdout } = await run("bash", ["-eu", "-o", "pipefail", "-c", script], { cwd });
  const printed = stdout.split(new RegExp(`^${MARK}\\d+\n`, "m")).slice(1);
  const shown = commands.map((block) => {
    const next = all[all.indexOf(block) + 1];
    return next?.language === "text" ? `${next.text}\n` : "";
  });
  expect(printed).toEqual(shown);
});
