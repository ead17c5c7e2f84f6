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
import { lengthIn, listIn } from "./length.ts";
import { type AgreementVersion, agreementQuery } from "./queries.ts";
import { useRecordNames } from "./record-names.ts";
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
  const { kindName, fieldName } = useRecordNames();
  const listed = (all: readonly string[]) => listIn(languageNow(), all);
  const pair = (of: string, what: readonly string[]) => (
    <div key={of}>{t("pair", { of, what: listed(what) })}</div>
  );
  // A use that needs its own consent alone is named once.
  const uses = terms.purposes.map(({ purposeId, consents }) =>
    consents.every((one) => one === purposeId) ? (
      <div key={purposeId}>{purpose(purposeId)}</div>
    ) : (
      pair(purpose(purposeId), consents.map(purpose))
    ),
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
          [t("purposes"), uses],
          [
            t("records"),
            terms.records.map(({ kind, fields }) => pair(kindName(kind), fields.map(fieldName))),
          ],
          [t("period"), `${time(terms.validFrom)} – ${time(terms.validUntil)}`],
          [t("retention"), length(terms.retention)],
          [t("onward"), terms.onward === "prohibited" ? t("prohibited") : listed(terms.onward.to)],
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
