/** What two texts have in common, line by line. Pure. */

export interface Line {
  readonly kind: "same" | "gone" | "new";
  readonly text: string;
}

/** By the longest lines in common: all lines of both, in order, those that are gone before those in their place. */
export function compareLines(before: string, after: string): readonly Line[] {
  const [a, b] = [before, after].map((text) => text.split(/\r\n|\r|\n/)) as [string[], string[]];
  // common[i][j]: how many lines a[i…] and b[j…] have in common at most.
  const common = Array.from({ length: a.length + 1 }, () => new Uint32Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      common[i]![j] =
        a[i] === b[j]
          ? common[i + 1]![j + 1]! + 1
          : Math.max(common[i + 1]![j]!, common[i]![j + 1]!);
  const lines: Line[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      lines.push({ kind: "same", text: a[i]! });
      i++;
      j++;
    } else if (i < a.length && (j >= b.length || common[i + 1]![j]! >= common[i]![j + 1]!)) {
      lines.push({ kind: "gone", text: a[i++]! });
    } else lines.push({ kind: "new", text: b[j++]! });
  }
  return lines;
}
