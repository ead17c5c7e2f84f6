import type { Meter } from "./meter.ts";
import { readText } from "./text.ts";

export interface Line {
  readonly line: number;
  readonly text: string;
}

/** The lines of a text file, without their ends (LF or CRLF). */
export async function* readLines(file: string, meter: Meter | null): AsyncGenerator<Line> {
  let line = 0;
  for await (const block of readText(file, meter)) {
    const lines = block.split("\n");
    // A block that ends in a line end leaves one empty text behind it.
    if (lines.at(-1) === "") lines.pop();
    for (const text of lines) {
      line++;
      yield { line, text: text.endsWith("\r") ? text.slice(0, -1) : text };
    }
  }
}
