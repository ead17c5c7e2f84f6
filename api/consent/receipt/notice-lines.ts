/** The text of a notice, line by line. Of Markdown the headings, lists and bold words are drawn; all else stays as it was written. */
import { visible } from "../../core/visible.ts";
import type { NoticeText } from "../model.ts";
import type { NoticeLine, Run } from "./document.ts";

const plain = (text: string): readonly Run[] => [{ text: visible(text), bold: false }];

function runs(text: string): readonly Run[] {
  return text
    .split(/(\*\*[^*\s](?:[^*]*[^*\s])?\*\*)/)
    .filter((part) => part !== "")
    .map((part) =>
      part.length > 4 && part.startsWith("**") && part.endsWith("**")
        ? { text: visible(part.slice(2, -2)), bold: true }
        : { text: visible(part), bold: false },
    );
}

/** Which of its characters, from the back on, are not of this one; in one pass, whatever the line: a notice may be 60,000 characters of one line. */
function withoutTail(text: string, tail: string): string {
  let end = text.length;
  while (end > 0 && text[end - 1] === tail) end--;
  return text.slice(0, end);
}

/** The text of a heading; `null`: it is none. Number signs that close it are set off by a blank. */
function headingOf(line: string): string | null {
  const begun = /^ {0,3}#{1,6} +/.exec(line)?.[0];
  if (begun === undefined) return null;
  const text = withoutTail(line.slice(begun.length), " ");
  const open = withoutTail(text, "#");
  return open === "" || open.endsWith(" ") ? withoutTail(open, " ") : text;
}

function markdown(line: string): NoticeLine {
  const heading = headingOf(line);
  if (heading !== null) {
    return { kind: "heading", mark: "", runs: plain(heading.replaceAll("**", "")) };
  }
  const item = /^ {0,8}(?:[-*+]|(\d{1,3}[.)])) +(.*)$/.exec(line);
  if (item !== null) return { kind: "item", mark: item[1] ?? "•", runs: runs(item[2] as string) };
  return { kind: "text", mark: "", runs: runs(line) };
}

export function noticeLines({ text, mediaType }: NoticeText): readonly NoticeLine[] {
  const lines = text.trimEnd().split(/\r\n|\r|\n/);
  return lines.map((raw) => {
    const line = raw.replaceAll("\t", "    ");
    if (line.trim() === "") return { kind: "gap", mark: "", runs: [] };
    return mediaType === "text/markdown"
      ? markdown(line)
      : { kind: "text", mark: "", runs: plain(line) };
  });
}
