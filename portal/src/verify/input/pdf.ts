/**
 * The files that lie in a PDF, as far as it is needed for receipts of consents: what our own and most other writers of PDF write. No object streams, no encryption;
 * what is not understood is not there. Whatever is taken out is judged like any other file, so a PDF cannot lie with it.
 */
import { inflated } from "./inflate.ts";
import { MAX_FILE_BYTES } from "./recognise.ts";

export interface Attached {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const MOST_FILES = 32;
/** Specifications that are looked at, whether or not a file is behind them. */
export const MOST_TRIES = 128;
/** Of one specification, from where it says that it is one. */
const SPECIFICATION = 2_400;
const BEGINS = /\/Type\s{0,20}\/Filespec\b/g;
/** Which object the file is. Every repetition has a bound, and it is only held against {@link SPECIFICATION} characters. */
const FILE = /\/EF\s{0,20}<<[^>]{0,200}?\/F\s{1,20}(\d{1,10})\s{1,20}0\s{1,20}R/;
const NAME = /\/F\s{0,20}\(((?:\\.|[^\\()]){1,200})\)/;

const latin1 = (bytes: Uint8Array): string => {
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += 8_192) {
    parts.push(String.fromCharCode(...bytes.subarray(at, at + 8_192)));
  }
  return parts.join("");
};

/** A literal string: Latin, or UTF-16 with its mark. */
function literal(raw: string): string {
  const plain = raw.replace(/\\(.)/g, (_, c: string) => ({ n: "\n", r: "\r" })[c] ?? c);
  if (!plain.startsWith("\u00fe\u00ff")) return plain;
  const bytes = Uint8Array.from(plain.slice(2), (c) => c.charCodeAt(0));
  return new TextDecoder("utf-16be").decode(bytes);
}

const OBJECT = " 0 obj";

/** Where these objects begin, each at its first place: one way through the PDF for all of them. */
function placesOf(text: string, wanted: ReadonlySet<string>): ReadonlyMap<string, number> {
  const places = new Map<string, number>();
  let at = text.indexOf(OBJECT);
  while (at !== -1 && places.size < wanted.size) {
    const object = /(?:^|[\r\n])(\d{1,10})$/.exec(text.slice(Math.max(0, at - 11), at))?.[1];
    if (object !== undefined && wanted.has(object) && !places.has(object))
      places.set(object, at - object.length);
    at = text.indexOf(OBJECT, at + OBJECT.length);
  }
  return places;
}

/** The content of an object that is a stream; null where it is none that can be read. */
async function streamAt(pdf: Uint8Array, text: string, start: number): Promise<Uint8Array | null> {
  const dictionary = /^[\s\S]*?>>\s{0,20}stream\r?\n/.exec(text.slice(start, start + 4_096))?.[0];
  const length = Number(
    /\/Length\s+(\d+)\b(?!\s+\d+\s+R)/.exec(dictionary ?? "")?.[1] ?? Number.NaN,
  );
  if (dictionary === undefined || Number.isNaN(length)) return null;
  const begin = start + dictionary.length;
  const raw = pdf.subarray(begin, begin + length);
  if (!dictionary.includes("/Filter")) return raw.length > MAX_FILE_BYTES ? null : raw;
  return /\/Filter\s*\[?\s*\/FlateDecode\b/.test(dictionary)
    ? inflated(raw, "deflate", MAX_FILE_BYTES)
    : null;
}

/** What a specification says of its file: up to where the object ends, or the next one begins. */
function specifications(text: string): { readonly said: string; readonly object: string }[] {
  const begins: number[] = [];
  for (const { index } of text.matchAll(BEGINS)) {
    begins.push(index);
    if (begins.length > MOST_TRIES) break;
  }
  return begins.slice(0, MOST_TRIES).flatMap((start, i) => {
    const [said = ""] = text
      .slice(start, Math.min(start + SPECIFICATION, begins[i + 1] ?? text.length))
      .split("endobj", 1);
    const object = FILE.exec(said)?.[1];
    return object === undefined ? [] : [{ said, object }];
  });
}

/** `onTry`: each object that is looked for. */
export async function attachmentsOf(
  pdf: Uint8Array,
  onTry: (object: string) => void = () => {},
): Promise<readonly Attached[]> {
  const text = latin1(pdf);
  const said = new Map(specifications(text).map((one) => [one.object, one.said]));
  const places = placesOf(text, new Set(said.keys()));
  const files: Attached[] = [];
  for (const [object, words] of said) {
    if (files.length === MOST_FILES) break;
    onTry(object);
    const start = places.get(object);
    const bytes = start === undefined ? null : await streamAt(pdf, text, start);
    const name = NAME.exec(words)?.[1];
    if (bytes !== null) files.push({ name: name === undefined ? "" : literal(name), bytes });
  }
  return files;
}
