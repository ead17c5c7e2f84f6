import { Alert, Group, List, Paper, Stack, Text, Timeline, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useFormats } from "../../frame/format.ts";
import { Id } from "../../frame/Id.tsx";
import { Page } from "../../frame/Page.tsx";
import { ProveIt } from "../../frame/ProveIt.tsx";
import { Loaded } from "../../frame/States.tsx";
import { Facts } from "../../officer/parts/Facts.tsx";
import { BreachClock, ClockBadge } from "./BreachClock.tsx";
import { BreachSteps } from "./BreachSteps.tsx";
import { todosOf } from "./breach-view.ts";
import { Downloads } from "./Downloads.tsx";
import { type Breach, breachQuery } from "./queries.ts";
import { useSaid } from "./use-said.ts";

interface Of {
  readonly breach: Breach;
}

/** With the lines that somebody has written. */
const written = ([name, value]: readonly [string, string]) =>
  [
    name,
    <span key={name} style={{ whiteSpace: "pre-wrap" }}>
      {value}
    </span>,
  ] as const;

function Todos({ breach }: Of) {
  const { t } = useTranslation("breaches");
  if (breach.closed)
    return (
      <Alert variant="light" color="gray">
        {t("closedText")}
      </Alert>
    );
  return (
    <Alert variant="light" title={t("todo")}>
      <Stack gap="md">
        <List size="sm" spacing={4}>
          {todosOf(breach).map((todo) => (
            <List.Item key={todo}>{t(`todo_${todo}`)}</List.Item>
          ))}
        </List>
        <BreachSteps breach={breach} />
      </Stack>
    </Alert>
  );
}

function About({ breach }: Of) {
  const { t } = useTranslation("breaches");
  const { time } = useFormats();
  const said = useSaid();
  const { facts, breachId, peopleNotifiedAt, authorityNotifiedAt } = breach;
  return (
    <Paper component="section" aria-labelledby="known">
      <Title order={2} size="h4" id="known" mb="md">
        {t("known")}
      </Title>
      <Facts
        of={[
          ...said({ ...facts }).map(written),
          [
            t("authorityTold"),
            authorityNotifiedAt === null ? t("notTold") : time(authorityNotifiedAt),
          ],
          [t("peopleTold"), peopleNotifiedAt === null ? t("notTold") : time(peopleNotifiedAt)],
          [t("number"), <Id key="id" value={breachId} of={t("number")} />],
        ]}
      />
    </Paper>
  );
}

function Steps({ breach: { steps, lost } }: Of) {
  const { t } = useTranslation("breaches");
  const { time } = useFormats();
  const said = useSaid();
  return (
    <Paper component="section" aria-labelledby="steps">
      <Title order={2} size="h4" id="steps" mb="md">
        {t("steps")}
      </Title>
      <Timeline active={steps.length - 1} bulletSize={16} lineWidth={2}>
        {steps.map(({ id, event, occurredAt, said: fields }) => (
          <Timeline.Item key={id} title={t(`event_${event}`)}>
            <Stack gap={4} align="flex-start">
              <Text size="sm" c="dimmed">
                {time(occurredAt)}
              </Text>
              <Facts of={said(fields).map(written)} />
              <ProveIt path={`/v1/records/${id}/evidence`} of={t(`event_${event}`)} quiet />
            </Stack>
          </Timeline.Item>
        ))}
      </Timeline>
      {lost ? (
        <Text size="sm" mt="md">
          {t("lost")}
        </Text>
      ) : null}
    </Paper>
  );
}

/** One breach: its clock, what is to be done, what is known, all steps, and the file for the authority. */
export function BreachPage() {
  const { t } = useTranslation("breaches");
  const { day } = useFormats();
  const { breach: id } = useParams({ strict: false }) as { breach: string };
  const query = useQuery(breachQuery(id));
  const since = query.data?.facts.awareAt;
  const title = since === undefined ? t("one") : t("oneOf", { day: day(since) });
  return (
    <Page title={title} lead={t("oneLead")}>
      <Loaded query={query}>
        {(breach) => (
          <>
            <Paper component="section" aria-label={t("authority")}>
              <Stack gap="md">
                <Group>
                  <ClockBadge breach={breach} />
                </Group>
                <BreachClock breach={breach} />
              </Stack>
            </Paper>
            <Todos breach={breach} />
            <About breach={breach} />
            <Steps breach={breach} />
            <Paper component="section" aria-labelledby="files">
              <Title order={2} size="h4" id="files" mb={4}>
                {t("forAuthority")}
              </Title>
              <Text size="sm" mb="md">
                {t("forAuthorityText")}
              </Text>
              <Downloads
                path={`/v1/breaches/${breach.breachId}`}
                name={`breach-${breach.breachId}`}
                of={title}
                formats={["pdf", "html", "csv", "json"]}
              />
            </Paper>
          </>
        )}
      </Loaded>
    </Page>
  );
}
