/**
 * What a file says must not paint the terminal: controls (which begin its commands), characters that turn the direction of writing or
 * break lines, halves of character pairs and all else that has no shape of its own (U+2800, a Braille cell without dots) are shown by number, `\u001b`.
 */
const HIDDEN =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Co}\p{Cn}\u2800\p{Default_Ignorable_Code_Point}]/gu;

const spelled = (character: string): string => {
  const point = character.codePointAt(0)!;
  return point > 0xffff
    ? `\\u{${point.toString(16)}}`
    : `\\u${point.toString(16).padStart(4, "0")}`;
};

export function visible(text: string): string {
  return text.replace(HIDDEN, spelled);
}

/** Whether a text shows all that is in it, and there is something to see: for words that somebody is to read later, beside those of others. */
export function isReadable(text: string): boolean {
  // By `search`, which begins at the beginning: `test` of a pattern with `g` goes on where it was.
  return text.search(HIDDEN) === -1 && /[\p{L}\p{N}\p{P}\p{S}]/u.test(text);
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
