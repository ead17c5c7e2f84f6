/** What even the best word does not say. */
import { useTranslation } from "react-i18next";
import { Section } from "./Section.tsx";

export function Sentences({
  title,
  lead,
  sentences,
}: {
  readonly title: string;
  readonly lead?: string;
  readonly sentences: readonly string[];
}) {
  if (sentences.length === 0) return null;
  return (
    <Section title={title} {...(lead === undefined ? {} : { lead })}>
      <ul className="v-sentences">
        {sentences.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </Section>
  );
}

export function Caveats({
  caveats,
  ignored,
}: {
  readonly caveats: readonly string[];
  readonly ignored: readonly string[];
}) {
  const { t } = useTranslation("verify");
  return (
    <>
      <Sentences title={t("caveats")} lead={t("caveatsLead")} sentences={caveats} />
      <Sentences title={t("ignored")} sentences={[...new Set(ignored)]} />
    </>
  );
}
