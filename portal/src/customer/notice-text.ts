/** A notice's text as blocks. Of Markdown the headings, lists, bold and slanted words are drawn, all else stays as it was written. Pure. */

export interface Run {
  readonly text: string;
  readonly style: "plain" | "bold" | "slanted";
}

export interface Block {
  readonly kind: "heading" | "item" | "text";
  readonly runs: readonly Run[];
  readonly key: string;
}

const plain = (text: string): Run => ({ text, style: "plain" });

function runOf(part: string): Run {
  if (/^\*\*.+\*\*$/.test(part)) return { text: part.slice(2, -2), style: "bold" };
  if (/^\*[^*]+\*$/.test(part)) return { text: part.slice(1, -1), style: "slanted" };
  return plain(part);
}

const runs = (line: string): readonly Run[] =>
  line
    .split(/(\*\*[^*]+\*\*|\*[^*\s](?:[^*]*[^*\s])?\*)/)
    .filter((part) => part !== "")
    .map(runOf);

function markdown(line: string): Omit<Block, "key"> {
  const heading = /^ {0,3}#{1,6} +(.*)$/.exec(line)?.[1];
  if (heading !== undefined) return { kind: "heading", runs: [plain(heading)] };
  const item = /^ {0,8}[-*+] +(.*)$/.exec(line)?.[1];
  if (item !== undefined) return { kind: "item", runs: runs(item) };
  return { kind: "text", runs: runs(line) };
}

/**
 * @param title what stands above it already: a heading of the same words is left out
 * @param mediaType `null`: not known; then it is Markdown if it has a heading
 */
export function noticeBlocks(
  text: string,
  title: string,
  mediaType: string | null,
): readonly Block[] {
  const isMarkdown = mediaType === null ? /^#{1,6} /m.test(text) : mediaType === "text/markdown";
  const blocks = text
    .split(/\r\n|\r|\n/)
    .map((line, at) => ({ line, key: `${at}` }))
    .filter(({ line }) => line.trim() !== "")
    .map(
      ({ line, key }): Block =>
        isMarkdown ? { ...markdown(line), key } : { kind: "text", runs: [plain(line)], key },
    );
  const [first, ...rest] = blocks;
  const isTitle = first?.kind === "heading" && first.runs[0]?.text.trim() === title.trim();
  return isTitle ? rest : blocks;
}
