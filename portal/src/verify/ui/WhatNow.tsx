import { useTranslation } from "react-i18next";
import { Section } from "./Section.tsx";

/** What to do with a file that proves nothing. */
export function WhatNow() {
  const { t } = useTranslation("verify");
  return (
    <Section title={t("whatNow")}>
      <ul className="v-sentences">
        <li>{t("invalidAsk")}</li>
        <li>{t("invalidPolicy")}</li>
        <li>{t("invalidKeep")}</li>
      </ul>
    </Section>
  );
}
