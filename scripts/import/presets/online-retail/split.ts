/** The most lines that one record holds, and the most bytes of lines: a record has at most 64 KiB. */
export const MOST_LINES = 300;
export const MOST_LINE_BYTES = 56_000;

/** Cuts a list into parts that fit into one record each, in order. An empty list is one empty part. */
export function split<T>(lines: readonly T[], bytesOf: (line: T) => number): T[][] {
  const parts: T[][] = [[]];
  let bytes = 0;
  for (const line of lines) {
    const own = bytesOf(line);
    const part = parts.at(-1)!;
    if (part.length > 0 && (part.length >= MOST_LINES || bytes + own > MOST_LINE_BYTES)) {
      parts.push([line]);
      bytes = own;
    } else {
      part.push(line);
      bytes += own;
    }
  }
  return parts;
}

/** The first part keeps the number, later ones are `<number>#2`, `<number>#3` … */
export function partNumber(number: string, part: number): string {
  return part === 0 ? number : `${number}#${part + 1}`;
}
