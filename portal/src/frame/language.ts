/** The languages that everything exists in. */

export type Language = "en" | "zh";
export const LANGUAGES: readonly Language[] = ["en", "zh"];

/** As the page says it of itself, and Intl takes it. */
export const tagOf = (language: Language): string => (language === "zh" ? "zh-CN" : "en");

/** Of a tag as browsers have them; `null`: none of ours. */
export const asLanguage = (tag: string | null | undefined): Language | null =>
  tag?.startsWith("zh") ? "zh" : tag?.startsWith("en") ? "en" : null;
