/** In a file of its own: the library that draws is large. */
import "@mantine/charts/styles.css";
import { BarChart } from "@mantine/charts";
import { useFormats } from "../frame/format.ts";
import type { Usage } from "./queries.ts";

export function UsageChart({
  days,
  name,
}: {
  readonly days: Usage["days"];
  readonly name: string;
}) {
  const { number, dayUtc } = useFormats();
  const data = days.map((one) => ({ at: dayUtc(one.day), value: one.records }));
  return (
    <BarChart
      h={200}
      data={data}
      dataKey="at"
      series={[{ name: "value", label: name, color: "accent.6" }]}
      valueFormatter={(value) => number(value)}
      gridAxis="y"
      tickLine="none"
      barProps={{ radius: 3, maxBarSize: 36, isAnimationActive: false }}
      yAxisProps={{ width: 56, allowDecimals: false }}
      xAxisProps={{ minTickGap: 24 }}
    />
  );
}
