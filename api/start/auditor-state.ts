/** What lies in the directory of somebody who follows a log: its copy, opened for one process. */
import { mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import type { Policy } from "../../portal/verify/policy.ts";
import { type Memory, openMemory } from "../auditor/memory.ts";
import { openReplica, type Replica } from "../auditor/replica.ts";
import { Refusal } from "../core/errors.ts";
import { readOrCreate } from "../core/private-files.ts";
import { systemRandom } from "../core/random.ts";
import { startStreamMap } from "../log/map/start-stream-map.ts";
import type { RowMac } from "../store/row-mac.ts";
import { openSqliteStore } from "../store/sqlite/sqlite-store.ts";
import type { Store } from "../store/store.ts";
import { keyedRowMac } from "../vault/row-mac.ts";
import { isAuditors } from "./own-files.ts";
import type { Undo } from "./stored.ts";

export interface FollowedState {
  readonly store: Store;
  readonly memory: Memory;
  readonly replica: Replica;
}

const ROW_KEY = "row.key";

/** Before anything is made: a misspelt directory stays as it is. @throws Refusal `invalid_setting` */
export async function assertAuditors(directory: string): Promise<void> {
  const refused = (problem: "not_empty" | "unusable_directory"): Refusal =>
    new Refusal("invalid_setting", { setting: "--directory", problem });
  const list = async (path: string): Promise<readonly string[]> => {
    try {
      return await readdir(path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
      throw refused("unusable_directory");
    }
  };
  const names = await list(directory);
  const keys = names.includes("keys") ? await list(join(directory, "keys")) : [];
  if (!isAuditors(names, keys)) throw refused("not_empty");
}

/**
 * `keys/` and `state/` in a directory, which are made where they are missing. How to be rid of what was opened is put behind what is in `undo`.
 *
 * @throws Refusal `invalid_setting`, `in_use`, `wrong_ledger`, `unknown_schema`, `damaged`
 */
export async function openFollowedState(
  directory: string,
  policy: Policy,
  onProgress: (entries: number) => void,
  undo: Undo,
): Promise<FollowedState> {
  const [keys, state] = [join(directory, "keys"), join(directory, "state")];
  await mkdir(keys, { recursive: true, mode: 0o700 });
  const store = await openSqliteStore({ file: join(state, "log.db"), rowMac: await rowMac(keys) });
  undo.push(() => store.close());
  const map = await startStreamMap({
    file: join(state, "map.db"),
    moves: (from, to) => store.moves(from, to),
  });
  undo.push(() => map.close());
  const memory = await openMemory(store, policy);
  return { store, memory, replica: await openReplica({ store, map, onProgress }) };
}

/** The key of the rows' authenticators does not lie with them: who can change the state must not be able to make them anew. */
async function rowMac(keysDirectory: string): Promise<RowMac> {
  const random = systemRandom();
  const text = await readOrCreate(
    join(keysDirectory, ROW_KEY),
    () => `${random.bytes(32).toString("hex")}\n`,
  );
  if (!/^[0-9a-f]{64}\n$/.test(text)) {
    throw new Refusal("invalid_setting", { setting: ROW_KEY, problem: "bad_key" });
  }
  return keyedRowMac(Buffer.from(text.trim(), "hex"));
}
