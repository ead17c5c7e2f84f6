/**
 * `npm run reset`: removes data, keys, the second copy and the demonstration auditor, after asking. With `--yes` it does not ask.
 *
 * Only what the program itself put there goes: a misspelt setting, or a file put beside a ledger, must not cost anybody anything.
 */
import {
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmdirSync,
  rmSync,
} from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline/promises";
import { type Config, readConfig } from "../api/core/config.ts";
import { isRefusal } from "../api/core/errors.ts";
import { terminalLanguage } from "../api/core/language.ts";
import { describeRefusal } from "../api/core/problem.ts";
import { copyMark } from "../api/log/entry-copy.ts";
import { loadNoteSigner } from "../api/log/keys.ts";
import {
  DEMO_AUDITOR,
  DEMO_AUDITOR_FILES,
  DEMO_AUDITOR_MARK,
  isOwnName,
  MARKS,
} from "../api/start/own-files.ts";
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
    left: "This is not of the ledger and was left: ",
    nothing: "There is nothing to remove.",
    foreign: "This is no directory of a ledger, so it is left alone: ",
    otherCopy: "This is not known to be this ledger's second copy, so it is left alone: ",
    otherAuditor: "This is not the auditor of the demonstration, so it is left alone: ",
  },
  zh: {
    about: "这将永久删除：",
    effect: "没有密钥，任何记录都无法再读取，账本也无法继续。",
    ask: "输入“yes”以删除：",
    word: "yes",
    kept: "没有删除任何内容。",
    gone: "已删除。",
    left: "以下内容不属于账本，予以保留：",
    nothing: "没有可删除的内容。",
    foreign: "这不是账本的目录，因此保持不动：",
    otherCopy: "无法确认这是本账本的第二副本，因此保持不动：",
    otherAuditor: "这不是演示审计方，因此保持不动：",
  },
} as const;
const text = TEXT[language];
const say = (line: string): boolean => process.stdout.write(`${line}\n`);

/** The copy has no lock of its own: it is written by whoever holds the database. */
const LOCKED = { "ledger.db": "database", "keys.db": "keys" } as const;
const marksIn = (directory: string) => MARKS.filter((mark) => existsSync(join(directory, mark)));

/** Takes the locks that a running server holds. @throws Refusal `in_use` */
function holdAll(directories: readonly string[]): () => void {
  const held = directories.flatMap((directory) =>
    marksIn(directory).flatMap((mark) =>
      mark === "copy.json" ? [] : [holdExclusively(join(directory, mark), LOCKED[mark])],
    ),
  );
  return () => {
    for (const release of held) release();
  };
}

/** Another ledger's copy, or one that nothing here says whose it is. */
function isOtherCopy(directory: string, keysDirectory: string): boolean {
  const mark = join(directory, "copy.json");
  if (!existsSync(mark)) return false;
  const key = join(keysDirectory, "log.key");
  if (!existsSync(key)) return true;
  try {
    const signer = loadNoteSigner(readFileSync(key, "utf8").trimEnd());
    return readFileSync(mark, "utf8") !== copyMark(signer);
  } catch (error) {
    if (isRefusal(error, "invalid_setting")) return true;
    throw error;
  }
}

const isAuditorName = (name: string): boolean => DEMO_AUDITOR_FILES.includes(name);

/** The auditor of the demonstration, or what a removal that was cut short has left of it. */
function isDemoAuditor(directory: string): boolean {
  const key = join(directory, "keys", "auditor.key");
  if (!existsSync(join(directory, DEMO_AUDITOR_MARK))) return false;
  return !existsSync(key) || readFileSync(key, "utf8").startsWith(`PRIVATE+KEY+${DEMO_AUDITOR}+`);
}

/** What a running auditor holds. @throws Refusal `in_use` */
function holdAuditor(directory: string): () => void {
  const held = join(directory, "keys", "cosigned");
  return existsSync(join(directory, "keys")) ? holdExclusively(held, "keys") : () => {};
}

/** Removes what is ours from a directory, and the directory if nothing else is in it. Answers the paths of what is left. */
function empty(
  directory: string,
  isOwn: (name: string) => boolean = isOwnName,
  marks: readonly string[] = MARKS,
): string[] {
  const place = realpathSync(directory);
  const names = readdirSync(place);
  const isMark = (name: string): boolean => marks.includes(name);
  // The marks last: a removal that was cut short can be taken up again.
  const own = names.filter(isOwn).sort((a, b) => Number(isMark(a)) - Number(isMark(b)));
  for (const name of own) rmSync(join(place, name), { recursive: true, force: true });
  const left = names.filter((name) => !isOwn(name));
  // Where the setting is a link, its place is the operator's choice: emptied, it serves the next start.
  if (left.length === 0 && !lstatSync(directory).isSymbolicLink()) removeEmpty(place);
  return left.map((name) => join(directory, name));
}

/** A mount, or a directory in a folder of somebody else, cannot be removed; empty, it does not matter. */
function removeEmpty(directory: string): void {
  try {
    rmdirSync(directory);
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    if (!["EBUSY", "EACCES", "EPERM", "EROFS"].includes(code)) throw error;
  }
}

async function confirmed(): Promise<boolean> {
  if (process.argv.includes("--yes")) return true;
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question(text.ask).catch(() => "");
  terminal.close();
  return answer.trim() === text.word;
}

/** Its directory, if there is one; one that is somebody's is named, and left alone. */
function auditorOf({ demoAuditorDirectory: directory }: Config): readonly string[] {
  if (!existsSync(directory) || readdirSync(directory).length === 0) return [];
  if (isDemoAuditor(directory)) return [directory];
  say(`${text.otherAuditor}${directory}`);
  return [];
}

async function reset(): Promise<number> {
  const config = readConfig(process.env);
  const { dataDirectory, keysDirectory, copyDirectory } = config;
  // The copy first: as long as the keys are there, it can be told whose it is.
  const all = [...(copyDirectory === null ? [] : [copyDirectory]), dataDirectory, keysDirectory];
  const here = all.filter((directory) => existsSync(directory));
  const others = here.filter((directory) => isOtherCopy(directory, keysDirectory));
  for (const directory of others) say(`${text.otherCopy}${directory}`);
  const present = here.filter((directory) => !others.includes(directory));
  const ours = present.filter((directory) => marksIn(directory).length > 0);
  for (const directory of present) {
    if (ours.includes(directory)) continue;
    if (readdirSync(directory).length > 0) say(`${text.foreign}${directory}`);
  }
  const auditors = auditorOf(config);
  if (ours.length + auditors.length === 0) {
    say(text.nothing);
    return 0;
  }
  const releases = [holdAll(ours), ...auditors.map(holdAuditor)];
  say(text.about);
  for (const directory of [...ours, ...auditors]) say(`  ${directory}`);
  say(text.effect);
  if (!(await confirmed())) {
    say(text.kept);
    return 1;
  }
  const left = ours.flatMap((directory) => empty(directory));
  for (const directory of auditors)
    left.push(...empty(directory, isAuditorName, [DEMO_AUDITOR_MARK]));
  for (const release of releases) release();
  say(text.gone);
  for (const path of left) say(`${text.left}${path}`);
  return 0;
}

try {
  process.exitCode = await reset();
} catch (error) {
  if (!isRefusal(error)) throw error;
  process.stderr.write(`${describeRefusal(error, language).detail}\n`);
  process.exitCode = 1;
}
