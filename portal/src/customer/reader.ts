import { useTranslation } from "react-i18next";
import type { ReaderRole } from "./read-view.ts";

/** Who read, in words. `organization`: its name, where they read for one. */
export function useReader(): (role: ReaderRole, organization: string | null) => string {
  const { t } = useTranslation("customer");
  return (role, organization) => {
    const reader = t(`reader_${role}`);
    return organization === null ? reader : t("readerOf", { reader, organization });
  };
}
