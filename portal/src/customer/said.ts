/** What the firm says in several languages, in the reader's. Pure. */

const primary = (tag: string): string => tag.toLowerCase().split("-")[0] ?? "";

/** What is in this language; else in English, or the first. */
export function inLanguage<T extends { readonly language: string }>(
  all: readonly T[],
  language: string,
): T | undefined {
  const of = (wanted: string) => all.find((one) => primary(one.language) === primary(wanted));
  return of(language) ?? of("en") ?? all[0];
}
