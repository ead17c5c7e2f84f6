/** What a pack says to whoever opens it, in both languages. */
import type { Language } from "../../core/language.ts";
import { packEn } from "./words.en.ts";
import { packZh } from "./words.zh.ts";
import type { PackWords } from "./words-shape.ts";

export const packWords: Readonly<Record<Language, PackWords>> = { en: packEn, zh: packZh };
