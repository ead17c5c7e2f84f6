/** What the writers of foreign documents have in common. */
import type { ConsentRecord, ConsentStatement, Controller, Translation } from "../model.ts";

/** The event that a statement is about. */
export function toldOf({ events }: ConsentStatement): ConsentRecord {
  const last = events.at(-1);
  if (last === undefined) throw new Error("a statement about no event");
  return last;
}

/** The language in which the person was asked, or the first that the purpose is described in. */
export function languageTold(statement: ConsentStatement): string {
  return toldOf(statement).language ?? statement.purpose.titles[0]?.language ?? "en";
}

/** The text in that language, in one of the same root, or the first there is. */
export function inLanguage(texts: readonly Translation[], language: string): string {
  const root = (tag: string): string => tag.toLowerCase().split("-")[0] ?? "";
  const found =
    texts.find((each) => each.language.toLowerCase() === language.toLowerCase()) ??
    texts.find((each) => root(each.language) === root(language)) ??
    texts[0];
  return found?.text ?? "";
}

/** An address in the words of schema.org's PostalAddress, without prefix. */
export function postalAddress({ address }: Controller): Record<string, string> {
  const { lines, district, city, region, postalCode, country } = address;
  return {
    streetAddress: [...lines, ...(district === undefined ? [] : [district])].join(", "),
    ...(city === undefined ? {} : { addressLocality: city }),
    ...(region === undefined ? {} : { addressRegion: region }),
    ...(postalCode === undefined ? {} : { postalCode }),
    addressCountry: country,
  };
}
