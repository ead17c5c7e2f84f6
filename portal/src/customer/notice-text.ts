/** A notice's text as blocks. Of Markdown the headings, lists and bold words are drawn, all else stays as it was written. Pure. */

export interface Run {
  readonly text: string;
  readonly bold: boolean;
}

export interface Block {
  readonly kind: "heading" | "item" | "text";
  readonly runs: readonly Run[];
  readonly key: string;
}

const runs = (line: string): readonly Run[] =>
  line
    .split(/(\*\*[^*]+\*\*)/)
    .filter((part) => part !== "")
    .map((part) =>
      part.length > 4 && part.startsWith("**") && part.endsWith("**")
        ? { text: part.slice(2, -2), bold: true }
        : { text: part, bold: false },
    );

function markdown(line: string): Omit<Block, "key"> {
  const heading = /^ {0,3}#{1,6} +(.*)$/.exec(line)?.[1];
  if (heading !== undefined) return { kind: "heading", runs: [{ text: heading, bold: false }] };
  const item = /^ {0,8}[-*+] +(.*)$/.exec(line)?.[1];
  if (item !== undefined) return { kind: "item", runs: runs(item) };
  return { kind: "text", runs: runs(line) };
}

/** @param mediaType `null`: not known; then it is Markdown if it has a heading */
export function noticeBlocks(text: string, mediaType: string | null): readonly Block[] {
  const isMarkdown = mediaType === null ? /^#{1,6} /m.test(text) : mediaType === "text/markdown";
  return text
    .split(/\r\n|\r|\n/)
    .map((line, at) => ({ line, key: `${at}` }))
    .filter(({ line }) => line.trim() !== "")
    .map(({ line, key }) =>
      isMarkdown
        ? { ...markdown(line), key }
        : { kind: "text", runs: [{ text: line, bold: false }], key },
    );
}
