/** Both languages, and of them only what stands here: nothing is loaded afterwards. */
import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import { asLanguage, type Language, tagOf } from "../frame/language.ts";
import { ownShelf } from "../verify/useTrust.ts";
import { frame as frameEn } from "../words/en/frame.ts";
import { verify as verifyEn } from "../words/en/verify.ts";
import { frame as frameZh } from "../words/zh/frame.ts";
import { verify as verifyZh } from "../words/zh/verify.ts";

const KEPT = "counterfoil-language";

function kept(): string | null {
  try {
    return ownShelf().getItem(KEPT);
  } catch {
    return null;
  }
}

export async function startWords(): Promise<void> {
  const liked = navigator.languages.map(asLanguage).find((language) => language !== null);
  const language = asLanguage(kept()) ?? liked ?? "en";
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    resources: {
      en: { frame: frameEn, verify: verifyEn },
      zh: { frame: frameZh, verify: verifyZh },
    },
    defaultNS: "frame",
    // React escapes.
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  document.documentElement.lang = tagOf(language);
}

export async function speak(language: Language): Promise<void> {
  try {
    ownShelf().setItem(KEPT, language);
  } catch {
    // It counts until the page is left.
  }
  document.documentElement.lang = tagOf(language);
  await i18next.changeLanguage(language);
}
