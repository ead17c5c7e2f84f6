import { open, readFile, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { Refusal } from "../core/errors.ts";
import {
  assertSuccessor,
  formatSignerRecord,
  parseSignerRecord,
  type SignerRecord,
  type SignerState,
  sameRecord,
} from "./signer-state.ts";

/**
 * A signer state in a file, for one process on one machine, which must use one instance per file: swaps
 * take turns inside the instance only. A file that is missing or unreadable is refused as `damaged`: who
 * takes it for a new one forgets what was signed. {@link createSignerFile} makes the first.
 */
export function fileSignerState(path: string): SignerState {
  let turn: Promise<unknown> = Promise.resolve();
  return {
    get: () => readRecord(path),
    compareAndSwap(expected, next) {
      const swap = turn.then(async () => {
        const current = await readRecord(path);
        if (!sameRecord(current, expected)) return false;
        assertSuccessor(current, next);
        await writeRecord(path, next);
        return true;
      });
      turn = swap.catch(() => undefined);
      return swap;
    },
  };
}

/** Makes the file of a new log; rejects if there is one. */
export async function createSignerFile(path: string, record: SignerRecord): Promise<void> {
  // Only to refuse: the record itself arrives by rename, so that no reader ever sees half of it.
  const exists = await readFile(path).then(
    () => true,
    (error: NodeJS.ErrnoException) => error.code !== "ENOENT",
  );
  if (exists) throw new Error("a signer state is there already");
  await writeRecord(path, record);
}

async function readRecord(path: string): Promise<SignerRecord> {
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return "";
    throw error;
  });
  const record = parseSignerRecord(text);
  if (record === null) throw new Refusal("damaged", { what: "key", index: 0, id: "signer-state" });
  return record;
}

/** Whole or not at all, also when the power fails: the new content is on disk before it has the name. */
async function writeRecord(path: string, record: SignerRecord): Promise<void> {
  const temporary = `${path}.new`;
  await rm(temporary, { force: true });
  const file = await open(temporary, "wx", 0o600);
  try {
    await file.writeFile(formatSignerRecord(record));
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, path);
  const directory = await open(dirname(path), "r");
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
