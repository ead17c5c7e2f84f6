/** Reads back what pdfkit writes, far enough to say what a PDF shows and holds: its objects, the text of its pages with where it stands, its fonts and files. */
import { inflateSync } from "node:zlib";

export interface Fragment {
  readonly page: number;
  readonly text: string;
  /** In points from the left, and how far it reaches. */
  readonly x: number;
  readonly end: number;
}

export interface PdfFont {
  readonly name: string;
  /** Characters whose shape is in the file: glyphs that are not empty. */
  readonly drawn: ReadonlySet<string>;
}

export interface PdfFile {
  readonly name: string;
  readonly type: string;
  readonly relationship: string;
  readonly bytes: Uint8Array;
}

export interface Pdf {
  readonly pages: number;
  readonly fragments: readonly Fragment[];
  /** All text, without blanks and line ends. */
  readonly text: string;
  readonly fonts: readonly PdfFont[];
  readonly files: readonly PdfFile[];
  /** All dictionaries, as they stand there. */
  readonly dictionaries: string;
  readonly metadata: string;
}

interface PdfObject {
  readonly dictionary: string;
  readonly stream: Uint8Array | null;
}

function objectsOf(bytes: Uint8Array): ReadonlyMap<number, PdfObject> {
  const all = Buffer.from(bytes);
  const text = all.toString("latin1");
  const xref = Number(/startxref\n(\d+)\n/.exec(text)?.[1]);
  const offsets = [...text.slice(xref).matchAll(/(\d{10}) 00000 n /g)].map(([, at]) => Number(at));
  return new Map(
    offsets.map((at, i): [number, PdfObject] => {
      const head = `${i + 1} 0 obj\n`;
      if (!text.startsWith(head, at)) throw new Error(`no object ${i + 1} at ${at}`);
      const start = at + head.length;
      const end = text.indexOf("\nendobj", start);
      const begin = text.indexOf(">>\nstream\n", start);
      if (begin === -1 || begin > end)
        return [i + 1, { dictionary: text.slice(start, end), stream: null }];
      const dictionary = text.slice(start, begin + 2);
      const length = Number(/\/Length (\d+)/.exec(dictionary)?.[1]);
      const raw = all.subarray(begin + 10, begin + 10 + length);
      const stream = dictionary.includes("/FlateDecode") ? inflateSync(raw) : raw;
      return [i + 1, { dictionary, stream }];
    }),
  );
}

const utf16 = (hex: string): string =>
  Buffer.from(hex.replaceAll(" ", ""), "hex").swap16().toString("utf16le");

/** A literal string of a dictionary: Latin, or UTF-16 with its mark. */
function literal(raw: string): string {
  const bytes = Buffer.from(
    raw.replaceAll(/\\([()\\nr])/g, (_, c: string) => ({ n: "\n", r: "\r" })[c] ?? c),
    "latin1",
  );
  return bytes[0] === 0xfe && bytes[1] === 0xff
    ? Buffer.from(bytes.subarray(2)).swap16().toString("utf16le")
    : bytes.toString("latin1");
}

interface ReadFont extends PdfFont {
  readonly unicode: readonly string[];
  readonly widths: readonly number[];
}

/** Whether a glyph of a TrueType file has an outline: its part of `glyf`, by `loca`, is not empty. */
function outlines(file: Buffer): (glyph: number) => boolean {
  const table = (name: string): number => {
    for (let i = 0; i < file.readUInt16BE(4); i++) {
      const record = 12 + 16 * i;
      if (file.toString("latin1", record, record + 4) === name)
        return file.readUInt32BE(record + 8);
    }
    throw new Error(`no table ${name}`);
  };
  const [loca, head] = [table("loca"), table("head")];
  const long = file.readInt16BE(head + 50) === 1;
  const at = (glyph: number): number =>
    long ? file.readUInt32BE(loca + 4 * glyph) : file.readUInt16BE(loca + 2 * glyph);
  return (glyph) => at(glyph + 1) > at(glyph);
}

function readFont(objects: ReadonlyMap<number, PdfObject>, dictionary: string): ReadFont {
  const follow = (from: string, key: string): PdfObject =>
    objects.get(Number(new RegExp(`/${key} \\[?(\\d+) 0 R`).exec(from)?.[1]))!;
  const cmap = Buffer.from(follow(dictionary, "ToUnicode").stream!).toString("latin1");
  const ranges = [...cmap.matchAll(/<[0-9a-f]{4}> <[0-9a-f]{4}> \[([^\]]*)\]/g)];
  const unicode = ranges.flatMap(([, list]) =>
    [...list!.matchAll(/<([^>]*)>/g)].map(([, hex]) => utf16(hex!)),
  );
  const descendant = follow(dictionary, "DescendantFonts").dictionary;
  const widths = /\/W \[0 \[([^\]]*)\]/.exec(descendant)![1]!.split(" ").map(Number);
  const file = follow(follow(descendant, "FontDescriptor").dictionary, "FontFile2").stream!;
  const has = outlines(Buffer.from(file));
  const drawn = new Set(unicode.filter((_, glyph) => has(glyph)));
  return { name: /\/BaseFont \/(\S+)/.exec(dictionary)![1]!, drawn, unicode, widths };
}

