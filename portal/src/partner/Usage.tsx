import { Paper, Skeleton, Table, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { useFormats } from "../frame/format.ts";
import { Loaded } from "../frame/States.tsx";
import { type Usage as Used, usageQuery } from "./queries.ts";

const UsageChart = lazy(async () => ({ default: (await import("./UsageChart.tsx")).UsageChart }));

/** A word is not broken for want of room. */
const WHOLE = { overflowWrap: "normal" } as const;
const COLUMNS = ["requests", "records", "people"] as const;

function PerDay({ usage: { days, total } }: { readonly usage: Used }) {
  const { t } = useTranslation("partner");
  const { number, dayUtc } = useFormats();
  return (
    <>
      <Table mt="md" horizontalSpacing={6}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t("day")}</Table.Th>
            {COLUMNS.map((name) => (
              <Table.Th scope="col" key={name} ta="right" style={WHOLE}>
                {t(name)}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {days.toReversed().map((one) => (
            <Table.Tr key={one.day}>
              <Table.Th scope="row" fw={400}>
                {dayUtc(one.day)}
              </Table.Th>
              {COLUMNS.map((name) => (
                <Table.Td key={name} ta="right">
                  {number(one[name])}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
        <Table.Tfoot>
          <Table.Tr>
            <Table.Th scope="row">{t("total")}</Table.Th>
            {COLUMNS.map((name) => (
              <Table.Th key={name} ta="right">
                {number(total[name])}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Tfoot>
      </Table>
      <Text size="sm" c="dimmed" mt="xs">
        {t("usageDays")}
      </Text>
    </>
  );
}

/** What was delivered under an agreement, day by day. */
export function Usage({ id }: { readonly id: string }) {
  const { t } = useTranslation("partner");
  const { number } = useFormats();
  const query = useQuery(usageQuery(id));
  return (
    <Paper component="section" aria-labelledby="usage">
      <Title order={2} size="h4" id="usage" mb="sm">
        {t("usage")}
      </Title>
      <Loaded
        query={query}
        skeleton="text"
        isEmpty={({ days }) => days.length === 0}
        empty={<Text size="sm">{t("noUsage")}</Text>}
      >
        {(usage) => (
          <>
            <div role="img" aria-label={t("usageChart", { n: number(usage.total.records) })}>
              <Suspense fallback={<Skeleton h={200} />}>
                <UsageChart days={usage.days} name={t("records")} />
              </Suspense>
            </div>
            <PerDay usage={usage} />
          </>
        )}
      </Loaded>
    </Paper>
  );
}
