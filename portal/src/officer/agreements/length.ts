/** Lengths of time as terms have them (ISO 8601), and lists, in the reader's language. Pure. */

import type { Language } from "../../frame/language.ts";
import { tagOf } from "../../frame/language.ts";

const FORM = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?(?:T(\d+)H)?$/;
const UNITS = ["year", "month", "day", "hour"] as const;

/** What has another form stands as it is. */
export function lengthIn(language: Language, text: string): string {
  const parts = FORM.exec(text)?.slice(1) ?? [];
  const said = UNITS.flatMap((unit, i) => {
    const count = parts[i];
    if (count === undefined) return [];
    const format = { style: "unit", unit, unitDisplay: "long" } as const;
    return [new Intl.NumberFormat(tagOf(language), format).format(Number(count))];
  });
  if (said.length === 0) return text;
  return new Intl.ListFormat(tagOf(language), { type: "unit" }).format(said);
}

/** “a, b, and c”, as the language lists. */
export const listIn = (language: Language, all: readonly string[]): string =>
  new Intl.ListFormat(tagOf(language), { type: "conjunction" }).format(all);
