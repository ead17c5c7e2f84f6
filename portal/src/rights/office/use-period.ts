import { useTranslation } from "react-i18next";
import { lengthOf } from "../case-view.ts";

/** A period in words: `P1M`. */
export function usePeriod(): (period: string) => string {
  const { t } = useTranslation("rightsOffice");
  return (period) => {
    const length = lengthOf(period);
    return length === null ? period : t(length.unit, { count: length.n, n: String(length.n) });
  };
}
