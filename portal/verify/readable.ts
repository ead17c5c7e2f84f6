/** Whether a text shows all that is in it (docs/FORMAT.md §11.2, §17): what people are to read, or sign, must not be able to look like something else. */

/** What has no shape of its own: controls, marks that turn the direction of writing or break lines, halves of character pairs, U+2800 (a Braille cell without dots). */
export const UNSEEN =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Co}\p{Cn}\u2800\p{Default_Ignorable_Code_Point}]/u;

/** And there is something to see. */
export function isReadable(text: string): boolean {
  return !UNSEEN.test(text) && /[\p{L}\p{N}\p{P}\p{S}]/u.test(text);
}

/** Apart by one U+0020 each, and nothing that would stand above what is before it: padding could push what follows out of sight, or make it a line of its own. */
const SPACED = /^[^\p{Z}\p{M}]\P{Z}*(?: [^\p{Z}\p{M}]\P{Z}*)*$/u;

/** Words on one line, as §17 has them. */
export const isWords = (text: string): boolean => isReadable(text) && SPACED.test(text);