/** The operators by which pdfkit places text: `Tm`, `Tf`, `TJ`. */
function fragmentsOf(content: string, fonts: ReadonlyMap<string, ReadFont>, page: number) {
  const found: Fragment[] = [];
  let [x, size] = [0, 0];
  let font: ReadFont | undefined;
  for (const line of content.split("\n")) {
    const place = /^1 0 0 1 (\S+) \S+ Tm$/.exec(line);
    const chosen = /^\/(F\d+) (\S+) Tf$/.exec(line);
    if (place !== null) x = Number(place[1]);
    if (chosen !== null) [font, size] = [fonts.get(chosen[1]!), Number(chosen[2])];
    if (!line.endsWith(" TJ") || font === undefined) continue;
    const glyphs = [...line.matchAll(/<([0-9a-f]+)>/g)].flatMap(([, hex]) =>
      hex!.match(/.{4}/g)!.map((glyph) => Number.parseInt(glyph, 16)),
    );
    const text = glyphs.map((glyph) => font!.unicode[glyph] ?? "\u{fffd}").join("");
    // Numbers between the glyphs move what follows to the left.
    const moves = [...line.matchAll(/> (-?[\d.]+)/g)].reduce((sum, [, by]) => sum + Number(by), 0);
    const width = glyphs.reduce((sum, glyph) => sum + (font!.widths[glyph] ?? 0), -moves);
    found.push({ page, text, x, end: x + (width * size) / 1000 });
  }
  return found;
}

export function readPdf(bytes: Uint8Array): Pdf {
  const objects = objectsOf(bytes);
  const all = [...objects.values()];
  const fonts = new Map<number, ReadFont>();
  for (const [number, { dictionary }] of objects) {
    if (dictionary.includes("/Subtype /Type0")) fonts.set(number, readFont(objects, dictionary));
  }
  const catalogue = all.find(({ dictionary }) => /\/Type \/Catalog\b/.test(dictionary))!.dictionary;
  const at = (from: string, key: string): PdfObject =>
    objects.get(Number(new RegExp(`/${key} (\\d+) 0 R`).exec(from)?.[1]))!;
  const kids = [
    .../\/Kids \[([^\]]*)\]/.exec(at(catalogue, "Pages").dictionary)![1]!.matchAll(/(\d+) 0 R/g),
  ];
  const fragments = kids.flatMap(([, number], page) => {
    const { dictionary } = objects.get(Number(number))!;
    const named = [...at(dictionary, "Resources").dictionary.matchAll(/\/(F\d+) (\d+) 0 R/g)];
    const own = new Map(named.map(([, name, ref]) => [name!, fonts.get(Number(ref))!]));
    const content = Buffer.from(at(dictionary, "Contents").stream!).toString("latin1");
    return fragmentsOf(content, own, page);
  });
  const files = all
    .filter(({ dictionary }) => /\/Type \/Filespec\b/.test(dictionary))
    .map(({ dictionary }): PdfFile => {
      const file = objects.get(Number(/\/EF <<\s*\/F (\d+) 0 R/.exec(dictionary)?.[1]))!;
      return {
        name: literal(/\/UF \(((?:[^\\)]|\\.)*)\)/.exec(dictionary)![1]!),
        type: /\/Subtype \/(\S+)/
          .exec(file.dictionary)![1]!
          .replaceAll(/#([0-9a-fA-F]{2})/g, (_, hex: string) =>
            String.fromCharCode(Number.parseInt(hex, 16)),
          ),
        relationship: /\/AFRelationship \/(\w+)/.exec(dictionary)![1]!,
        bytes: file.stream ?? new Uint8Array(),
      };
    });
  return {
    pages: kids.length,
    fragments,
    text: fragments
      .map(({ text }) => text)
      .join("")
      .replaceAll(/\s/g, ""),
    fonts: [...fonts.values()],
    files,
    dictionaries: all.map(({ dictionary }) => dictionary).join("\n"),
    metadata: Buffer.from(at(catalogue, "Metadata").stream!).toString("utf8"),
  };
}
