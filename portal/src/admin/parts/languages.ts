/** Texts in several languages: as records have them, and as they are entered. Pure. */

export interface Translation {
  readonly language: string;
  readonly text: string;
}

/** The two that the portal speaks are always offered. */
export const USUAL_LANGUAGES = ["en", "zh-CN"] as const;

/** To be filled in: the usual languages, and those that there are. */
export function withUsual(given: readonly Translation[]): readonly Translation[] {
  const lacking = USUAL_LANGUAGES.filter((one) => !given.some(({ language }) => language === one));
  return [...given, ...lacking.map((language) => ({ language, text: "" }))];
}

/** What was filled in. */
export const filled = (given: readonly Translation[]): Translation[] =>
  given
    .map(({ language, text }) => ({ language, text: text.trim() }))
    .filter(({ text }) => text !== "");

/** The one that somebody reads best. @param language of the page: `en`, `zh` */
export function inLanguage<T extends { readonly language: string }>(
  given: readonly T[],
  language: string,
): T | undefined {
  const own = (tag: string): boolean => tag.split("-")[0] === language;
  return given.find((one) => own(one.language)) ?? given[0];
}
