import { UNSEEN } from "../../portal/verify/readable.ts";

export { isReadable } from "../../portal/verify/readable.ts";

/**
 * What a file says must not paint the terminal: controls (which begin its commands), characters that turn the direction of writing or
 * break lines, halves of character pairs and all else that has no shape of its own (U+2800, a Braille cell without dots) are shown by number, `\u001b`.
 */
const HIDDEN = new RegExp(UNSEEN.source, "gu");

const spelled = (character: string): string => {
  const point = character.codePointAt(0)!;
  return point > 0xffff
    ? `\\u{${point.toString(16)}}`
    : `\\u${point.toString(16).padStart(4, "0")}`;
};

export function visible(text: string): string {
  return text.replace(HIDDEN, spelled);
}

/** A value of a record: a text as it is, all else as JSON. */
export function visibleValue(value: unknown): string {
  return visible(typeof value === "string" ? value : JSON.stringify(value));
}

/** Indented JSON that parses to the same value, whatever is in its texts. */
export function visibleJson(value: unknown): string {
  const unit = (c: string): string => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`;
  // By code units, which is how JSON writes characters beyond the first plane; its own line breaks stay.
  const escaped = (c: string): string => (c === "\n" ? c : c.split("").map(unit).join(""));
  return JSON.stringify(value, null, 2).replace(HIDDEN, escaped);
}
