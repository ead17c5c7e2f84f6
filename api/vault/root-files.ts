/**
 * Files of root keys: `root.key`, and while it is rolled `root.next.key` beside it, which wraps already. In the end the old file is overwritten, with zeros and then with the next key, and the other one goes: `root.key` may be mounted by itself, where nothing takes its name. On file systems that
 * copy on writing, and on flash, the old bytes may stay somewhere: what a disk forgets is the operator's (OPERATING.md).
 */
import {
  closeSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  writeSync,
} from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { Refusal } from "../core/errors.ts";
import { createDurably, syncDirectory } from "../core/files.ts";
import type { Random } from "../core/random.ts";
import { rootIdOf } from "../store/root-keys.ts";
import {
  type KeyProvider,
  type KeyRing,
  keyRing,
  type RootKey,
  readRootKey,
} from "./key-provider.ts";

const CURRENT = "root.key";
const NEXT = "root.next.key";

export interface RootFiles {
  /** `null`: it is missing, or no root key. */
  readonly current: RootKey | null;
  /** `null`: it is not being rolled. */
  readonly next: RootKey | null;
}

/** @throws Refusal `invalid_setting` for a next one that is no root key */
export function readRootFiles(directory: string): RootFiles {
  const next = textOf(join(directory, NEXT));
  const read = next === null ? null : readRootKey(next);
  if (next !== null && read === null) throw badKey(NEXT);
  return { current: readRootKey(textOf(join(directory, CURRENT)) ?? ""), next: read };
}

/**
 * What opens the keys of this directory, as it lies there now; nothing is written.
 *
 * @throws Refusal `invalid_setting` where there is no root key
 */
export function ringOf(directory: string, random: Random): KeyRing {
  const { current, next } = readRootFiles(directory);
  const all = [current, next].filter((root) => root !== null);
  if (all.length === 0) throw badKey(CURRENT);
  return keyRing(all, random);
}

/** Opens what the files of a directory open, whoever rolls them meanwhile: a form under another root key makes it look again. */
export function following(directory: string, random: Random): KeyProvider {
  let known = readRootFiles(directory);
  let ring = ringOf(directory, random);
  const opens = (form: Uint8Array): boolean =>
    [known.current?.id, known.next?.id, undefined].includes(rootIdOf(form) ?? undefined);
  return {
    wrap: (keys) => ring.provider.wrap(keys),
    async unwrap(wrapped) {
      if (!wrapped.every(({ bytes }) => opens(bytes))) {
        known = readRootFiles(directory);
        ring = ringOf(directory, random);
      }
      return ring.provider.unwrap(wrapped);
    },
  };
}

/** Puts a new root key beside the old one, durably. @param text as `newRootKey` makes it */
export const writeNextRoot = (directory: string, text: string): Promise<void> =>
  createDurably(join(directory, NEXT), text);

/** Whether the old root key can be overwritten; it is not changed. @throws Refusal `invalid_setting` (`unwritable_file`) */
export function assertReplaceable(directory: string): void {
  try {
    closeSync(openSync(join(directory, CURRENT), "r+"));
  } catch {
    const setting = `COUNTERFOIL_KEYS/${CURRENT}`;
    throw new Refusal("invalid_setting", { setting, problem: "unwritable_file" });
  }
}

/**
 * The old root key is overwritten, then the next one stands in its place, and only when that is durable its own file goes. Said again after a crash it goes on: at each moment one of the two files is whole.
 *
 * @throws Refusal `invalid_setting` (`unwritable_file`): nothing was changed
 */
export async function replaceRoot(directory: string): Promise<void> {
  const next = join(directory, NEXT);
  const text = readFileSync(next);
  if (readRootKey(text.toString("utf8")) === null) throw badKey(NEXT);
  const current = join(directory, CURRENT);
  if (textOf(current) === null) await createDurably(current, text);
  assertReplaceable(directory);
  overwrite(current, text);
  await rm(next);
  await syncDirectory(directory);
}

/** First nothing of the old is left on the disk; then the new stands there. */
function overwrite(file: string, text: Buffer): void {
  const descriptor = openSync(file, "r+");
  try {
    const { size } = fstatSync(descriptor);
    writeSync(descriptor, Buffer.alloc(size), 0, size, 0);
    fsyncSync(descriptor);
    ftruncateSync(descriptor, text.length);
    writeSync(descriptor, text, 0, text.length, 0);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function textOf(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

export const badKey = (name: string): Refusal =>
  new Refusal("invalid_setting", { setting: `COUNTERFOIL_KEYS/${name}`, problem: "bad_key" });
