import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { purposesQuery } from "../frame/queries.ts";
import { inLanguage } from "./said.ts";

/** What purposes are called, in the reader's language; as long as that is not known, their names in the ledger. */
export function usePurposeNames(): (purposeId: string) => string {
  const { i18n } = useTranslation();
  const { data } = useQuery(purposesQuery);
  return (purposeId) => {
    const titles = data?.find((one) => one.purposeId === purposeId)?.versions.at(-1)?.titles ?? [];
    return inLanguage(titles, i18n.language)?.text ?? purposeId;
  };
}
