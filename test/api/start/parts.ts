/** The parts of an installation that a backup may hold, each for itself: what an operator copies and puts back. */
import { cpSync, existsSync, rmSync } from "node:fs";
import { basename, join } from "node:path";

export const PARTS = {
  database: ["data/ledger.db", "data/ledger.db-wal", "data/ledger.db-shm"],
  map: ["data/map.db", "data/map.db-wal", "data/map.db-shm"],
  chain: ["data/chain"],
  signer: ["keys/signer-state.json"],
  keys: ["keys/keys.db", "keys/keys.db-wal", "keys/keys.db-shm"],
  copy: ["data-copy"],
} as const;

export type Part = keyof typeof PARTS;

export const ALL_PARTS = Object.keys(PARTS) as Part[];

/** What a copy of everything holds that is made while the server runs, and rests. */
export function copyParts(directory: string, to: string): void {
  const filter = (source: string): boolean => !/\.lock$/.test(basename(source));
  for (const folder of ["data", "keys", "data-copy"]) {
    const from = join(directory, folder);
    if (existsSync(from)) cpSync(from, join(to, folder), { recursive: true, filter });
  }
}

/** Puts parts back as they are in a copy: what is not there goes. */
export function putPartsBack(copy: string, directory: string, parts: readonly Part[]): void {
  for (const file of parts.flatMap((part): readonly string[] => PARTS[part])) {
    rmSync(join(directory, file), { recursive: true, force: true });
    if (existsSync(join(copy, file))) {
      cpSync(join(copy, file), join(directory, file), { recursive: true });
    }
  }
}
