/** Everything a person reads exists in every language. */
import type { Catalogue } from "./catalogue.ts";
import { en } from "./messages.en.ts";
import { zh } from "./messages.zh.ts";

export const LANGUAGES = ["en", "zh"] as const;
export type Language = (typeof LANGUAGES)[number];

export function catalogue(language: Language): Catalogue {
  return language === "zh" ? zh : en;
}
