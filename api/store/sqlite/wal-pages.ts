/**
 * Which pages a write-ahead log holds. SQLite's file format (sqlite.org/fileformat2.html), 4.1: a header of 32 bytes, then frames: a header of 24 bytes that begins with the page's number[4] (counted
 * from 1), then the page.
 */
import { closeSync, fstatSync, openSync, readSync } from "node:fs";

const HEADER = 32;
const FRAME_HEADER = 24;

/** Their places in the database, from 0, each once. Also of what was written and not committed. @param file of the log; one that is not there holds none */
export function pagesInLog(file: string, pageSize: number): number[] {
  let descriptor: number;
  try {
    descriptor = openSync(file, "r");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
  try {
    const { size } = fstatSync(descriptor);
    const found = new Set<number>();
    const number = Buffer.alloc(4);
    for (let at = HEADER; at + FRAME_HEADER <= size; at += FRAME_HEADER + pageSize) {
      readSync(descriptor, number, 0, number.length, at);
      if (number.readUInt32BE() > 0) found.add(number.readUInt32BE() - 1);
    }
    return [...found].sort((a, b) => a - b);
  } finally {
    closeSync(descriptor);
  }
}
