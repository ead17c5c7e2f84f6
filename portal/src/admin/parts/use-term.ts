import { useTranslation } from "react-i18next";

/** What a term of DPV, pd or eu-gdpr is called; `null`: it has no name here. */
export function useTerm(): (term: string) => string | null {
  const { t, i18n } = useTranslation("admin");
  return (term) => {
    const word = `term_${term.split(":")[1] ?? term}` as "term_Consent";
    return i18n.exists(`admin:${word}`) ? t(word) : null;
  };
}
