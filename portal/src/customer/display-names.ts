/** Countries and languages, as the reader calls them; what nobody knows stands as its code. */
import { tagOf } from "../frame/language.ts";
import { languageNow } from "../frame/words.ts";

type Named = "region" | "language";
const made = new Map<string, Intl.DisplayNames>();

/** Of the page's language; made once, since each costs a slow device some milliseconds. */
function namesOf(type: Named): Intl.DisplayNames {
  const tag = tagOf(languageNow());
  const names = made.get(`${tag} ${type}`) ?? new Intl.DisplayNames(tag, { type });
  made.set(`${tag} ${type}`, names);
  return names;
}

function nameOf(type: Named, code: string): string {
  try {
    return namesOf(type).of(code) ?? code;
  } catch {
    return code;
  }
}

/** @param code ISO 3166-1: `CN` */
export const countryName = (code: string): string => nameOf("region", code);
/** @param tag BCP 47: `zh-CN` */
export const languageName = (tag: string): string => nameOf("language", tag);
