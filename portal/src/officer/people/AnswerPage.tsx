import { Button, Group, Paper, Stack, Text, Timeline, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { download } from "../../frame/api.ts";
import { useFormats } from "../../frame/format.ts";
import { Id } from "../../frame/Id.tsx";
import { IconCircleCheck, IconCircleX, IconDownload, IconHelp } from "../../frame/icons.ts";
import { Page } from "../../frame/Page.tsx";
import { ProveIt } from "../../frame/ProveIt.tsx";
import { ReasonGate } from "../../frame/ReasonGate.tsx";
import { Loaded, Trouble } from "../../frame/States.tsx";
import { type Answer, answerQuery } from "../data.ts";
import { DayPicker } from "../parts/DayPicker.tsx";
import { EntryLink } from "../parts/EntryLink.tsx";
import { Facts } from "../parts/Facts.tsx";
import { AnchorLink } from "../parts/Links.tsx";
import classes from "../parts/parts.module.css";
import { endOf } from "../view/day.ts";
import { statedIn, toneOf } from "../view/stands.ts";
import { NoticeShown } from "./NoticeShown.tsx";
import { usePersonName, usePurposeNames, useWhen } from "./use-person.ts";

type Identifier = Answer["identifiers"][number];

const ICONS = {
  yes: <IconCircleCheck size={36} aria-hidden color="var(--mantine-primary-color-filled)" />,
  no: <IconCircleX size={36} aria-hidden color="var(--mantine-color-error)" />,
  open: <IconCircleX size={36} aria-hidden color="var(--mantine-color-dimmed)" />,
  wrong: <IconHelp size={36} aria-hidden color="var(--mantine-color-orange-6)" />,
} as const;

/** A file of the ledger, to keep and to verify. */
function Evidence({
  path,
  of,
  name,
}: {
  readonly path: string;
  readonly of: string;
  readonly name: string;
}) {
  const { t } = useTranslation("officer");
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const take = async (): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      await download(path, name);
    } catch (trouble) {
      setError(trouble);
    }
    setBusy(false);
  };
  return (
    <Stack gap="xs">
      <Group justify="space-between" gap="sm">
        <Text size="sm">{of}</Text>
        <Group gap="xs">
          <Button
            size="compact-sm"
            variant="default"
            loading={busy}
            leftSection={<IconDownload size={16} aria-hidden />}
            aria-label={`${t("downloadEvidence")}: ${of}`}
            onClick={() => void take()}
          >
            {t("downloadEvidence")}
          </Button>
          <ProveIt path={path} of={of} />
        </Group>
      </Group>
      {error === null ? null : <Trouble error={error} onRetry={() => void take()} />}
    </Stack>
  );
}

/** What made the state, under one identifier. */
function RestsOn({ one, answer }: { readonly one: Identifier; readonly answer: Answer }) {
  const { t } = useTranslation("officer");
  const { exactTime, day } = useFormats();
  const { madeBy, endsAt, signalled, statedAfter } = one;
  if (madeBy === null) return <Text size="sm">{t("noEvents")}</Text>;
  const { event, occurredAt, recordedAt, noticeId, noticeVersion, noticeHash } = madeBy;
  return (
    <Stack gap="sm">
      <Facts
        of={[
          [t("madeBy"), t(`event_${event}`)],
          [t("happened"), exactTime(occurredAt)],
          [t("recordedAt"), exactTime(recordedAt)],
          endsAt === null ? null : [t("until"), day(endsAt)],
          noticeId === null
            ? null
            : [
                t("noticeShown"),
                <NoticeShown
                  key="n"
                  noticeId={noticeId}
                  version={noticeVersion ?? 1}
                  hash={noticeHash ?? ""}
                />,
              ],
          [t("purposeVersion"), String(madeBy.purposeVersion)],
        ]}
      />
      {signalled === null ? null : (
        <Text size="sm">{t("signalled", { signal: signalled.toUpperCase() })}</Text>
      )}
      {statedAfter ? <Text size="sm">{t("statedAfter")}</Text> : null}
      <History events={one.events} at={answer.at} />
    </Stack>
  );
}

/** All that was ever recorded, oldest first; what came later than the day asked about stays visible, and is told apart. */
function History({ events, at }: { readonly events: Identifier["events"]; readonly at: string }) {
  const { t } = useTranslation("officer");
  const { time } = useFormats();
  const lastBefore = events.findLastIndex((event) => event !== null && event.occurredAt <= at);
  return (
    <section aria-label={t("historyOf")}>
      <Text size="sm" fw={600} mb="sm">
        {t("history")}
      </Text>
      <Timeline active={lastBefore} bulletSize={16} lineWidth={2}>
        {events.map((event, i) => (
          <Timeline.Item
            // biome-ignore lint/suspicious/noArrayIndexKey: an event that is gone has no other name than its place.
            key={i}
            title={event === null ? t("event_gone") : t(`event_${event.event}`)}
          >
            {event === null ? null : (
              <Text size="sm" c="dimmed">
                {time(event.occurredAt)}
                {event.occurredAt > at ? ` · ${t("afterwards")}` : ""} ·{" "}
                <EntryLink index={event.index} />
              </Text>
            )}
          </Timeline.Item>
        ))}
      </Timeline>
    </section>
  );
}

