/** The second copy of the old log: put aside where it lies, since a copy belongs to one ledger. */
import { mkdir, readFile, rename } from "node:fs/promises";
import { join } from "node:path";
import type { Config } from "../../core/config.ts";
import { Refusal } from "../../core/errors.ts";
import { syncDirectory } from "../../core/files.ts";
import { exists } from "../../core/private-files.ts";
import { openEntryCopy } from "../../log/entry-copy.ts";
import { loadNoteSigner } from "../../log/keys.ts";

const MARK = "copy.json";
/** The mark last: as long as it is there, the copy is the old ledger's and not put aside completely. */
const PARTS = ["tile", "times", "checkpoints", MARK] as const;

/** Origin of the ledger whose copy lies in the directory; null if there is none. */
async function originOf(directory: string): Promise<string | null> {
  const text = await readFile(join(directory, MARK), "utf8").catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return null;
      throw error;
    },
  );
  try {
    return text === null ? null : String(JSON.parse(text).origin);
  } catch {
    return "";
  }
}

/**
 * What lies in the second copy need not be given up: the database can be filled up out of it.
 *
 * @throws Refusal `wrong_ledger` if it is another ledger's copy; `succession_refused` if it has entries that the database has not
 */
export async function assertCopyHasNoMore(
  { copyDirectory, keysDirectory, origin }: Config,
  entries: number,
): Promise<void> {
  const found = copyDirectory === null ? null : await originOf(copyDirectory);
  if (copyDirectory === null || found === null) return;
  if (found !== origin) throw new Refusal("wrong_ledger", { setting: "COUNTERFOIL_COPY" });
  const keyFile = join(keysDirectory, "log.key");
  // Without the key nobody could tell a true copy from another.
  if (!(await exists(keyFile))) return;
  const copy = await openEntryCopy(
    copyDirectory,
    loadNoteSigner((await readFile(keyFile, "utf8")).trimEnd(), keyFile),
  );
  const held = copy.size();
  await copy.close();
  if (held > entries) throw new Refusal("succession_refused", { problem: "copy_has_more" });
}

/**
 * Moves the old ledger's copy into `retired/<number>/` below its own directory, which may be a disk of its own. What is lost already is
 * not missed. May be repeated, also when the successor has begun its copy.
 */
export async function retireCopy(
  directory: string | null,
  number: number,
  oldOrigin: string,
): Promise<void> {
  if (directory === null || (await originOf(directory)) !== oldOrigin) return;
  const aside = join(directory, "retired", String(number));
  await mkdir(aside, { recursive: true, mode: 0o700 });
  for (const part of PARTS) {
    if (await exists(join(directory, part))) await rename(join(directory, part), join(aside, part));
  }
  await syncDirectory(aside);
  await syncDirectory(directory);
}
