import {
  Group,
  Paper,
  ScrollArea,
  SegmentedControl,
  Skeleton,
  Table,
  Text,
  Title,
} from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormats } from "../../frame/format.ts";
import { Loaded } from "../../frame/States.tsx";
import { type Series, seriesQuery } from "../data.ts";
import type { Measure } from "./Charts.tsx";

const Charts = lazy(async () => ({ default: (await import("./Charts.tsx")).Charts }));

const MEASURES: readonly Measure[] = ["entries", "batches", "anchors", "gas"];
const PERIODS = [7, 30, 90] as const;

/** The same figures for whoever does not see the drawing, or wants to copy them. */
function Figures({
  series,
  tickOf,
}: {
  readonly series: Series;
  readonly tickOf: (from: string) => string;
}) {
  const { t } = useTranslation("officer");
  const { number } = useFormats();
  return (
    <details>
      <Text component="summary" size="sm" c="dimmed" style={{ cursor: "pointer" }}>
        {t("asTable")}
      </Text>
      <ScrollArea
        mt="sm"
        viewportProps={{ tabIndex: 0, role: "region", "aria-label": t("overTime") }}
      >
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{t("pointFrom")}</Table.Th>
              {MEASURES.map((one) => (
                <Table.Th key={one} scope="col" ta="right">
                  {t(`measure_${one}`)}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {series.points.toReversed().map((point) => (
              <Table.Tr key={point.from}>
                <Table.Th scope="row" fw={400}>
                  {tickOf(point.from)}
                </Table.Th>
                {MEASURES.map((one) => (
                  <Table.Td key={one} ta="right">
                    {number(point[one])}
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </ScrollArea>
    </details>
  );
}

export function OverTime() {
  const { t } = useTranslation("officer");
  const { number, day, time } = useFormats();
  const [days, setDays] = useState<(typeof PERIODS)[number]>(30);
  const [measure, setMeasure] = useState<Measure>("entries");
  const query = useQuery(seriesQuery(days));
  return (
    <Paper component="section" aria-labelledby="over-time">
      <Group justify="space-between" mb="md">
        <Title order={2} size="h4" id="over-time">
          {t("overTime")}
        </Title>
        <Group gap="sm">
          <SegmentedControl
            size="xs"
            aria-label={t("measure")}
            value={measure}
            onChange={setMeasure}
            data={MEASURES.map((one) => ({ value: one, label: t(`measure_${one}`) }))}
          />
          <SegmentedControl
            size="xs"
            aria-label={t("period")}
            value={String(days)}
            onChange={(chosen) => setDays(PERIODS.find((one) => String(one) === chosen) ?? 30)}
            data={PERIODS.map((one) => ({ value: String(one), label: t(`period_${one}`) }))}
          />
        </Group>
      </Group>
      <Loaded
        query={query}
        skeleton="text"
        isEmpty={({ points }) => points.length === 0}
        empty={<Text c="dimmed">{t("noPoints")}</Text>}
      >
        {(series) => {
          const tickOf = series.unit === "day" ? day : time;
          const total = series.points.reduce((sum, point) => sum + point[measure], 0);
          const name = t(`measure_${measure}`);
          return (
            <>
              <div role="img" aria-label={t("chartOf", { measure: name, n: number(total) })}>
                <Suspense fallback={<Skeleton h={240} />}>
                  <Charts series={series} measure={measure} name={name} tickOf={tickOf} />
                </Suspense>
              </div>
              <Figures series={series} tickOf={tickOf} />
            </>
          );
        }}
      </Loaded>
    </Paper>
  );
}
