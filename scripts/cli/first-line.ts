import { createInterface } from "node:readline";
import type { Readable } from "node:stream";

/** What somebody types before they press enter; nothing where there is no more. */
export function firstLine(stdin: Readable): Promise<string> {
  const lines = createInterface({ input: stdin });
  return new Promise((resolve) => {
    lines.once("line", (line) => {
      resolve(line);
      lines.close();
    });
    lines.once("close", () => resolve(""));
  });
}
