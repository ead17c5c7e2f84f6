/** The language of the page: which it is, and its words, one file a language. */
import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import { asLanguage, type Language, tagOf } from "./language.ts";

const KEPT = "counterfoil-language";
function kept(): string | null {
  try {
    return localStorage.getItem(KEPT);
  } catch {
    return null;
  }
}

/** `?lang=` decides, then what was chosen on this device, then what the browser likes. */
const firstLanguage = (): Language =>
  asLanguage(new URLSearchParams(location.search).get("lang")) ??
  asLanguage(kept()) ??
  navigator.languages.map(asLanguage).find((language) => language !== null) ??
  "en";

/** By area: the texts of a language. */
export type LoadWords = (
  language: Language,
) => Promise<Readonly<Record<string, Readonly<Record<string, string>>>>>;
let load: LoadWords = async () => ({});

export const languageNow = (): Language => (i18next.language === "zh" ? "zh" : "en");

async function take(language: Language): Promise<void> {
  const words = await load(language);
  for (const [area, texts] of Object.entries(words))
    i18next.addResourceBundle(language, area, texts);
}

/** To be awaited before anything is shown. @param from what this page says, and no more */
export async function startWords(from: LoadWords): Promise<void> {
  load = from;
  const language = firstLanguage();
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    resources: {},
    defaultNS: "frame",
    // React escapes.
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  await take(language);
  document.documentElement.lang = tagOf(language);
}

/** Another language, from now on and on this device. */
export async function speak(language: Language): Promise<void> {
  await take(language);
  try {
    localStorage.setItem(KEPT, language);
  } catch {
    // Storage is forbidden here: it counts until the page is left.
  }
  document.documentElement.lang = tagOf(language);
  await i18next.changeLanguage(language);
}
