/** What an export says to whoever opens it. */
import type { Language } from "../../core/language.ts";
import { exportEn } from "./words.en.ts";
import { exportZh } from "./words.zh.ts";
import type { ExportWords } from "./words-shape.ts";

export const exportWords: Readonly<Record<Language, ExportWords>> = { en: exportEn, zh: exportZh };
