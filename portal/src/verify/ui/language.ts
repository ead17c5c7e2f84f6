import { useTranslation } from "react-i18next";
import type { Language } from "../../../verify/index.ts";

/** Of the page; the kernel has all its sentences in it. */
export function useLanguage(): Language {
  return useTranslation().i18n.language === "zh" ? "zh" : "en";
}
