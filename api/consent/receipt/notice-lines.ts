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

/** A heading without the marks that may close it. By hand: an expression that looks for blanks before them takes the square of a long line. */
function unclosed(heading: string): string {
  let end = heading.length;
  while (heading[end - 1] === "#") end--;
  const closes = end < heading.length && (end === 0 || heading[end - 1] === " ");
  return closes ? heading.slice(0, end).trimEnd() : heading;
}

function markdown(line: string): NoticeLine {
  const opening = /^ {0,3}#{1,6} +/.exec(line)?.[0];
  if (opening !== undefined) {
    const heading = unclosed(line.slice(opening.length).trimEnd());
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
