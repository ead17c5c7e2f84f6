import { fill, type Language } from "../../core/language.ts";
import type { FindingKey } from "../finding.ts";
import type { Note, ReportedFinding } from "../report.ts";
import { causesEn } from "./causes.en.ts";
import { causesZh } from "./causes.zh.ts";
import { namesEn } from "./names.en.ts";
import { namesZh } from "./names.zh.ts";
import { adviceEn, notesEn, notProvenEn, reportEn } from "./report.en.ts";
import { adviceZh, notesZh, notProvenZh, reportZh } from "./report.zh.ts";
import type { Words } from "./texts.ts";

const WORDS: Readonly<Record<Language, Words>> = {
  en: {
    causes: causesEn,
    names: namesEn,
    advice: adviceEn,
    notes: notesEn,
    notProven: notProvenEn,
    report: reportEn,
  },
  zh: {
    causes: causesZh,
    names: namesZh,
    advice: adviceZh,
    notes: notesZh,
    notProven: notProvenZh,
    report: reportZh,
  },
};

export const wordsIn = (language: Language): Words => WORDS[language];

/** What a key is made of, always in this order; it is not kept in a file. */
const KEY_ORDER = ["file", "object", "name", "level", "n", "size", "index", "number", "prefix"];

const rank = (name: string): number => {
  const at = KEY_ORDER.indexOf(name);
  return at < 0 ? KEY_ORDER.length : at;
};

/** `index 17`; a key that says that nothing is known is left out. */
export function keyText({ names }: Words, key: FindingKey): string {
  return Object.entries(key)
    .filter(([, value]) => value !== "unknown" && value !== "all")
    .sort(([a], [b]) => rank(a) - rank(b))
    .map(([name, value]) => `${Object.hasOwn(names.keys, name) ? names.keys[name] : name} ${value}`)
    .join(names.comma);
}

/** What is wrong with which row, and what it means. */
export function sentenceOf(words: Words, { place, key, cause, details }: ReportedFinding): string {
  const row = words.names.row(place, key);
  return words.names.begin(
    fill(words.causes[cause], { count: "?", ...key, ...details, row }).trim(),
  );
}

export function noteText(words: Words, { code, details }: Note): string {
  return fill(words.notes[code], { ...details });
}
