/** Controls, and marks that turn the direction of text, would make it look like something else. Line ends and tabs stay. */
const UNSEEN = /(?![\n\t])[\p{Cc}\p{Cf}\u2028\u2029]/gu;

/** Text of strangers, with what has no shape of its own by number. */
export const visible = (text: string): string =>
  text.replace(UNSEEN, (c) => `\\u{${(c.codePointAt(0) ?? 0).toString(16)}}`);