function Said({
  answer,
  subject,
  at,
}: {
  readonly answer: Answer;
  readonly subject: string;
  readonly at: string | null;
}) {
  const { t } = useTranslation("officer");
  const when = useWhen();
  const nameOf = usePurposeNames();
  const person = usePersonName(subject) ?? t("thisPerson");
  const { identifiers, purposeId, reason, stated } = answer;
  const purpose = nameOf(purposeId);
  const file = `${purposeId}.evidence.json`;
  return (
    <>
      <Paper component="section" p="xl">
        <Group wrap="nowrap" align="flex-start" gap="md">
          <div style={{ flexShrink: 0 }}>{ICONS[toneOf(reason)]}</div>
          <Text className={classes.said} role="status">
            {at === null
              ? t(`now_${reason}`, { person, purpose })
              : t(`said_${reason}`, { person, purpose, when: when(at) })}
          </Text>
        </Group>
      </Paper>
      <Paper component="section" aria-labelledby="rests-on">
        <Title order={2} size="h4" id="rests-on" mb="md">
          {t("whatItRestsOn")}
        </Title>
        <Stack gap="xl">
          {identifiers.map((one, i) => (
            <Stack key={one.subject} gap="sm">
              {identifiers.length === 1 ? null : (
                <Group gap="xs">
                  <Text fw={600}>{t("underIdentifier", { n: i + 1 })}</Text>
                  <Id value={one.subject} of={t("identifier")} />
                </Group>
              )}
              <RestsOn one={one} answer={answer} />
            </Stack>
          ))}
        </Stack>
      </Paper>
      <Paper component="section" aria-labelledby="evidence">
        <Title order={2} size="h4" id="evidence">
          {t("evidence")}
        </Title>
        <Text size="sm" c="dimmed" mt={4} mb="md">
          {t("evidenceText")} {at === null ? "" : t("evidenceLater")}
        </Text>
        <Stack gap="md">
          {identifiers.map((one, i) => (
            <Evidence
              key={one.subject}
              path={one.evidence}
              of={
                identifiers.length === 1
                  ? t("answerTitle", { purpose })
                  : `${t("answerTitle", { purpose })} · ${t("underIdentifier", { n: i + 1 })}`
              }
              name={file}
            />
          ))}
          {stated.map((path) => (
            <Evidence key={path} path={path} of={t(statedIn(path))} name={file} />
          ))}
          {identifiers.length === 1
            ? null
            : identifiers.map((one, i) => (
                <Evidence
                  key={one.joined}
                  path={one.joined}
                  of={`${t("joinedEvidence")} · ${t("underIdentifier", { n: i + 1 })}`}
                  name={file}
                />
              ))}
        </Stack>
      </Paper>
    </>
  );
}

function AnswerOf({ subject, purpose }: { readonly subject: string; readonly purpose: string }) {
  const { t } = useTranslation("officer");
  const { day } = useSearch({ strict: false }) as { day?: string };
  const navigate = useNavigate();
  const at = endOf(day, Date.now());
  const query = useQuery(answerQuery(subject, purpose, at));
  const name = usePersonName(subject);
  const nameOf = usePurposeNames();
  const search = day === undefined ? {} : { day };
  return (
    <Page
      title={t("answerTitle", { purpose: nameOf(purpose) })}
      lead={
        <AnchorLink to="/app/people/$subject" params={{ subject }} search={search}>
          {name ?? t("toPerson")}
        </AnchorLink>
      }
      actions={
        <DayPicker
          day={day}
          onChange={(chosen) =>
            void navigate({
              to: "/app/people/$subject/consents/$purpose",
              params: { subject, purpose },
              search: (chosen === undefined ? {} : { day: chosen }) as never,
              replace: true,
            })
          }
        />
      }
    >
      <Loaded query={query} skeleton="cards">
        {(answer) => <Said answer={answer} subject={subject} at={at} />}
      </Loaded>
    </Page>
  );
}

/** Consent of somebody to something on a day: the answer in words, what it rests on, and the file that proves it. */
export function AnswerPage() {
  const { t } = useTranslation("officer");
  const { subject, purpose } = useParams({ strict: false }) as { subject: string; purpose: string };
  return (
    <ReasonGate subject={subject} key={subject} title={t("answerTitle", { purpose })}>
      <AnswerOf subject={subject} purpose={purpose} />
    </ReasonGate>
  );
}
