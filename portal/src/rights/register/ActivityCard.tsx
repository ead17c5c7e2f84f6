import { Badge, Group, Paper, Stack, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useDuration } from "../../admin/parts/DurationField.tsx";
import { countryName } from "../../customer/display-names.ts";
import { inLanguage } from "../../customer/said.ts";
import { useFormats } from "../../frame/format.ts";
import { Facts } from "../../officer/parts/Facts.tsx";
import { ButtonLink } from "../../officer/parts/Links.tsx";
import { triggersIn } from "./assessment-draft.ts";
import type { Activity } from "./queries.ts";
import { useTerms } from "./use-terms.ts";

/** Whether there is an assessment, and whether PIPL 55 asks for one. */
function AssessmentBadge({ activity }: { readonly activity: Activity }) {
  const { t } = useTranslation("processing");
  const { assessment, needsAssessment, purpose } = activity;
  const isOld = assessment !== null && assessment.purposeVersion < purpose.purposeVersion;
  const word =
    assessment !== null
      ? isOld
        ? "outdated"
        : "assessed"
      : needsAssessment.length > 0
        ? "needed"
        : "notNeeded";
  return (
    <Badge
      variant="light"
      color={{ outdated: "orange", assessed: "accent", needed: "orange", notNeeded: "gray" }[word]}
      c="var(--mantine-color-text)"
      radius="sm"
    >
      {t(word)}
    </Badge>
  );
}

function Partners({ partners }: Pick<Activity, "partners">) {
  const { t } = useTranslation("processing");
  const { day } = useFormats();
  const length = useDuration();
  return (
    <Stack gap={4}>
      {partners.map(({ agreementId, name, retention, validUntil }) => (
        <span key={agreementId}>
          {t("partnerText", { name, retention: length(retention), until: day(validUntil) })}
        </span>
      ))}
    </Stack>
  );
}

/** One purpose, as the record of processing tells of it. */
export function ActivityCard({ activity }: { readonly activity: Activity }) {
  const { t, i18n } = useTranslation("processing");
  const { day } = useFormats();
  const term = useTerms();
  const length = useDuration();
  const { purpose, retiredFrom, partners, abroad, notice, needsAssessment } = activity;
  const { purposeId, titles, descriptions, dataCategories, recipients } = purpose;
  const title = inLanguage(titles, i18n.language)?.text ?? purposeId;
  const list = (all: readonly string[]): string => all.join(t("and"));
  const data = (isSensitive: boolean): string =>
    list(
      dataCategories
        .filter(({ sensitive }) => sensitive === isSensitive)
        .map((one) => term(one.term)),
    );
  const sensitive = data(true);
  return (
    <Paper component="article" aria-label={title}>
      <Stack gap="md">
        <div>
          <Group justify="space-between" gap="sm">
            <Title order={3} size="h5">
              {title}
            </Title>
            <AssessmentBadge activity={activity} />
          </Group>
          <Text size="sm" c="dimmed">
            {inLanguage(descriptions, i18n.language)?.text}
          </Text>
        </div>
        <Facts
          of={[
            [t("version"), String(purpose.purposeVersion)],
            [t("purposeType"), term(purpose.purposeType)],
            [t("basis"), term(purpose.lawfulBasis)],
            [t("data"), data(false) || t("nothing")],
            sensitive === "" ? null : [t("sensitiveData"), sensitive],
            [
              t("recipients"),
              list(
                recipients.map(({ name, country }) =>
                  country === undefined ? name : t("nameIn", { name, place: countryName(country) }),
                ),
              ) || t("nothing"),
            ],
            partners.length === 0
              ? null
              : [t("partners"), <Partners key="p" partners={partners} />],
            abroad.length === 0 ? null : [t("abroad"), list(abroad.map(countryName))],
            [t("kept"), length(purpose.retention)],
            notice && [t("notice"), t("noticeText", { id: notice.noticeId, n: notice.version })],
            retiredFrom === null ? null : [t("retired"), day(retiredFrom)],
            needsAssessment.length === 0
              ? null
              : [
                  t("neededBy"),
                  list(triggersIn(needsAssessment).map((one) => t(`trigger_${one}`))),
                ],
          ]}
        />
        <Group>
          <ButtonLink
            to="/app/processing/$purpose"
            params={{ purpose: purposeId }}
            variant="default"
            size="sm"
            aria-label={t("toAssessmentOf", { purpose: title })}
          >
            {t("toAssessment")}
          </ButtonLink>
        </Group>
      </Stack>
    </Paper>
  );
}
