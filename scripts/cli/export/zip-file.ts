/** Reads a ZIP without unpacking it: only what our own have (APPNOTE 6.3), so that no two programs see two different things in it. */
import { type FileHandle, open } from "node:fs/promises";
import { crc32, inflateRawSync } from "node:zlib";
import { Unreadable } from "../../../api/rights/export/bundle/fault.ts";
import { isPath, MOST_FILES } from "../../../api/rights/export/bundle/manifest.ts";

const END = 0x06054b50;
const END_LENGTH = 22;
const ENTRY = 0x02014b50;
const ENTRY_LENGTH = 46;
const LOCAL = 0x04034b50;
const LOCAL_LENGTH = 30;
/** Behind a file whose length was not known before it. */
const DESCRIPTOR_LENGTH = 16;
const STORED = 0;
const DEFLATED = 8;
/** Bits of the flags that ours may have: a descriptor behind the file; names in UTF-8. */
const FLAGS = (1 << 3) | (1 << 11);
const SYMLINK = 0o120000;
const TYPE = 0o170000;
/** Without the extension for large ones. */
const MOST_LENGTH = 0xffff_fffe;
const MOST_FILE = 512 * 1024 * 1024;
const MOST_TOGETHER = 3 * 1024 * 1024 * 1024;
const MOST_DIRECTORY = 64 * 1024 * 1024;

export interface OpenedFiles {
  readonly paths: readonly string[];
  /** @throws Unreadable */
  read(path: string): Promise<Uint8Array>;
  close(): Promise<void>;
}

interface Entry {
  readonly path: string;
  readonly method: number;
  readonly flags: number;
  readonly crc: number;
  readonly packed: number;
  readonly length: number;
  readonly offset: number;
}

/** @throws Unreadable for what is no ZIP, and for one with what ours never have; errors of the system */
export async function openZip(file: string): Promise<OpenedFiles> {
  const handle = await open(file, "r");
  try {
    const entries = await entriesOf(handle);
    return {
      paths: entries.map(({ path }) => path),
      async read(path) {
        const entry = entries.find((one) => one.path === path);
        if (entry === undefined) throw new Unreadable(path, "missing");
        return content(handle, entry);
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

async function entriesOf(handle: FileHandle): Promise<readonly Entry[]> {
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
  assertApart(entries, offset);
  return entries;
}

function entryAt(directory: Buffer, at: number): { readonly entry: Entry; readonly next: number } {
  if (at + ENTRY_LENGTH > directory.length || directory.readUInt32LE(at) !== ENTRY)
    throw new Unreadable("", "no_zip");
  const names = [28, 30, 32].map((place) => directory.readUInt16LE(at + place));
  const [name = 0, extra = 0, comment = 0] = names;
  const next = at + ENTRY_LENGTH + name + extra + comment;
  if (next > directory.length) throw new Unreadable("", "no_zip");
  const path = directory.toString("latin1", at + ENTRY_LENGTH, at + ENTRY_LENGTH + name);
  // Nothing that leads anywhere: what would is not even named as it is.
  if (!isPath(path)) throw new Unreadable("", "name");
  const entry: Entry = {
    path,
    flags: directory.readUInt16LE(at + 8),
    method: directory.readUInt16LE(at + 10),
    crc: directory.readUInt32LE(at + 16),
    packed: directory.readUInt32LE(at + 20),
    length: directory.readUInt32LE(at + 24),
    offset: directory.readUInt32LE(at + 42),
  };
  const mode = directory.readUInt32LE(at + 38) >>> 16;
  if ((mode & TYPE) === SYMLINK) throw new Unreadable(path, "link");
  if ((entry.flags & ~FLAGS) !== 0 || ![STORED, DEFLATED].includes(entry.method))
    throw new Unreadable(path, "form");
  if (entry.length > MOST_FILE) throw new Unreadable(path, "too_large");
  return { entry, next };
}

/** No name twice, no two files in the same bytes, and not too much of all together. */
function assertApart(entries: readonly Entry[], end: number): void {
  const names = new Set<string>();
  let total = 0;
  let before = 0;
  for (const { path, offset, packed, length } of [...entries].sort((a, b) => a.offset - b.offset)) {
    const name = path.toLowerCase();
    if (names.has(name)) throw new Unreadable(path, "twice");
    names.add(name);
    if (offset < before) throw new Unreadable(path, "overlaps");
    before = offset + LOCAL_LENGTH + Buffer.byteLength(path) + packed;
    if (before > end) throw new Unreadable(path, "cut");
    total += length;
    if (total > MOST_TOGETHER) throw new Unreadable(path, "too_large");
  }
}

async function content(handle: FileHandle, entry: Entry): Promise<Uint8Array> {
  const { path, method, packed, length, crc, offset } = entry;
  const local = await bytesAt(handle, offset, LOCAL_LENGTH + Buffer.byteLength(path));
  const [name, extra] = [local.readUInt16LE(26), local.readUInt16LE(28)];
  // Programs that read from the front must find the same file.
  const isSame =
    local.readUInt32LE(0) === LOCAL &&
    local.readUInt16LE(8) === method &&
    name === Buffer.byteLength(path) &&
    local.toString("latin1", LOCAL_LENGTH) === path;
  if (!isSame) throw new Unreadable(path, "form");
  const raw = await bytesAt(handle, offset + LOCAL_LENGTH + name + extra, packed);
  const bytes = method === STORED ? raw : inflated(path, raw, length);
  if (bytes.length !== length || crc32(bytes) !== crc) throw new Unreadable(path, "damaged");
  if ((entry.flags & 8) !== 0) await assertDescriptor(handle, entry, name + extra);
  return bytes;
}

async function assertDescriptor(handle: FileHandle, entry: Entry, between: number): Promise<void> {
  const at = entry.offset + LOCAL_LENGTH + between + entry.packed;
  const told = await bytesAt(handle, at, DESCRIPTOR_LENGTH);
  const values = [told.readUInt32LE(4), told.readUInt32LE(8), told.readUInt32LE(12)];
  if (values.join() !== [entry.crc, entry.packed, entry.length].join())
    throw new Unreadable(entry.path, "form");
}

/** Never more than the directory says: what would be larger is not made. */
function inflated(path: string, raw: Buffer, length: number): Buffer {
  try {
    return inflateRawSync(raw, { maxOutputLength: Math.max(1, length) });
  } catch {
    throw new Unreadable(path, "damaged");
  }
}
