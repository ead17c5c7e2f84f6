import { Box, Group, SegmentedControl, Stack, Text, ThemeIcon, Title } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { type ComponentType, useState } from "react";
import { useTranslation } from "react-i18next";
import { isDamaged, placed } from "../frame/damaged.ts";
import { useFormats } from "../frame/format.ts";
import {
  IconCheck,
  IconCreditCard,
  IconEye,
  IconFileText,
  IconHandStop,
  IconLink,
  IconPackage,
  IconQuestion,
  IconUser,
} from "../frame/icons.ts";
import { LongList } from "../frame/LongList.tsx";
import { ProveIt } from "../frame/ProveIt.tsx";
import { damagedOf, onward, rowsOf } from "../frame/pages.ts";
import { Empty, Loaded } from "../frame/States.tsx";
import { timelineQuery } from "./data.ts";
import { OwnDamaged } from "./OwnDamaged.tsx";
import { OwnPage } from "./OwnPage.tsx";
import { paymentType } from "./PaymentRow.tsx";
import { useRecordedReading } from "./person.ts";
import { usePurposeNames } from "./purpose-names.ts";
import { useReader } from "./reader.ts";
import {
  beginsDay,
  FILTERS,
  type Filter,
  isLate,
  KINDS_OF,
  type Sentence,
  type TimelineEntry,
  timelineEntry,
} from "./timeline-view.ts";

const ICONS: Readonly<Record<string, ComponentType<{ size: number }>>> = {
  access: IconEye,
  acknowledgement: IconCheck,
  customer: IconUser,
  merge: IconLink,
  order: IconPackage,
  payment: IconCreditCard,
  request: IconQuestion,
  restriction: IconHandStop,
  signal: IconHandStop,
};

function useSentence(): (sentence: Sentence) => string {
  const { t } = useTranslation("customer");
  const purposeName = usePurposeNames();
  const readerOf = useReader();
  const rights = useTranslation("rights");
  return (said) => {
    if ("right" in said)
      return t("event_request", {
        right: rights.t(`right_${said.right}`),
        step: rights.t(`step_${said.step}`),
      });
    if ("purposeId" in said)
      return t(`event_${said.word}`, { purpose: purposeName(said.purposeId) });
    // What the organization is called stands on the page of who has read.
    if ("role" in said) return t(`event_${said.word}`, { reader: readerOf(said.role, null) });
    if ("type" in said)
      return t(`event_${said.word}`, { type: t(`payment_${paymentType(said.type)}`), n: said.n });
    if ("kind" in said) return t("event_other", { kind: said.kind });
    if ("number" in said) return t(`event_${said.word}`, { number: said.number, n: said.n });
    return "n" in said ? t(`event_${said.word}`, { n: said.n }) : t(`event_${said.word}`);
  };
}

function Entry({
  entry,
  day,
}: {
  readonly entry: TimelineEntry;
  /** Where a day begins: it. */
  readonly day: string | null;
}) {
  const { t } = useTranslation("customer");
  const { clock, time } = useFormats();
  const sentenceOf = useSentence();
  const Icon = ICONS[entry.kind] ?? IconFileText;
  const sentence = sentenceOf(entry.sentence);
  return (
    <div>
      {day === null ? null : (
        <Title order={2} size="h6" c="dimmed" pt="md" pb="xs">
          {t("recordedDay", { day })}
        </Title>
      )}
      <Group
        gap="sm"
        wrap="nowrap"
        align="flex-start"
        py="sm"
        style={{ borderTop: "1px solid var(--mantine-color-default-border)" }}
      >
        <ThemeIcon variant="light" size={32} radius="xl" aria-hidden>
          <Icon size={18} />
        </ThemeIcon>
        <Group flex={1} justify="space-between" gap="xs" align="flex-start">
          <Box flex="1 1 14rem">
            <Text>{sentence}</Text>
            <Text size="sm" c="dimmed">
              {clock(entry.recordedAt)}
              {isLate(entry) ? ` · ${t("happened", { time: time(entry.occurredAt) })}` : ""}
            </Text>
          </Box>
          <ProveIt path={entry.evidence} of={sentence} quiet />
        </Group>
      </Group>
    </div>
  );
}

function Entries({ subject, filter }: { readonly subject: string; readonly filter: Filter }) {
  const { t } = useTranslation("customer");
  const { day } = useFormats();
  const query = useInfiniteQuery({
    ...timelineQuery(subject, KINDS_OF[filter]),
    ...useRecordedReading(subject),
  });
  return (
    <Loaded
      query={query}
      isEmpty={(data) => rowsOf(data).length + damagedOf(data).length === 0}
      empty={<Empty title={t(filter === "all" ? "timelineEmpty" : "timelineEmptyKind")} />}
    >
      {(data) => {
        const entries = rowsOf(data).map(timelineEntry);
        return (
          <LongList
            items={placed(entries, damagedOf(data))}
            keyOf={(line) => (isDamaged(line) ? `damaged ${line.damaged.index}` : line.record.key)}
            estimate={74}
            label={t("entries")}
            onEnd={onward(query)}
          >
            {(line) => {
              if (isDamaged(line)) return <OwnDamaged entry={line.damaged} />;
              const { record: entry } = line;
              const isFirst = beginsDay(entries, entries.indexOf(entry), day);
              return <Entry entry={entry} day={isFirst ? day(entry.recordedAt) : null} />;
            }}
          </LongList>
        );
      }}
    </Loaded>
  );
}

function Filtered({ subject }: { readonly subject: string }) {
  const { t } = useTranslation("customer");
  const [filter, setFilter] = useState<Filter>("all");
  return (
    <Stack gap="sm">
      <SegmentedControl
        aria-label={t("filter")}
        value={filter}
        onChange={(value) => setFilter(value as Filter)}
        data={FILTERS.map((value) => ({ value, label: t(`filter_${value}`) }))}
        style={{ alignSelf: "flex-start" }}
        maw="100%"
      />
      <Entries key={filter} subject={subject} filter={filter} />
    </Stack>
  );
}

/** All that is recorded about me, newest first. */
export function TimelinePage() {
  const { t } = useTranslation("customer");
  return (
    <OwnPage title={t("timelineTitle")} lead={t("timelineLead")}>
      {({ subject }) => <Filtered subject={subject} />}
    </OwnPage>
  );
}
