import { readFile } from "node:fs/promises";
import { Refusal } from "../core/errors.ts";
import { createDurably, writeDurably } from "../core/files.ts";
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
        await writeDurably(path, formatSignerRecord(next));
        return true;
      });
      turn = swap.catch(() => undefined);
      return swap;
    },
  };
}

/** Makes the file of a new log; rejects with `EEXIST` if there is one. */
export function createSignerFile(path: string, record: SignerRecord): Promise<void> {
  return createDurably(path, formatSignerRecord(record));
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
