/**
 * A text file that only grows, and of which each line vouches for all before it: `<JCS> <64 hex digits>`, these being SHA-256 over those of the line before (of the first one: the name of the
 * file's format), a line feed, and the JCS. What a crash has torn at its end is cut off; whatever else does not fit is refused.
 */
import { closeSync, fsyncSync, ftruncateSync, openSync, readFileSync, writeSync } from "node:fs";
import { canonicalJson, type JsonValue, parseCanonical } from "../../portal/verify/jcs.ts";
import { createDurably } from "../core/files.ts";
import { sha256 } from "../core/hash.ts";
import { exists } from "../core/private-files.ts";

/** Bytes of a line at most. */
const MOST_BYTES = 1 << 20;

export interface LineFile {
  /** What it holds, line by line. */
  readonly lines: readonly JsonValue[];
  /** Appends one; durable when it returns. What a failed call has left behind is cut off by the next. */
  append(line: JsonValue): void;
}

/** A line does not fit those before it. `line` is counted from 1. */
export class TornLines extends Error {
  readonly line: number;

  constructor(line: number) {
    super("a line is not what was written");
    this.name = "TornLines";
    this.line = line;
  }
}

const checksum = (before: string, json: string): string =>
  sha256(`${before}\n${json}`).toString("hex");

/** The lines of a text, and how many of its characters they are. @throws TornLines */
function read(text: string, format: string): { lines: JsonValue[]; last: string; whole: number } {
  const whole = text.lastIndexOf("\n") + 1;
  const lines: JsonValue[] = [];
  let last = format;
  for (const line of text.slice(0, whole).split("\n").slice(0, -1)) {
    const at = line.lastIndexOf(" ");
    const json = line.slice(0, at);
    last = checksum(last, json);
    if (at < 0 || line.slice(at + 1) !== last) throw new TornLines(lines.length + 1);
    lines.push(parseCanonical(json, MOST_BYTES));
  }
  return { lines, last, whole };
}

/** Reads the file, made where it is missing, and mends its end. @param format names what stands in it, and its version @throws TornLines */
export async function openLineFile(path: string, format: string): Promise<LineFile> {
  if (!(await exists(path))) await createDurably(path, "");
  const text = readFileSync(path, "utf8");
  const { lines, last: lastRead, whole } = read(text, format);
  let [length, last] = [Buffer.byteLength(text.slice(0, whole)), lastRead];
  if (whole < text.length) write(path, length, "");
  return {
    get lines() {
      return lines;
    },
    append(line) {
      const json = canonicalJson(line);
      const next = checksum(last, json);
      const added = `${json} ${next}\n`;
      write(path, length, added);
      length += Buffer.byteLength(added);
      last = next;
      lines.push(line);
    },
  };
}

/** What a file holds that somebody else may be writing: an unfinished line at its end is left out. Nothing is written. `null`: there is none. @throws TornLines */
export async function readLineFile(path: string, format: string): Promise<JsonValue[] | null> {
  return (await exists(path)) ? read(readFileSync(path, "utf8"), format).lines : null;
}

/** Writes behind `length` bytes, and nothing else is behind them. */
function write(path: string, length: number, text: string): void {
  const descriptor = openSync(path, "r+");
  try {
    ftruncateSync(descriptor, length);
    const bytes = Buffer.from(text, "utf8");
    for (let at = 0; at < bytes.length; )
      at += writeSync(descriptor, bytes, at, bytes.length - at, length + at);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
