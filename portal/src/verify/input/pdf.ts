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
/** A file's specification: what it is called, and which object it is. */
const FILE = /\/Type\s*\/Filespec\b[\s\S]{0,2000}?\/EF\s*<<[^>]*?\/F\s+(\d+)\s+0\s+R/g;
const NAME = /\/F\s*\(((?:\\.|[^\\()]){1,200})\)/;

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

/** The content of an object that is a stream; null where it is none that can be read. */
async function streamOf(pdf: Uint8Array, text: string, object: string): Promise<Uint8Array | null> {
  const start = text.search(new RegExp(`(?:^|[\\r\\n])${object} 0 obj\\b`));
  if (start === -1) return null;
  const dictionary = /^[\s\S]*?>>\s*stream\r?\n/.exec(text.slice(start, start + 4_096))?.[0];
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

export async function attachmentsOf(pdf: Uint8Array): Promise<readonly Attached[]> {
  const text = latin1(pdf);
  const files: Attached[] = [];
  for (const match of text.matchAll(FILE)) {
    if (files.length === MOST_FILES) break;
    const bytes = await streamOf(pdf, text, match[1] as string);
    const name = NAME.exec(match[0])?.[1];
    if (bytes !== null) files.push({ name: name === undefined ? "" : literal(name), bytes });
  }
  return files;
}
