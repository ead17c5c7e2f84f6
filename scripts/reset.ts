/** `npm run reset`: removes data and keys, after asking. With `--yes` it does not ask. */
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline/promises";
import { readConfig } from "../api/core/config.ts";
import { isRefusal } from "../api/core/errors.ts";
import { terminalLanguage } from "../api/core/language.ts";
import { describeRefusal } from "../api/core/problem.ts";
import { holdExclusively } from "../api/store/sqlite/exclusive.ts";

const language = terminalLanguage([
  process.env.COUNTERFOIL_LANG,
  process.env.LC_ALL,
  process.env.LC_MESSAGES,
  process.env.LANG,
]);

const TEXT = {
  en: {
    about: "This removes, for ever:",
    effect: "Without the keys no record can be read again, and the ledger cannot be continued.",
    ask: "Type “yes” to remove them: ",
    word: "yes",
    kept: "Nothing was removed.",
    gone: "Removed.",
    nothing: "There is nothing to remove.",
    foreign: "This is no directory of a ledger, so it is left alone: ",
  },
  zh: {
    about: "这将永久删除：",
    effect: "没有密钥，任何记录都无法再读取，账本也无法继续。",
    ask: "输入“yes”以删除：",
    word: "yes",
    kept: "没有删除任何内容。",
    gone: "已删除。",
    nothing: "没有可删除的内容。",
    foreign: "这不是账本的目录，因此保持不动：",
  },
} as const;
const text = TEXT[language];
const say = (line: string): boolean => process.stdout.write(`${line}\n`);

/** A misspelt setting must not cost somebody their home directory. */
const FILES = [
  ["ledger.db", "database"],
  ["keys.db", "keys"],
] as const;
const isOurs = (directory: string): boolean =>
  FILES.some(([name]) => existsSync(join(directory, name)));

/** Takes the locks that a running server holds. @throws Refusal `in_use` */
function holdAll(directories: readonly string[]): () => void {
  const held = directories.flatMap((directory) =>
    FILES.filter(([name]) => existsSync(join(directory, name))).map(([name, what]) =>
      holdExclusively(join(directory, name), what),
    ),
  );
  return () => {
    for (const release of held) release();
  };
}

async function confirmed(): Promise<boolean> {
  if (process.argv.includes("--yes")) return true;
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question(text.ask).catch(() => "");
  terminal.close();
  return answer.trim() === text.word;
}

async function reset(): Promise<number> {
  const { dataDirectory, keysDirectory } = readConfig(process.env);
  const present = [dataDirectory, keysDirectory].filter((directory) => existsSync(directory));
  const ours = present.filter(isOurs);
  for (const directory of present)
    if (!ours.includes(directory)) say(`${text.foreign}${directory}`);
  if (ours.length === 0) {
    say(text.nothing);
    return 0;
  }
  const release = holdAll(ours);
  say(text.about);
  for (const directory of ours) say(`  ${directory}`);
  say(text.effect);
  if (!(await confirmed())) {
    say(text.kept);
    return 1;
  }
  for (const directory of ours) rmSync(directory, { recursive: true });
  release();
  say(text.gone);
  return 0;
}

try {
  process.exitCode = await reset();
} catch (error) {
  if (!isRefusal(error)) throw error;
  process.stderr.write(`${describeRefusal(error, language).detail}\n`);
  process.exitCode = 1;
}
