import type { Language } from "../../core/language.ts";

/** What a person can choose. */
export const CHOICES = ["given", "refused", "withdrawn"] as const;
export type Choice = (typeof CHOICES)[number];

/** What stands on the buttons, and therefore in the record: the page has no say in it. To change a wording changes none that was recorded. */
const WORDINGS: Readonly<Record<Language, Readonly<Record<Choice, string>>>> = {
  en: {
    given: "Yes, I agree",
    refused: "No, I do not agree",
    withdrawn: "I withdraw my consent",
  },
  zh: { given: "是，我同意", refused: "否，我不同意", withdrawn: "我撤回同意" },
};

/** The language of buttons under a text in this language (BCP 47): Chinese under Chinese, English under all others. */
const ownLanguage = (language: string): Language => (/^zh\b/i.test(language) ? "zh" : "en");

export const wordingOf = (choice: Choice, language: string): string =>
  WORDINGS[ownLanguage(language)][choice];
