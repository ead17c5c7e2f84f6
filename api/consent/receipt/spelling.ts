/** Times, durations, places and addresses as a reader of the language spells them. Times are told in UTC, and say so. */
import type { Language } from "../../core/language.ts";
import type { Controller, Translation } from "../model.ts";

const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
] as const;

/** @param time RFC 3339 (FORMAT §1); parts of a second are left out. */
export function spelledTime(time: string, language: Language): string {
  const match = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}:\d{2}:\d{2})/.exec(time);
  if (match === null) return time;
  const [, year, month, day, clock] = match;
  return language === "en"
    ? `${Number(day)} ${MONTHS[Number(month) - 1]} ${year}, ${clock} UTC`
    : `${year}年${Number(month)}月${Number(day)}日 ${clock}（UTC）`;
}

const UNITS = {
  Y: [["year", "years"], "年"],
  M: [["month", "months"], "个月"],
  W: [["week", "weeks"], "周"],
  D: [["day", "days"], "天"],
} as const;

/** @param duration ISO 8601: whole years, months, weeks, days */
export function spelledDuration(duration: string, language: Language): string {
  const parts = [...duration.matchAll(/(\d+)([YMWD])/g)].map(([, count, letter]) => {
    const [words, zh] = UNITS[letter as keyof typeof UNITS];
    return language === "en" ? `${count} ${words[count === "1" ? 0 : 1]}` : `${count} ${zh}`;
  });
  return parts.join(language === "en" ? ", " : " ");
}

/** @param code ISO 3166-1 alpha-2, or `EU` */
export function placeName(code: string, language: Language): string {
  return new Intl.DisplayNames(language === "en" ? "en" : "zh-Hans", { type: "region" }).of(code)!;
}

/** @param tag BCP 47 */
export function languageName(tag: string, language: Language): string {
  const names = new Intl.DisplayNames(language === "en" ? "en" : "zh-Hans", { type: "language" });
  try {
    return names.of(tag) ?? tag;
  } catch {
    return tag;
  }
}

/** From the largest to the smallest in Chinese, the other way round in English. */
export function spelledAddress(address: Controller["address"], language: Language): string {
  const { lines, district, city, region, postalCode } = address;
  const country = placeName(address.country, language);
  const told = (parts: readonly (string | undefined)[]) => parts.filter((p) => p !== undefined);
  if (language === "zh") {
    return told([country, region, city, district, ...lines, postalCode]).join(" ");
  }
  const town = told([city, postalCode]).join(" ");
  return told([...lines, district, town === "" ? undefined : town, region, country]).join(", ");
}

/** `zh-CN` is `zh`, `en-GB` is `en`. */
const base = (tag: string): string => tag.toLowerCase().split("-")[0] as string;

/** The text in the reader's language, or else in the first one that there is. */
export function inLanguage(texts: readonly Translation[], language: Language): Translation {
  return texts.find((text) => base(text.language) === language) ?? (texts[0] as Translation);
}
