/** What is opened of a ZIP is what every other program finds in it: constructions of which that is not so, and every byte changed. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crc32, deflateRawSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { writeZip } from "../../../../api/core/zip.ts";
import { Unreadable } from "../../../../api/rights/export/bundle/fault.ts";
import { openZip } from "../../../../scripts/cli/export/zip-file.ts";
import { fromTheFront } from "../../../helpers/zip-front.ts";

const FILES: readonly (readonly [string, string])[] = [
  ["manifest.json", "{}"],
  ["index.html", "<p>honest</p>"],
  ["csv/order.csv", "a,b\r\n".repeat(40)],
];

let folder: string;
/** As the server writes them: from memory, with lengths before the files; from files, with lengths behind them. */
const ours: Buffer[] = [];
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "zip-"));
  const parts = FILES.map(([path, text], i) => {
    writeFileSync(join(folder, `${i}`), text);
    return { path, bytes: Buffer.from(text), file: join(folder, `${i}`) };
  });
  const memory = parts.map(({ path, bytes }) => ({ path, bytes }));
  const files = parts.map(({ path, file }) => ({ path, file }));
  for (const [i, some] of [memory, files].entries()) {
    const at = join(folder, `ours-${i}.zip`);
    await writeZip(at, some, Date.UTC(2026, 10, 20));
    ours.push(readFileSync(at));
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Its files as they are read; or why they are not. */
async function opened(bytes: Uint8Array): Promise<ReadonlyMap<string, string> | string> {
  const file = join(folder, "case.zip");
  writeFileSync(file, bytes);
  try {
    const zip = await openZip(file);
    try {
      const files = new Map<string, string>();
      for (const path of zip.paths)
        files.set(path, Buffer.from(await zip.read(path)).toString("latin1"));
      return files;
    } finally {
      await zip.close();
    }
  } catch (error) {
    if (error instanceof Unreadable) return error.reason;
    throw error;
  }
}

interface Part {
  readonly path: string;
  readonly text: string;
  readonly method?: number;
  readonly flags?: number;
  /** What the directory says, if not the truth. */
  readonly listed?: Readonly<Record<string, string | number>>;
  /** Bytes behind the deflated ones, which the lengths count. */
  readonly behind?: string;
  readonly extra?: Buffer;
  readonly listedExtra?: Buffer;
  /** Lengths of the local header. */
  readonly told?: Readonly<{ crc?: number; packed?: number; length?: number; name?: number }>;
  readonly descriptor?: Buffer;
  readonly comment?: string;
  readonly disk?: number;
  /** Bytes before its local header. */
  readonly gap?: string;
}

/** A ZIP as nobody's program would write it. */
function build(parts: readonly Part[], tail: { gap?: string; comment?: string } = {}): Buffer {
  const pieces: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  const put = (piece: Buffer) => {
    pieces.push(piece);
    at += piece.length;
  };
  for (const part of parts) {
    const { path, text, method = 8, flags = 0, told = {}, listed = {} } = part;
    const whole = Buffer.from(text);
    const packed = Buffer.concat([
      method === 8 ? deflateRawSync(whole) : whole,
      Buffer.from(part.behind ?? ""),
    ]);
    const crc = crc32(whole);
    const name = Buffer.from(path);
    const extra = part.extra ?? Buffer.alloc(0);
    put(Buffer.from(part.gap ?? ""));
    const offset = at;
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(20, 4);
    local.writeUInt16LE(flags, 6);
    local.writeUInt16LE(method, 8);
    const later = (flags & 8) !== 0;
    local.writeUInt32LE(told.crc ?? (later ? 0 : crc), 14);
    local.writeUInt32LE(told.packed ?? (later ? 0 : packed.length), 18);
    local.writeUInt32LE(told.length ?? (later ? 0 : whole.length), 22);
    local.writeUInt16LE(told.name ?? name.length, 26);
    local.writeUInt16LE(extra.length + name.length - (told.name ?? name.length), 28);
    put(Buffer.concat([local, name, extra, packed]));
    if (later) {
      const descriptor = Buffer.alloc(16);
      descriptor.writeUInt32LE(0x08074b50, 0);
      [crc, packed.length, whole.length].forEach((value, i) => {
        descriptor.writeUInt32LE(value, 4 + 4 * i);
      });
      put(part.descriptor ?? descriptor);
    }
    const listedName = Buffer.from(String(listed.path ?? path));
    const listedExtra = part.listedExtra ?? Buffer.alloc(0);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(20, 6);
    entry.writeUInt16LE(Number(listed.flags ?? flags), 8);
    entry.writeUInt16LE(Number(listed.method ?? method), 10);
    entry.writeUInt32LE(Number(listed.crc ?? crc), 16);
    entry.writeUInt32LE(Number(listed.packed ?? packed.length), 20);
    entry.writeUInt32LE(Number(listed.length ?? whole.length), 24);
    entry.writeUInt16LE(listedName.length, 28);
    entry.writeUInt16LE(listedExtra.length, 30);
    entry.writeUInt16LE(part.comment?.length ?? 0, 32);
    entry.writeUInt16LE(part.disk ?? 0, 34);
    entry.writeUInt32LE(offset, 42);
    directory.push(
      Buffer.concat([entry, listedName, listedExtra, Buffer.from(part.comment ?? "")]),
    );
  }
  put(Buffer.from(tail.gap ?? ""));
  const begin = at;
  const all = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(all.length, 12);
  end.writeUInt32LE(begin, 16);
  end.writeUInt16LE(tail.comment?.length ?? 0, 20);
  return Buffer.concat([...pieces, all, end, Buffer.from(tail.comment ?? "")]);
}

const A: Part = { path: "a.txt", text: "aaaaaaaaaaaaaaaa" };
const B: Part = { path: "b.txt", text: "bbbb" };
const field = (type: number, value: string): Buffer => {
  const head = Buffer.alloc(4);
  head.writeUInt16LE(type, 0);
  head.writeUInt16LE(value.length, 2);
  return Buffer.concat([head, Buffer.from(value)]);
};
/** A file of its own, which no directory names. */
const HIDDEN = build([{ path: "b.txt", text: "EVIL", method: 0 }])
  .subarray(0, 39)
  .toString("latin1");

const HOLD: readonly (readonly [string, Buffer])[] = [
  ["deflated", build([A, B])],
  ["stored", build([{ ...A, method: 0 }, B])],
  [
    "lengths behind the file",
    build([
      { ...A, flags: 8 },
      { ...B, flags: 0x808 },
    ]),
  ],
  [
    "lengths before and behind it",
    build([
      {
        ...B,
        flags: 8,
        told: { crc: crc32("bbbb"), packed: deflateRawSync("bbbb").length, length: 4 },
      },
    ]),
  ],
  [
    "times",
    build([{ ...A, extra: field(0x5455, "\x01abcd"), listedExtra: field(0x5455, "\x01abcd") }]),
  ],
  ["an empty file", build([{ ...A, text: "" }])],
];

const REFUSED: readonly (readonly [string, Buffer])[] = [
  ["a file before the first", build([{ ...A, gap: HIDDEN }, B])],
  ["a file between two", build([A, { ...B, gap: HIDDEN }])],
  ["a file before the directory", build([A, B], { gap: HIDDEN })],
  ["a comment", build([A, B], { comment: "x" })],
  ["a comment of a file", build([{ ...A, comment: "x" }])],
  ["bytes behind the end", Buffer.concat([build([A, B]), Buffer.from("x")])],
  ["another directory behind it", Buffer.concat([build([A]), build([B])])],
  ["another disk", build([{ ...A, disk: 1 }])],
  ["another name", build([{ ...A, listed: { path: "b.txt" } }])],
  ["another method", build([{ ...A, listed: { method: 0 } }])],
  ["other flags", build([{ ...A, listed: { flags: 0x800 } }])],
  ["encryption", build([{ ...A, flags: 1 }])],
  ["another checksum before the file", build([{ ...A, told: { crc: 7 } }])],
  ["no checksum before the file", build([{ ...A, told: { crc: 0, packed: 0, length: 0 } }])],
  ["another length before the file", build([{ ...A, told: { packed: 4 } }])],
  ["a larger length before the file", build([{ ...A, told: { length: 4_000 } }])],
  ["a length before the file, another behind it", build([{ ...A, flags: 8, told: { packed: 4 } }])],
  ["stored without its length", build([{ ...A, method: 0, flags: 8 }])],
  ["no descriptor", build([{ ...A, flags: 8, descriptor: Buffer.alloc(0) }, B])],
  ["another descriptor", build([{ ...A, flags: 8, descriptor: Buffer.alloc(16, 1) }, B])],
  [
    "a longer name before the file",
    build([{ ...A, extra: field(0x5455, "x"), told: { name: 10 } }]),
  ],
  ["a shorter name before the file", build([{ ...A, told: { name: 4 } }])],
  ["another name in a field", build([{ ...A, extra: field(0x7075, "\x01crc_b.txt") }])],
  [
    "another name in the directory's field",
    build([{ ...A, listedExtra: field(0x7075, "\x01crc_b.txt") }]),
  ],
  ["lengths in a field", build([{ ...A, extra: field(0x0001, "12345678") }])],
  ["a field that goes on", build([{ ...A, extra: field(0x5455, "xx").subarray(0, 5) }])],
  ["more behind the last block", build([{ ...A, behind: HIDDEN }])],
  ["a name twice", build([A, A])],
  ["a name twice in another case", build([A, { ...B, path: "A.TXT" }])],
  ["a file that is a folder, too", build([A, { ...B, path: "a.txt/b.txt" }])],
  ["less than the directory says", build([{ ...A, listed: { length: 4 } }])],
  ["files in another order than the directory", swapped(build([A, { ...B, path: "c.txt" }]))],
];

/** The same with the two entries of its directory swapped. */
function swapped(bytes: Buffer): Buffer {
  const at = bytes.readUInt32LE(bytes.length - 6);
  const length = 46 + A.path.length;
  const [one, two] = [0, 1].map((i) => bytes.subarray(at + i * length, at + (i + 1) * length));
  return Buffer.concat([bytes.subarray(0, at), two!, one!, bytes.subarray(at + 2 * length)]);
}

describe("what is opened of a ZIP", () => {
  it("is what the server has written", async () => {
    for (const bytes of ours) {
      expect(await opened(bytes)).toEqual(new Map(FILES));
      expect(fromTheFront(bytes)).toEqual(new Map(FILES));
    }
  });

  it.each(HOLD)("is all of it: %s", async (_, bytes) => {
    const files = await opened(bytes);
    expect(files).toBeInstanceOf(Map);
    expect(fromTheFront(bytes)).toEqual(files);
  });

  it.each(REFUSED)("is nothing with %s", async (_, bytes) => {
    expect(await opened(bytes)).toBeTypeOf("string");
  });

  it("is the same from the front, whichever bit of it is another", async () => {
    let held = 0;
    for (const [bytes] of [[ours[0]!], [ours[1]!], [HOLD[1]![1]], [HOLD[2]![1]]] as const)
      for (let at = 0; at < bytes.length; at++) {
        const changed = Buffer.from(bytes);
        changed[at] = changed[at]! ^ (1 << ((at * 5) % 8));
        const files = await opened(changed);
        if (typeof files === "string") continue;
        held++;
        expect([at, fromTheFront(changed)]).toEqual([at, files]);
      }
    // Times, and who has made it.
    expect(held).toBeGreaterThan(10);
  });

  it("is nothing of a part of it, and nothing with a byte more anywhere", async () => {
    for (const bytes of ours)
      for (let at = 0; at < bytes.length; at++) {
        expect([at, typeof (await opened(bytes.subarray(0, at)))]).toEqual([at, "string"]);
        const longer = Buffer.concat([bytes.subarray(0, at), Buffer.of(0), bytes.subarray(at)]);
        expect([at, typeof (await opened(longer))]).toEqual([at, "string"]);
      }
  });
});
