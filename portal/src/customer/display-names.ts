/** Countries and languages, as the reader calls them; what nobody knows stands as its code. */
import { tagOf } from "../frame/language.ts";
import { languageNow } from "../frame/words.ts";

function nameOf(type: "region" | "language", code: string): string {
  try {
    return new Intl.DisplayNames(tagOf(languageNow()), { type }).of(code) ?? code;
  } catch {
    return code;
  }
}

/** @param code ISO 3166-1: `CN` */
export const countryName = (code: string): string => nameOf("region", code);
/** @param tag BCP 47: `zh-CN` */
export const languageName = (tag: string): string => nameOf("language", tag);
