import { isUtf8 } from "node:buffer";
import { readBytes } from "./bytes.ts";
import type { Meter } from "./meter.ts";
import { FileProblem } from "./problem.ts";

/** No line of any table we read comes near this; it bounds memory when a file has no line ends at all. */
export const MOST_LINE_BYTES = 1 << 20;
const NEWLINE = 0x0a;
const BYTE_ORDER_MARK = "\uFEFF";

/**
 * Blocks of whole lines (the last may lack its end), strictly UTF-8, without a byte order mark at the start of the file. The lines
 * before one that is not UTF-8 are yielded before it is told.
 */
export async function* readText(file: string, meter: Meter | null): AsyncGenerator<string> {
  let line = 1;
  for await (const block of wholeLines(file, meter)) {
    if (!isUtf8(block)) {
      const good = goodLines(block);
      if (good.bytes > 0) yield decode(block.subarray(0, good.bytes), line);
      throw new FileProblem("invalid_utf8", file, { line: line + good.lines });
    }
    yield decode(block, line);
    line += newlines(block);
  }
}

async function* wholeLines(file: string, meter: Meter | null): AsyncGenerator<Buffer> {
  let rest = Buffer.alloc(0);
  let line = 1;
  for await (const chunk of readBytes(file, meter)) {
    const block = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const end = block.lastIndexOf(NEWLINE) + 1;
    if (end > 0) {
      const whole = block.subarray(0, end);
      yield whole;
      line += newlines(whole);
    }
    rest = Buffer.from(block.subarray(end));
    if (rest.length > MOST_LINE_BYTES) throw new FileProblem("row_too_long", file, { line });
  }
  if (rest.length > 0) yield rest;
}

function decode(block: Buffer, firstLine: number): string {
  const text = block.toString("utf8");
  return firstLine === 1 && text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
}

function newlines(block: Buffer): number {
  let count = 0;
  for (let at = block.indexOf(NEWLINE); at >= 0; at = block.indexOf(NEWLINE, at + 1)) count++;
  return count;
}

/** What comes before the first line at fault of a block that is not UTF-8. */
function goodLines(block: Buffer): { lines: number; bytes: number } {
  let bytes = 0;
  for (let lines = 0; ; lines++) {
    const newline = block.indexOf(NEWLINE, bytes);
    if (newline < 0 || !isUtf8(block.subarray(bytes, newline + 1))) return { lines, bytes };
    bytes = newline + 1;
  }
}
