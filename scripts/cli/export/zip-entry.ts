/** A file's two headers in a ZIP (APPNOTE 6.3, §4.3.7 and §4.3.12): only what our own have. */
import { Unreadable } from "../../../api/rights/export/bundle/fault.ts";
import { isPath } from "../../../api/rights/export/bundle/manifest.ts";

const ENTRY = 0x02014b50;
const ENTRY_LENGTH = 46;
const LOCAL = 0x04034b50;
export const LOCAL_LENGTH = 30;
const DESCRIPTOR = 0x08074b50;
/** Behind a file whose length was not known before it. */
export const DESCRIPTOR_LENGTH = 16;
export const STORED = 0;
const DEFLATED = 8;
/** Of the flags: a descriptor stands behind the file. */
const DESCRIBED = 1 << 3;
/** Bits of the flags that ours may have: that one; names in UTF-8. */
const FLAGS = DESCRIBED | (1 << 11);
const SYMLINK = 0o120000;
const TYPE = 0o170000;
const MOST_FILE = 512 * 1024 * 1024;
/** When it was changed. Other fields could say another name or another length. */
const TIMESTAMP = 0x5455;

export interface Entry {
  readonly path: string;
  readonly method: number;
  readonly isDescribed: boolean;
  readonly crc: number;
  /** As the file lies in the ZIP, bytes. */
  readonly packed: number;
  readonly length: number;
  /** Of its local header. */
  readonly offset: number;
  /** What both headers say, from the version to the length of the name: 24 bytes. */
  readonly common: Buffer;
}

/** @param at where the entry begins in the directory */
export function entryAt(
  directory: Buffer,
  at: number,
): { readonly entry: Entry; readonly next: number } {
  if (at + ENTRY_LENGTH > directory.length || directory.readUInt32LE(at) !== ENTRY)
    throw new Unreadable("", "no_zip");
  const [name = 0, extra = 0] = [28, 30].map((place) => directory.readUInt16LE(at + place));
  const nameEnd = at + ENTRY_LENGTH + name;
  const next = nameEnd + extra;
  if (next > directory.length) throw new Unreadable("", "no_zip");
  const path = directory.toString("latin1", at + ENTRY_LENGTH, nameEnd);
  // Nothing that leads anywhere: what would is not even named as it is.
  if (!isPath(path)) throw new Unreadable("", "name");
  const flags = directory.readUInt16LE(at + 8);
  const entry: Entry = {
    path,
    isDescribed: (flags & DESCRIBED) !== 0,
    method: directory.readUInt16LE(at + 10),
    crc: directory.readUInt32LE(at + 16),
    packed: directory.readUInt32LE(at + 20),
    length: directory.readUInt32LE(at + 24),
    offset: directory.readUInt32LE(at + 42),
    common: directory.subarray(at + 6, at + 30),
  };
  const mode = directory.readUInt32LE(at + 38) >>> 16;
  if ((mode & TYPE) === SYMLINK) throw new Unreadable(path, "link");
  const [comment, disk] = [directory.readUInt16LE(at + 32), directory.readUInt16LE(at + 34)];
  if (comment !== 0 || disk !== 0 || (flags & ~FLAGS) !== 0) throw new Unreadable(path, "form");
  // Who reads from the front finds no end of what is stored without its length.
  const methods = entry.isDescribed ? [DEFLATED] : [STORED, DEFLATED];
  if (!methods.includes(entry.method)) throw new Unreadable(path, "form");
  assertExtra(path, directory.subarray(nameEnd, next));
  if (entry.length > MOST_FILE) throw new Unreadable(path, "too_large");
  return { entry, next };
}

function assertExtra(path: string, extra: Buffer): void {
  let at = 0;
  while (at < extra.length) {
    if (at + 4 > extra.length || extra.readUInt16LE(at) !== TIMESTAMP)
      throw new Unreadable(path, "form");
    at += 4 + extra.readUInt16LE(at + 2);
  }
  if (at !== extra.length) throw new Unreadable(path, "form");
}

/** How long is what stands between the local header and the file: the name, and fields behind it. */
export function betweenOf(entry: Entry, local: Buffer): number {
  const { path, common, isDescribed } = entry;
  if (local.readUInt32LE(0) !== LOCAL) throw new Unreadable(path, "form");
  const own = local.subarray(4, 28);
  const isSame = own.equals(common);
  // The checksum and the lengths may stand behind the file alone.
  const isLater =
    isDescribed &&
    own.subarray(0, 10).equals(common.subarray(0, 10)) &&
    own.subarray(10, 22).every((byte) => byte === 0) &&
    own.subarray(22).equals(common.subarray(22));
  if (!(isSame || isLater)) throw new Unreadable(path, "form");
  return local.readUInt16LE(26) + local.readUInt16LE(28);
}

/** @param between the name and the fields behind it */
export function assertName({ path }: Entry, between: Buffer): void {
  const name = Buffer.from(path, "latin1");
  if (!between.subarray(0, name.length).equals(name)) throw new Unreadable(path, "form");
  assertExtra(path, between.subarray(name.length));
}

export function assertDescriptor({ path, crc, packed, length }: Entry, told: Buffer): void {
  const values = [0, 4, 8, 12].map((place) => told.readUInt32LE(place));
  if (values.join() !== [DESCRIPTOR, crc, packed, length].join())
    throw new Unreadable(path, "form");
}
