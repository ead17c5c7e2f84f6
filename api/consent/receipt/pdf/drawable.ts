/** A text as the PDF's font can draw it, and its library can break it into lines. */
import { coverage } from "./coverage.ts";

const LACKING = "□";

/** Spaces and the hyphen that forbid a break: they look the same as those that allow it. */
const GLUE = /[\u00a0\u2007\u202f]/g;
const GLUED_HYPHEN = /\u2011/g;

/** So many characters without a place to break: no blank, and no ideograph, behind which one always may. */
const UNBROKEN = /[^ \n\u3400-\u9fff]{400}/gu;

export interface Drawable {
  draws(text: string): string;
  /** Whether a character was replaced by □. */
  readonly lacked: { some: boolean };
}

/** @param font a TrueType file */
export function drawable(font: Uint8Array): Drawable {
  const has = coverage(font);
  const lacked = { some: false };
  const drawn = (character: string): string => {
    if (character === "\n" || has(character.codePointAt(0) as number)) return character;
    lacked.some = true;
    return LACKING;
  };
  return {
    lacked,
    draws: (text) => {
      const breaks = text.replaceAll(GLUE, " ").replaceAll(GLUED_HYPHEN, "-");
      // pdfkit's time for a word grows with the square of its length: 60,000 letters without a blank take minutes.
      return Array.from(breaks, drawn).join("").replaceAll(UNBROKEN, "$&\n");
    },
  };
}
