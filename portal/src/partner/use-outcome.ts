import { useTranslation } from "react-i18next";
import { outcomeWord } from "./outcome.ts";

/** How it went the last time, in words. */
export function useOutcome(): (outcome: string) => string {
  const { t } = useTranslation("partner");
  return (outcome) => {
    const word = outcomeWord(outcome);
    return word === null ? t("answered", { status: outcome }) : t(word);
  };
}
