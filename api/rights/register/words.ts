/** What the registers say on paper and in tables, in both languages. */
import type { Language } from "../../core/language.ts";
import { registerEn } from "./words.en.ts";
import { registerZh } from "./words.zh.ts";
import type { RegisterWords } from "./words-shape.ts";

export const registerWords: Readonly<Record<Language, RegisterWords>> = {
  en: registerEn,
  zh: registerZh,
};
