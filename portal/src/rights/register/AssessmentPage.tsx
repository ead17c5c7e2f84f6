import { Alert, Paper, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useFormats } from "../../frame/format.ts";
import { Page } from "../../frame/Page.tsx";
import { ProveIt } from "../../frame/ProveIt.tsx";
import { Empty, Loaded } from "../../frame/States.tsx";
import { Facts } from "../../officer/parts/Facts.tsx";
import { Rows } from "../../officer/parts/Rows.tsx";
import { usePurposeNames } from "../../officer/people/use-person.ts";
import { oneOf } from "../terms.ts";
import { AssessmentForm } from "./AssessmentForm.tsx";
import { CONCLUSIONS, LEVELS, triggersIn } from "./assessment-draft.ts";
import { Downloads } from "./Downloads.tsx";
import { type Assessment, assessmentsQuery, processingQuery } from "./queries.ts";

function Risks({ risks }: Pick<Assessment, "risks">) {
  const { t } = useTranslation("processing");
  const level = (text: string): string => t(`level_${oneOf(LEVELS, text) ?? "medium"}`);
  return (
    <Rows
      label={t("risks")}
      rows={risks.map((risk, at) => ({ ...risk, key: `${at} ${risk.risk}` }))}
      keyOf={({ key }) => key}
      columns={[
        { head: t("field_risk"), cell: ({ risk }) => risk },
        { head: t("field_likelihood"), cell: ({ likelihood }) => level(likelihood) },
        { head: t("field_severity"), cell: ({ severity }) => level(severity) },
        { head: t("field_measure"), cell: ({ measure }) => measure },
      ]}
    />
  );
}

const long = (text: string): ReactNode => <span style={{ whiteSpace: "pre-wrap" }}>{text}</span>;

function Whole({ one }: { readonly one: Assessment }) {
  const { t } = useTranslation("processing");
  const { time, dayUtc, number } = useFormats();
  const conclusion = oneOf(CONCLUSIONS, one.conclusion);
  const triggers = triggersIn(one.triggers).map((trigger) => t(`trigger_${trigger}`));
  return (
    <Stack gap="lg">
      <Facts
        of={[
          conclusion && [t("field_conclusion"), t(`conclusion_${conclusion}`)],
          [t("assessedAt"), time(one.occurredAt)],
          [t("version"), number(one.purposeVersion)],
          [t("field_assessedBy"), one.assessedBy],
          [t("field_triggers"), triggers.join(t("and"))],
          [t("field_necessity"), long(one.necessity)],
          [t("field_safeguards"), long(one.safeguards)],
          one.reviewOn === null ? null : [t("field_reviewOn"), dayUtc(one.reviewOn)],
          one.note === null ? null : [t("field_note"), long(one.note)],
          [
            t("proof"),
            <ProveIt key="e" path={`/v1/records/${one.id}/evidence`} of={t("newest")} quiet />,
          ],
        ]}
      />
      <Risks risks={one.risks} />
    </Stack>
  );
}

function Earlier({ all }: { readonly all: readonly Assessment[] }) {
  const { t } = useTranslation("processing");
  const { time } = useFormats();
  if (all.length === 0) return null;
  return (
    <Paper component="section" aria-labelledby="earlier">
      <Title order={2} size="h4" id="earlier" mb="md">
        {t("earlier")}
      </Title>
      <Stack component="ul" gap="sm" p={0} m={0} style={{ listStyle: "none" }}>
        {all.toReversed().map((one) => {
          const conclusion = oneOf(CONCLUSIONS, one.conclusion);
          const when = time(one.occurredAt);
          return (
            <li key={one.id}>
              <Text size="sm">
                {when}
                {conclusion === null ? "" : ` · ${t(`conclusion_${conclusion}`)}`}
              </Text>
              <ProveIt path={`/v1/records/${one.id}/evidence`} of={when} quiet />
            </li>
          );
        })}
      </Stack>
    </Paper>
  );
}

/** What the law calls for, where nothing is on record; or that the purpose has changed since. */
function Owed({
  newest,
  needed,
  version,
}: {
  readonly newest: Assessment | undefined;
  readonly needed: readonly string[];
  readonly version: number | undefined;
}) {
  const { t } = useTranslation("processing");
  if (newest === undefined)
    return needed.length === 0 ? null : (
      <Alert color="orange" variant="light">
        {t("neededText", {
          why: triggersIn(needed)
            .map((one) => t(`trigger_${one}`))
            .join(t("and")),
        })}
      </Alert>
    );
  if (version === undefined || version <= newest.purposeVersion) return null;
  return (
    <Alert color="orange" variant="light">
      {t("outdatedText")}
    </Alert>
  );
}

/** Impact assessments of a purpose (PIPL 55 and 56, GDPR 35): the newest, those before, and a form for the next. */
export function AssessmentPage() {
  const { t } = useTranslation("processing");
  const { purpose } = useParams({ strict: false }) as { purpose: string };
  const nameOf = usePurposeNames();
  const { data: record } = useQuery(processingQuery);
  const query = useQuery(assessmentsQuery(purpose));
  const activity = record?.activities.find((one) => one.purpose.purposeId === purpose);
  const needed = activity?.needsAssessment ?? [];
  const newest = query.data?.at(-1);
  return (
    <Page
      title={t("assessmentOf", { purpose: nameOf(purpose) })}
      lead={t("assessmentLead")}
      actions={
        query.data === undefined ? undefined : (
          <AssessmentForm {...{ purpose, needed }} newest={newest ?? null} />
        )
      }
    >
      <Owed {...{ newest, needed }} version={activity?.purpose.purposeVersion} />
      <Loaded
        query={query}
        isEmpty={(all) => all.length === 0}
        empty={<Empty title={t("assessmentNone")}>{t("assessmentNoneText")}</Empty>}
      >
        {(all) => (
          <>
            {newest === undefined ? null : (
              <Paper component="section" aria-labelledby="newest">
                <Title order={2} size="h4" id="newest" mb="md">
                  {t("newest")}
                </Title>
                <Whole one={newest} />
              </Paper>
            )}
            <Paper component="section" aria-labelledby="files">
              <Title order={2} size="h4" id="files" mb={4}>
                {t("files")}
              </Title>
              <Text size="sm" mb="md">
                {t("assessmentFiles")}
              </Text>
              <Downloads
                path={`/v1/purposes/${purpose}/assessments`}
                name={`assessment-${purpose}`}
                of={t("newest")}
                formats={["pdf", "html", "json"]}
              />
            </Paper>
            <Earlier all={all.slice(0, -1)} />
          </>
        )}
      </Loaded>
    </Page>
  );
}
