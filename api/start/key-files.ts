/** The key store as it must be before anything rests on it: under a root key that opens it, and told of everybody who is erased. */
import { join } from "node:path";
import type { Clock } from "../core/clock.ts";
import type { Random } from "../core/random.ts";
import { withErasedList } from "../store/erased-list.ts";
import type { KeyStore } from "../store/key-store.ts";
import { openSqliteKeyStore } from "../store/sqlite/sqlite-key-store.ts";
import type { KeyRing } from "../vault/key-provider.ts";
import { openRootKeys, type RootKeys } from "../vault/root-keys.ts";

export interface KeyFiles {
  /** Puts what is erased into the file `erased` beside it. */
  readonly keyStore: KeyStore;
  readonly roots: RootKeys;
}

export interface KeyFilesOptions {
  readonly keysDirectory: string;
  /** Of the files in it. */
  readonly ring: KeyRing;
  readonly clock: Clock;
  readonly random: Random;
}

/** @throws Refusal `in_use`, `unknown_schema`, `invalid_setting` (a root key), `damaged` (the list of the erased) */
export async function openKeyFiles(
  options: KeyFilesOptions,
  undo: (() => Promise<unknown>)[],
): Promise<KeyFiles> {
  const { keysDirectory, ring, clock, random } = options;
  const inner = await openSqliteKeyStore({ file: join(keysDirectory, "keys.db") });
  undo.push(() => inner.close());
  const roots = await openRootKeys({ directory: keysDirectory, store: inner, ring, clock, random });
  undo.push(() => roots.stop());
  const { store } = await withErasedList(inner, join(keysDirectory, "erased"));
  return { keyStore: store, roots };
}
