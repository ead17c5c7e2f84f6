/** Files with secrets: their owner's alone. No content is ever part of an error. */
import { access, lstat, readFile, stat } from "node:fs/promises";
import { Refusal } from "./errors.ts";
import { createDurably } from "./files.ts";

/** Whether there is anything of that name. */
export async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return false;
    throw error;
  }
}

/** The file's text; where there is no file, `make` says what it begins with. */
export async function readOrCreate(path: string, make: () => string): Promise<string> {
  if (!(await exists(path))) await createDurably(path, make());
  return readFile(path, "utf8");
}

/** @throws Refusal `invalid_setting` for a file that cannot be read, or that others than its owner may use */
export async function readPrivate(file: string, setting: string): Promise<string> {
  const unreadable = (): never => {
    throw new Refusal("invalid_setting", { setting, problem: "unreadable_file" });
  };
  const { mode } = await stat(file).catch(unreadable);
  // Windows has no such bits and reports them all set.
  if (process.platform !== "win32" && (mode & 0o077) !== 0)
    throw new Refusal("invalid_setting", { setting, problem: "readable_by_others" });
  return readFile(file, "utf8").catch(unreadable);
}

/** Whether it is a directory, and no link to one, that is this user's and that nobody else may use. */
export async function isOwnDirectory(path: string): Promise<boolean> {
  const found = await lstat(path).catch(() => null);
  if (found === null || !found.isDirectory()) return false;
  const owner = process.getuid?.();
  // Windows has neither owners of this kind nor such bits.
  return owner === undefined || (found.uid === owner && (found.mode & 0o077) === 0);
}

const TOKEN = /^[\x21-\x7e]{32,256}$/;

/** One line of visible ASCII. @throws Refusal `invalid_setting` */
export function parseToken(text: string, setting: string): string {
  const token = text.replace(/\r?\n$/, "");
  if (!TOKEN.test(token)) throw new Refusal("invalid_setting", { setting, problem: "bad_token" });
  return token;
}
