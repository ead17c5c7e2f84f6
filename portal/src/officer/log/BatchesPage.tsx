import { Group, Stack, Tabs, Text } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useFormats } from "../../frame/format.ts";
import { Page } from "../../frame/Page.tsx";
import { Empty, Loaded } from "../../frame/States.tsx";
import { type Anchor, anchorsQuery, type Batch, batchesQuery, overviewQuery } from "../data.ts";
import { AnchorBadge } from "../parts/Badges.tsx";
import { Hash } from "../parts/Hash.tsx";
import { More } from "../parts/More.tsx";
import { type Column, Rows } from "../parts/Rows.tsx";
import { TxLink } from "../parts/TxLink.tsx";
import { useFee } from "../parts/use-fee.ts";

function Batches() {
  const { t } = useTranslation("officer");
  const { number, time } = useFormats();
  const query = useInfiniteQuery(batchesQuery);
  const columns: readonly Column<Batch>[] = [
    { head: t("size"), side: "right", cell: ({ size }) => number(size) },
    { head: t("inIt"), side: "right", cell: ({ size, from }) => number(size - from) },
    { head: t("time"), cell: (batch) => time(batch.time) },
    { head: t("root"), cell: ({ root }) => <Hash value={root} of={t("root")} ends={6} /> },
    {
      head: t("anchoredBy"),
      cell: ({ anchor }) =>
        anchor === null ? (
          <Text span size="sm" c="dimmed">
            {t("notAnchored")}
          </Text>
        ) : (
          <Group gap="xs" justify="flex-end" display="inline-flex">
            <AnchorBadge state={anchor.state} />
            <TxLink transaction={anchor.transaction} link={anchor.link} />
          </Group>
        ),
    },
  ];
  return (
    <Loaded
      query={query}
      skeleton="table"
      isEmpty={({ pages }) => pages[0]?.batches.length === 0}
      empty={<Empty title={t("batchesNone")} />}
    >
      {({ pages }) => (
        <Stack>
          <Rows
            label={t("tab_batches")}
            columns={columns}
            rows={pages.flatMap(({ batches }) => batches)}
            keyOf={({ size }) => size}
          />
          <More query={query as never} />
        </Stack>
      )}
    </Loaded>
  );
}

function Anchors() {
  const { t } = useTranslation("officer");
  const { number, time } = useFormats();
  const { data } = useQuery(overviewQuery);
  const fee = useFee(data?.chain.chainId);
  const query = useInfiniteQuery(anchorsQuery);
  const orNone = (value: number | null) => (value === null ? "–" : number(value));
  const columns: readonly Column<Anchor>[] = [
    { head: t("size"), side: "right", cell: ({ size }) => number(size) },
    { head: t("finality"), cell: ({ state }) => <AnchorBadge state={state} /> },
    { head: t("time"), cell: (anchor) => (anchor.time === null ? "–" : time(anchor.time)) },
    { head: t("block"), side: "right", cell: ({ block }) => orNone(block) },
    {
      head: t("transaction"),
      cell: ({ transaction, link }) => <TxLink transaction={transaction} link={link} />,
    },
    {
      head: t("rootHex"),
      cell: ({ root }) => (root === null ? "–" : <Hash value={root} of={t("root")} hex ends={6} />),
    },
    { head: t("gas"), side: "right", cell: ({ gas }) => orNone(gas) },
    {
      head: t("fee"),
      side: "right",
      cell: (anchor) => <span style={{ whiteSpace: "nowrap" }}>{fee(anchor.fee)}</span>,
    },
  ];
  return (
    <Loaded
      query={query}
      skeleton="table"
      isEmpty={({ pages }) => pages[0]?.anchors.length === 0}
      empty={<Empty title={t("anchorsNone")}>{t("anchorsNoneText")}</Empty>}
    >
      {({ pages }) => (
        <Stack>
          <Rows
            label={t("tab_anchors")}
            columns={columns}
            rows={pages.flatMap(({ anchors }) => anchors)}
            keyOf={({ size }) => size}
          />
          <More query={query as never} />
        </Stack>
      )}
    </Loaded>
  );
}

/** What was sealed, and what of it was published. */
export function BatchesPage() {
  const { t } = useTranslation("officer");
  const { tab = "batches" } = useSearch({ strict: false }) as { tab?: "batches" | "anchors" };
  const navigate = useNavigate();
  return (
    <Page title={t("batchesTitle")} lead={t("batchesLead")}>
      <Tabs
        value={tab}
        keepMounted={false}
        onChange={(chosen) =>
          void navigate({
            to: "/app/batches",
            search: (chosen === "anchors" ? { tab: "anchors" } : {}) as never,
            replace: true,
          })
        }
      >
        <Tabs.List aria-label={t("batchesTitle")}>
          <Tabs.Tab value="batches">{t("tab_batches")}</Tabs.Tab>
          <Tabs.Tab value="anchors">{t("tab_anchors")}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="batches" pt="lg">
          <Batches />
        </Tabs.Panel>
        <Tabs.Panel value="anchors" pt="lg">
          <Anchors />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}
