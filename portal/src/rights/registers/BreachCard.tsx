import { Badge, Group, Paper, Stack, Text, Timeline, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useFormats } from "../../frame/format.ts";
import { ProveIt } from "../../frame/ProveIt.tsx";
import { languageNow } from "../../frame/words.ts";
import { Facts } from "../../officer/parts/Facts.tsx";
import { BreachSteps } from "./BreachSteps.tsx";
import { Downloads } from "./Downloads.tsx";
import type { Breach } from "./queries.ts";
import { NATURES } from "./terms.ts";

const COLOURS: Readonly<Record<Breach["clock"], string>> = {
  due: "orange",
  overdue: "red",
  notified: "accent",
  late: "orange",
  "not-needed": "gray",
};

const HOUR_MS = 3_600_000;

/** How it stands with the 72 hours. */
function Clock({ breach: { clock, dueAt } }: { readonly breach: Breach }) {
  const { t } = useTranslation("registers");
  const { time, number } = useFormats();
  // Hours are counted, as the law counts them.
  const hours = Math.floor(Math.abs(Date.parse(dueAt) - Date.now()) / HOUR_MS);
  return (
    <Group gap="sm">
      <Badge variant="light" color={COLOURS[clock]} c="var(--mantine-color-text)" radius="sm">
        {t(`clock_${clock}`)}
      </Badge>
      {clock === "due" || clock === "overdue" ? (
        <Text size="sm" {...(clock === "overdue" ? { c: "var(--grave)", fw: 600 } : {})}>
          {t(clock === "due" ? "left" : "over", {
            time: time(dueAt),
            duration: t("hours", { count: hours, n: number(hours) }),
          })}
        </Text>
      ) : null}
    </Group>
  );
}

const textOf = (value: unknown): string | null => (typeof value === "string" ? value : null);
/** What a step says in words. */
const SAID = ["description", "consequences", "measures", "authority", "reason", "note"] as const;

export function BreachCard({ breach }: { readonly breach: Breach }) {
  const { t } = useTranslation("registers");
  const { time, number } = useFormats();
  const { breachId, facts, steps, closed, lost, authorityNotifiedAt, peopleNotifiedAt } = breach;
  const { risk, consequences, measures, people, records } = facts;
  const natures = NATURES.filter((one) => facts.nature.includes(one));
  const title = facts.description ?? breachId;
  return (
    <Paper component="article" aria-label={title}>
      <Stack gap="md">
        <Group justify="space-between" align="flex-start" gap="sm">
          <Title order={2} size="h4" flex="1 1 16rem" lineClamp={3}>
            {title}
          </Title>
          {closed ? <Badge color="gray">{t("closed")}</Badge> : null}
        </Group>
        <Clock breach={breach} />
        <Facts
          of={[
            [t("awareAt"), time(facts.awareAt)],
            natures.length === 0
              ? null
              : [t("nature"), natures.map((one) => t(`nature_${one}`)).join(", ")],
            people === null ? null : [t("people"), number(people)],
            records === null ? null : [t("records"), number(records)],
            risk && [t("risk"), t(`risk_${risk}`)],
            consequences === null ? null : [t("consequences"), consequences],
            measures === null ? null : [t("measures"), measures],
            authorityNotifiedAt === null ? null : [t("authorityAt"), time(authorityNotifiedAt)],
            peopleNotifiedAt === null ? null : [t("peopleAt"), time(peopleNotifiedAt)],
          ]}
        />
        {lost ? <Text size="sm">{t("lost")}</Text> : null}
        {closed ? null : <BreachSteps breach={breach} />}
        <Timeline active={steps.length - 1} bulletSize={14} lineWidth={2}>
          {steps.map(({ id, event, occurredAt, said }) => (
            <Timeline.Item key={id} title={t(`event_${event}`)}>
              <Text size="sm" c="dimmed">
                {time(occurredAt)}
              </Text>
              {SAID.map((name) =>
                textOf(said[name]) === null ? null : (
                  <Text key={name} size="sm" style={{ whiteSpace: "pre-wrap" }}>
                    {textOf(said[name])}
                  </Text>
                ),
              )}
              <ProveIt path={`/v1/records/${id}/evidence`} of={t(`event_${event}`)} quiet />
            </Timeline.Item>
          ))}
        </Timeline>
        <Downloads
          of={[
            {
              path: `/v1/breaches/${breachId}?format=pdf&language=${languageNow()}`,
              name: `breach-${breachId}.pdf`,
              label: t("asPdf"),
            },
          ]}
        />
      </Stack>
    </Paper>
  );
}
