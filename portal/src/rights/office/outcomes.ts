import { useTranslation } from "react-i18next";
import type { Request } from "../queries.ts";
import { OUTCOMES } from "../terms.ts";

/** Of a complaint and a review what came of it is said, too. */
export const hasOutcome = ({ requestType }: Request): boolean =>
  requestType === "complaint" || requestType === "review";

export function useOutcomes() {
  const { t } = useTranslation("rightsOffice");
  const { t: word } = useTranslation("rights");
  return [
    { value: "", label: t("outcomeNone") },
    ...OUTCOMES.map((value) => ({ value, label: word(`outcome_${value}`) })),
  ];
}
