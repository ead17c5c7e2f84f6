/** Reads a ZIP without unpacking it: only what our own have (APPNOTE 6.3), so that no two programs see two different things in it. */
import { type FileHandle, open } from "node:fs/promises";
import { crc32, inflateRawSync, type Zlib } from "node:zlib";
import { Unreadable } from "../../../api/rights/export/bundle/fault.ts";
import { MOST_FILES } from "../../../api/rights/export/bundle/manifest.ts";
import {
  assertDescriptor,
  assertName,
  betweenOf,
  DESCRIPTOR_LENGTH,
  type Entry,
  entryAt,
  LOCAL_LENGTH,
  STORED,
} from "./zip-entry.ts";

const END = 0x06054b50;
const END_LENGTH = 22;
/** Without the extension for large ones. */
const MOST_LENGTH = 0xffff_fffe;
const MOST_TOGETHER = 3 * 1024 * 1024 * 1024;
const MOST_DIRECTORY = 64 * 1024 * 1024;

export interface OpenedFiles {
  readonly paths: readonly string[];
  /** @throws Unreadable */
  read(path: string): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** A file, and where its content begins. */
interface Placed {
  readonly entry: Entry;
  readonly begin: number;
}

/** @throws Unreadable for what is no ZIP, and for one with what ours never have; errors of the system */
export async function openZip(file: string): Promise<OpenedFiles> {
  const handle = await open(file, "r");
  try {
    const placed = await filesOf(handle);
    return {
      paths: [...placed.keys()],
      async read(path) {
        const found = placed.get(path);
        if (found === undefined) throw new Unreadable(path, "missing");
        return content(handle, found);
      },
      close: () => handle.close(),
    };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

async function bytesAt(handle: FileHandle, offset: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await handle.read(buffer, 0, length, offset);
  if (bytesRead !== length) throw new Unreadable("", "cut");
  return buffer;
}

async function filesOf(handle: FileHandle): Promise<ReadonlyMap<string, Placed>> {
  const { size } = await handle.stat();
  if (size < END_LENGTH || size > MOST_LENGTH) throw new Unreadable("", "no_zip");
  const end = await bytesAt(handle, size - END_LENGTH, END_LENGTH);
  // No comment behind it, one disk, and the directory right before it.
  if (end.readUInt32LE(0) !== END || end.readUInt32LE(4) !== 0 || end.readUInt16LE(20) !== 0)
    throw new Unreadable("", "no_zip");
  const count = end.readUInt16LE(10);
  const [length, offset] = [end.readUInt32LE(12), end.readUInt32LE(16)];
  if (count !== end.readUInt16LE(8) || offset + length !== size - END_LENGTH)
    throw new Unreadable("", "no_zip");
  if (count > MOST_FILES + 1 || length > MOST_DIRECTORY) throw new Unreadable("", "too_large");
  const directory = await bytesAt(handle, offset, length);
  const entries: Entry[] = [];
  let at = 0;
  for (let left = count; left > 0; left--) {
    const { entry, next } = entryAt(directory, at);
    entries.push(entry);
    at = next;
  }
  if (at !== length) throw new Unreadable("", "no_zip");
  assertApart(entries);
  return inRow(handle, entries, offset);
}

/** No name twice, none the folder of another one, and not too much of all together. */
function assertApart(entries: readonly Entry[]): void {
  const names = new Set<string>();
  const folders = new Set<string>();
  let total = 0;
  for (const { path, length } of entries) {
    const name = path.toLowerCase();
    if (names.has(name)) throw new Unreadable(path, "twice");
    names.add(name);
    for (let at = name.indexOf("/"); at > 0; at = name.indexOf("/", at + 1))
      folders.add(name.slice(0, at));
    total += length;
    if (total > MOST_TOGETHER) throw new Unreadable(path, "too_large");
  }
  for (const name of names) if (folders.has(name)) throw new Unreadable(name, "twice");
}

/** From the first byte to the directory one file behind the other, and nothing between: who reads from the front, or looks for headers, finds what the directory has. */
async function inRow(
  handle: FileHandle,
  entries: readonly Entry[],
  end: number,
): Promise<ReadonlyMap<string, Placed>> {
  const placed = new Map<string, Placed>();
  let at = 0;
  for (const entry of entries) {
    const { path, offset, packed } = entry;
    if (offset !== at) throw new Unreadable(path, "overlaps");
    const between = betweenOf(entry, await bytesAt(handle, at, LOCAL_LENGTH));
    const begin = at + LOCAL_LENGTH + between;
    if (begin + packed > end) throw new Unreadable(path, "cut");
    assertName(entry, await bytesAt(handle, at + LOCAL_LENGTH, between));
    at = begin + packed;
    if (entry.isDescribed) {
      assertDescriptor(entry, await bytesAt(handle, at, DESCRIPTOR_LENGTH));
      at += DESCRIPTOR_LENGTH;
    }
    placed.set(path, { entry, begin });
  }
  if (at !== end) throw new Unreadable("", "overlaps");
  return placed;
}

async function content(handle: FileHandle, { entry, begin }: Placed): Promise<Uint8Array> {
  const { path, method, packed, length, crc } = entry;
  const raw = await bytesAt(handle, begin, packed);
  const bytes = method === STORED ? raw : inflated(path, raw, length);
  if (bytes.length !== length || crc32(bytes) !== crc) throw new Unreadable(path, "damaged");
  return bytes;
}

/** With `info`, which the types do not know. */
interface Inflated {
  readonly buffer: Buffer;
  readonly engine: Pick<Zlib, "bytesWritten">;
}

/** Never more than the directory says: what would be larger is not made. Nothing lies behind the last block. */
function inflated(path: string, raw: Buffer, length: number): Buffer {
  let made: Inflated;
  try {
    const options = { maxOutputLength: Math.max(1, length), info: true };
    made = inflateRawSync(raw, options) as unknown as Inflated;
  } catch {
    throw new Unreadable(path, "damaged");
  }
  if (made.engine.bytesWritten !== raw.length) throw new Unreadable(path, "damaged");
  return made.buffer;
}
