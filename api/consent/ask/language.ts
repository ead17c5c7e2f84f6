/** Which of several texts somebody is shown who likes one language best (RFC 4647 §3.4, then what is nearest). */

const lower = (tag: string): string => tag.toLowerCase();
const primary = (tag: string): string => lower(tag).split("-")[0] as string;

/**
 * @param liked BCP 47, or `null`
 * @returns what is in this language; else in a wider one, in the same one spoken elsewhere, in English, or the first
 */
export function inLanguage<T extends { readonly language: string }>(
  texts: readonly T[],
  liked: string | null,
): T | undefined {
  const subtags = liked === null ? [] : lower(liked).split("-");
  for (; subtags.length > 0; subtags.pop()) {
    const found = texts.find(({ language }) => lower(language) === subtags.join("-"));
    if (found !== undefined) return found;
  }
  const near = (tag: string) => texts.find(({ language }) => primary(language) === primary(tag));
  return (liked === null ? undefined : near(liked)) ?? near("en") ?? texts[0];
}
