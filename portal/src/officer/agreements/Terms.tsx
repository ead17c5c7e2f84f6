import { Group, Paper, SegmentedControl, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { usePurposeNames } from "../../customer/purpose-names.ts";
import { useFormats } from "../../frame/format.ts";
import { Id } from "../../frame/Id.tsx";
import type { Language } from "../../frame/language.ts";
import { Loaded } from "../../frame/States.tsx";
import { languageNow } from "../../frame/words.ts";
import { Facts } from "../parts/Facts.tsx";
import { lengthIn } from "./length.ts";
import { type AgreementVersion, agreementQuery } from "./queries.ts";
import { AgreementState } from "./StateBadge.tsx";

const LANGUAGES: readonly Language[] = ["zh", "en"];

/** All that was signed, in words: in both languages, for both parties may read another one. */
function InWords({ id, version }: { readonly id: string; readonly version: number }) {
  const { t } = useTranslation("agreements");
  const [language, setLanguage] = useState<Language>(languageNow());
  const query = useQuery(agreementQuery(id, language));
  return (
    <>
      <Group justify="space-between" mt="md" mb={4}>
        <Title order={3} size="h6">
          {t("text")}
        </Title>
        <SegmentedControl
          size="xs"
          aria-label={t("textLanguage")}
          value={language}
          onChange={setLanguage}
          data={LANGUAGES.map((value) => ({ value, label: t(`textIn_${value}`) }))}
        />
      </Group>
      <Text size="sm" c="dimmed">
        {t("textSays")}
      </Text>
      <Loaded query={query} skeleton="text">
        {({ versions }) => (
          <Text
            size="sm"
            mt="xs"
            lang={language === "zh" ? "zh-CN" : "en"}
            style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}
          >
            {versions.find((one) => one.version === version)?.text}
          </Text>
        )}
      </Loaded>
    </>
  );
}

export function Terms({
  id,
  version: { version, state, terms, termsHash },
}: {
  readonly id: string;
  readonly version: AgreementVersion;
}) {
  const { t } = useTranslation("agreements");
  const { time } = useFormats();
  const purpose = usePurposeNames();
  const name = `terms-${version}`;
  const length = (text: string) => lengthIn(languageNow(), text);
  const lines = (all: readonly (readonly [string, readonly string[]])[]) =>
    all.map(([of, what]) => <div key={of}>{`${of}: ${what.join(", ")}`}</div>);
  const uses = terms.purposes.map(
    ({ purposeId, consents }) => [purpose(purposeId), consents.map(purpose)] as const,
  );
  return (
    <Paper component="section" aria-labelledby={name}>
      <Group justify="space-between" mb="sm">
        <Title order={2} size="h4" id={name}>
          {t("terms")} · {t("versionIs", { n: version })}
        </Title>
        <AgreementState state={state} />
      </Group>
      <Facts
        of={[
          [t("controller"), terms.controller.name],
          [t("recipient"), `${terms.recipient.name} · ${terms.recipient.contact}`],
          [t("purposes"), lines(uses)],
          [t("records"), lines(terms.records.map(({ kind, fields }) => [kind, fields]))],
          [t("period"), `${time(terms.validFrom)} – ${time(terms.validUntil)}`],
          [t("retention"), length(terms.retention)],
          [
            t("onward"),
            terms.onward === "prohibited" ? t("prohibited") : terms.onward.to.join(", "),
          ],
          [t("deleteWithin"), length(terms.duties.deleteWithin)],
          [t("acknowledgeWithin"), length(terms.duties.acknowledgeWithin)],
          [t("termsHash"), <Id key="hash" value={termsHash} of={t("termsHash")} ends={10} />],
          [
            t("contract"),
            <Id key="contract" value={terms.contract} of={t("contract")} ends={10} />,
          ],
        ]}
      />
      <InWords id={id} version={version} />
    </Paper>
  );
}
