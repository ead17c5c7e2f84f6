import { Badge, Group, Paper, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useTerm } from "../../admin/parts/use-term.ts";
import { countryName } from "../../customer/display-names.ts";
import { inLanguage } from "../../customer/said.ts";
import { useFormats } from "../../frame/format.ts";
import { Page } from "../../frame/Page.tsx";
import { Empty, Loaded } from "../../frame/States.tsx";
import { languageNow } from "../../frame/words.ts";
import { Facts } from "../../officer/parts/Facts.tsx";
import { oneOf } from "../terms.ts";
import { Assess } from "./Assess.tsx";
import { Downloads } from "./Downloads.tsx";
import { type Activity, processingQuery } from "./queries.ts";
import { CONCLUSIONS, TRIGGERS } from "./terms.ts";

/** Of the newest assessment, and whether the purpose has changed since. */
function useAssessed(): (activity: Activity) => string {
  const { t } = useTranslation("registers");
  const { day } = useFormats();
  return ({ assessment, purpose }) => {
    if (assessment === null) return t("assessmentNone");
    const { conclusion, occurredAt, purposeVersion } = assessment;
    const said = t("assessedOn", {
      conclusion: t(`conclusion_${oneOf(CONCLUSIONS, conclusion) ?? "consult"}`),
      day: day(occurredAt),
    });
    return purposeVersion === purpose.purposeVersion
      ? said
      : `${said} · ${t("assessedOld", { n: String(purposeVersion) })}`;
  };
}

function ActivityCard({ activity }: { readonly activity: Activity }) {
  const { t, i18n } = useTranslation("registers");
  const { day } = useFormats();
  const assessed = useAssessed();
  const termOf = useTerm();
  const { purpose, retiredFrom, partners, abroad, assessment, needsAssessment } = activity;
  const of = (texts: readonly { readonly language: string; readonly text: string }[]): string =>
    inLanguage(texts, i18n.language)?.text ?? "";
  const title = of(purpose.titles) || purpose.purposeId;
  const triggers = needsAssessment.flatMap((one) => oneOf(TRIGGERS, one) ?? []);
  const isOwed = triggers.length > 0 && assessment === null;
  const categories = purpose.dataCategories.map(({ term }) => termOf(term) ?? term);
  return (
    <Paper component="article" aria-label={title}>
      <Stack gap="sm">
        <Group justify="space-between" align="flex-start" gap="sm">
          <Title order={2} size="h5" flex="1 1 14rem">
            {title}
          </Title>
          {isOwed ? (
            <Badge variant="light" color="orange" c="var(--mantine-color-text)" radius="sm">
              {t("needs")}
            </Badge>
          ) : null}
        </Group>
        <Text size="sm">{of(purpose.descriptions)}</Text>
        {retiredFrom === null ? null : (
          <Text size="sm" c="dimmed">
            {t("retired", { day: day(retiredFrom) })}
          </Text>
        )}
        <Facts
          of={[
            [t("basis"), termOf(purpose.lawfulBasis) ?? purpose.lawfulBasis],
            [t("data"), categories.join(", ")],
            [
              t("partners"),
              partners.length === 0 ? t("nobody") : partners.map(({ name }) => name).join(", "),
            ],
            abroad.length === 0 ? null : [t("abroad"), abroad.map(countryName).join(", ")],
            triggers.length === 0
              ? null
              : [t("triggers"), triggers.map((one) => t(`trigger_${one}`)).join(", ")],
            [t("assessment"), assessed(activity)],
          ]}
        />
        <Group gap="sm">
          <Assess purposeId={purpose.purposeId} title={title} needed={triggers} />
          {assessment === null ? null : (
            <Downloads
              of={[
                {
                  path: `/v1/purposes/${purpose.purposeId}/assessments?format=pdf&language=${languageNow()}`,
                  name: `assessment-${purpose.purposeId}.pdf`,
                  label: t("sheet"),
                },
              ]}
            />
          )}
        </Group>
      </Stack>
    </Paper>
  );
}

/** The record of processing activities, and the impact assessments of each. */
export function ProcessingPage() {
  const { t } = useTranslation("registers");
  const query = useQuery(processingQuery);
  const pathOf = (format: string): string =>
    `/v1/processing-register?format=${format}&language=${languageNow()}`;
  return (
    <Page title={t("processingTitle")} lead={t("processingLead")}>
      <Loaded
        query={query}
        isEmpty={({ activities }) => activities.length === 0}
        empty={<Empty title={t("processingNone")}>{t("processingNoneText")}</Empty>}
      >
        {({ activities }) => (
          <Stack gap="lg">
            <Downloads
              of={[
                { path: pathOf("csv"), name: "processing-register.csv", label: t("asCsv") },
                { path: pathOf("pdf"), name: "processing-register.pdf", label: t("asPdf") },
              ]}
            />
            {activities.map((activity) => (
              <ActivityCard key={activity.purpose.purposeId} activity={activity} />
            ))}
          </Stack>
        )}
      </Loaded>
    </Page>
  );
}
