import { Box, Group, Paper, Stack, Tabs, Text, Title } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { isDamaged, keyOfPlaced, placed } from "../frame/damaged.ts";
import { useFormats } from "../frame/format.ts";
import { LongList } from "../frame/LongList.tsx";
import { ProveIt } from "../frame/ProveIt.tsx";
import { damagedOf, onward, rowsOf } from "../frame/pages.ts";
import { Empty, Loaded } from "../frame/States.tsx";
import { type LedgerRecord, profileQuery, timelineQuery } from "./data.ts";
import { FactLines } from "./FactLines.tsx";
import { Facts } from "./Facts.tsx";
import { OrderCard } from "./OrderCard.tsx";
import { OwnDamaged } from "./OwnDamaged.tsx";
import { OwnPage } from "./OwnPage.tsx";
import { PaymentRow } from "./PaymentRow.tsx";
import { useRecordedReading } from "./person.ts";
import { newestOfEach, orderView, paymentView, profileView } from "./record-view.ts";

interface OfSubject {
  readonly subject: string;
}

function Profile({ subject }: OfSubject) {
  const { t } = useTranslation("customer");
  const { time } = useFormats();
  const query = useQuery({ ...profileQuery(subject), ...useRecordedReading(subject) });
  return (
    <Loaded
      query={query}
      skeleton="text"
      isEmpty={({ newest, damaged }) => newest === null && damaged === null}
      empty={<Empty title={t("noProfile")}>{t("nothingOfSort")}</Empty>}
    >
      {({ newest, damaged }) => {
        if (damaged !== null) return <OwnDamaged entry={damaged} />;
        const view = profileView(newest!);
        return (
          <Paper>
            <Stack>
              <Title order={2} size="h4">
                {view.name}
              </Title>
              <Facts>
                <FactLines facts={view.facts.filter(({ word }) => word !== "name")} />
              </Facts>
              <Group gap="sm">
                <Text size="sm" c="dimmed">
                  {t("recordedOn", { time: time(view.recordedAt) })}
                  {view.version > 1 ? ` · ${t("earlierVersions", { n: view.version })}` : ""}
                </Text>
                <ProveIt path={view.evidence} of={t("profile")} />
              </Group>
            </Stack>
          </Paper>
        );
      }}
    </Loaded>
  );
}

/** Newest versions of records of one kind, the newest first. */
function Records({
  subject,
  kind,
  label,
  empty,
  estimate,
  children,
}: OfSubject & {
  readonly kind: string;
  readonly label: string;
  readonly empty: string;
  readonly estimate: number;
  readonly children: (record: LedgerRecord) => ReactNode;
}) {
  const { t } = useTranslation("customer");
  const query = useInfiniteQuery({
    ...timelineQuery(subject, kind),
    ...useRecordedReading(subject),
  });
  return (
    <Loaded
      query={query}
      isEmpty={(data) => rowsOf(data).length + damagedOf(data).length === 0}
      empty={<Empty title={empty}>{t("nothingOfSort")}</Empty>}
    >
      {(data) => (
        <LongList
          items={placed(newestOfEach(rowsOf(data)), damagedOf(data))}
          keyOf={keyOfPlaced}
          estimate={estimate}
          label={label}
          onEnd={onward(query)}
        >
          {(line) => (
            <Box pb="sm">
              {isDamaged(line) ? <OwnDamaged entry={line.damaged} /> : children(line.record)}
            </Box>
          )}
        </LongList>
      )}
    </Loaded>
  );
}

function Kinds({ subject }: OfSubject) {
  const { t } = useTranslation("customer");
  return (
    <Tabs defaultValue="orders" keepMounted={false}>
      <Tabs.List mb="lg">
        <Tabs.Tab value="orders">{t("tabOrders")}</Tabs.Tab>
        <Tabs.Tab value="payments">{t("tabPayments")}</Tabs.Tab>
        <Tabs.Tab value="profile">{t("tabProfile")}</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="orders">
        <Records
          {...{ subject, kind: "order", estimate: 130 }}
          label={t("tabOrders")}
          empty={t("noOrders")}
        >
          {(record) => <OrderCard order={orderView(record)} />}
        </Records>
      </Tabs.Panel>
      <Tabs.Panel value="payments">
        <Records
          {...{ subject, kind: "payment", estimate: 92 }}
          label={t("tabPayments")}
          empty={t("noPayments")}
        >
          {(record) => <PaymentRow payment={paymentView(record)} />}
        </Records>
      </Tabs.Panel>
      <Tabs.Panel value="profile">
        <Profile subject={subject} />
      </Tabs.Panel>
    </Tabs>
  );
}

/** My records: orders, payments, profile. */
export function RecordsPage() {
  const { t } = useTranslation("customer");
  return (
    <OwnPage title={t("recordsTitle")} lead={t("recordsLead")}>
      {({ subject }) => <Kinds subject={subject} />}
    </OwnPage>
  );
}
