import type { Language } from "../../core/language.ts";
import { termsEn } from "./words.en.ts";
import { termsZh } from "./words.zh.ts";
import type { TermsWords } from "./words-shape.ts";

/** The texts of the readable form of terms, by language. */
export const termsWords: Readonly<Record<Language, TermsWords>> = { en: termsEn, zh: termsZh };
