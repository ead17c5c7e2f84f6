import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { profileView } from "../../customer/record-view.ts";
import { inLanguage } from "../../customer/said.ts";
import { useFormats } from "../../frame/format.ts";
import { KINDS } from "../../frame/kinds.ts";
import { purposesQuery } from "../../frame/queries.ts";
import { profileQuery } from "../data.ts";

/** What a person is called; before it is known, and where nobody has recorded it, words for anybody. */
export function usePersonName(subject: string): string | null {
  const { data } = useQuery(profileQuery(subject));
  return data ? profileView(data).name || null : null;
}

/** What purposes are called in the reader's language: by their newest version. */
export function usePurposeNames(): (purpose: string) => string {
  const { i18n } = useTranslation();
  const { data } = useQuery(purposesQuery);
  return (purpose) => {
    const versions = data?.find(({ purposeId }) => purposeId === purpose)?.versions ?? [];
    return inLanguage(versions.at(-1)?.titles ?? [], i18n.language)?.text ?? purpose;
  };
}

/** What a stream is called: its kind, and of a consent the purpose. What is not known keeps its name in the ledger. */
export function useStreamNames(): (stream: string) => string {
  const { t } = useTranslation("officer");
  const purposeName = usePurposeNames();
  return (stream) => {
    const [first, rest] = stream.split("/");
    const kind = KINDS.find((one) => one === first);
    if (kind === undefined) return stream;
    if (kind !== "consent" || rest === undefined) return t(`kind_${kind}`);
    return t("streamConsent", { purpose: purposeName(rest) });
  };
}

/** “as of now”, “at the end of 5 March 2026”. */
export function useWhen(): (at: string | null) => string {
  const { t } = useTranslation("officer");
  const { day } = useFormats();
  return (at) => (at === null ? t("when_now") : t("when_day", { day: day(at) }));
}
