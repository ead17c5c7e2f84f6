import { Group, ScrollArea, Stack, Table, Tabs, Text } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useFormats } from "../../frame/format.ts";
import { Page } from "../../frame/Page.tsx";
import { Empty, Loaded } from "../../frame/States.tsx";
import { anchorsQuery, batchesQuery, overviewQuery } from "../data.ts";
import { AnchorBadge } from "../parts/Badges.tsx";
import { Hash } from "../parts/Hash.tsx";
import { More } from "../parts/More.tsx";
import { TxLink } from "../parts/TxLink.tsx";
import { useFee } from "../parts/use-fee.ts";

/** A table that scrolls by itself where it has no room, also by keyboard. */
function Rows({
  label,
  heads,
  children,
}: {
  readonly label: string;
  readonly heads: readonly (readonly [string, "left" | "right"])[];
  readonly children: ReactNode;
}) {
  return (
    <ScrollArea viewportProps={{ tabIndex: 0, role: "region", "aria-label": label }}>
      <Table miw={760} aria-label={label}>
        <Table.Thead>
          <Table.Tr>
            {heads.map(([head, side]) => (
              <Table.Th key={head} scope="col" ta={side}>
                {head}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>{children}</Table.Tbody>
      </Table>
    </ScrollArea>
  );
}

function Batches() {
  const { t } = useTranslation("officer");
  const { number, time } = useFormats();
  const query = useInfiniteQuery(batchesQuery);
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
            heads={[
              [t("size"), "right"],
              [t("inIt"), "right"],
              [t("time"), "left"],
              [t("root"), "left"],
              [t("anchoredBy"), "left"],
            ]}
          >
            {pages
              .flatMap(({ batches }) => batches)
              .map(({ size, from, time: at, root, anchor }) => (
                <Table.Tr key={size}>
                  <Table.Th scope="row" ta="right" fw={600}>
                    {number(size)}
                  </Table.Th>
                  <Table.Td ta="right">{number(size - from)}</Table.Td>
                  <Table.Td>{time(at)}</Table.Td>
                  <Table.Td>
                    <Hash value={root} of={t("root")} ends={6} />
                  </Table.Td>
                  <Table.Td>
                    {anchor === null ? (
                      <Text size="sm" c="dimmed">
                        {t("notAnchored")}
                      </Text>
                    ) : (
                      <Group gap="sm" wrap="nowrap">
                        <AnchorBadge state={anchor.state} />
                        <TxLink transaction={anchor.transaction} link={anchor.link} />
                      </Group>
                    )}
                  </Table.Td>
                </Table.Tr>
              ))}
          </Rows>
          <More query={query} />
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
            heads={[
              [t("size"), "right"],
              [t("finality"), "left"],
              [t("time"), "left"],
              [t("block"), "right"],
              [t("transaction"), "left"],
              [t("rootHex"), "left"],
              [t("gas"), "right"],
              [t("fee"), "right"],
            ]}
          >
            {pages
              .flatMap(({ anchors }) => anchors)
              .map((anchor) => (
                <Table.Tr key={anchor.size}>
                  <Table.Th scope="row" ta="right" fw={600}>
                    {number(anchor.size)}
                  </Table.Th>
                  <Table.Td>
                    <AnchorBadge state={anchor.state} />
                  </Table.Td>
                  <Table.Td>{anchor.time === null ? "–" : time(anchor.time)}</Table.Td>
                  <Table.Td ta="right">
                    {anchor.block === null ? "–" : number(anchor.block)}
                  </Table.Td>
                  <Table.Td>
                    <TxLink transaction={anchor.transaction} link={anchor.link} />
                  </Table.Td>
                  <Table.Td>
                    {anchor.root === null ? (
                      "–"
                    ) : (
                      <Hash value={anchor.root} of={t("root")} hex ends={6} />
                    )}
                  </Table.Td>
                  <Table.Td ta="right">{anchor.gas === null ? "–" : number(anchor.gas)}</Table.Td>
                  <Table.Td ta="right" style={{ whiteSpace: "nowrap" }}>
                    {fee(anchor.fee)}
                  </Table.Td>
                </Table.Tr>
              ))}
          </Rows>
          <More query={query} />
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
