/** In a file of its own: the library that draws is large, and only this page needs it. */
import "@mantine/charts/styles.css";
import { BarChart } from "@mantine/charts";
import { useFormats } from "../../frame/format.ts";
import type { Series } from "../data.ts";

export type Measure = "entries" | "batches" | "anchors" | "gas";

export function Charts({
  series,
  measure,
  name,
  tickOf,
}: {
  readonly series: Series;
  readonly measure: Measure;
  readonly name: string;
  readonly tickOf: (from: string) => string;
}) {
  const { number } = useFormats();
  const data = series.points.map((point) => ({ at: tickOf(point.from), value: point[measure] }));
  return (
    <BarChart
      h={240}
      data={data}
      dataKey="at"
      series={[{ name: "value", label: name, color: "accent.6" }]}
      valueFormatter={(value) => number(value)}
      gridAxis="y"
      tickLine="none"
      barProps={{ radius: 3, maxBarSize: 36, isAnimationActive: false }}
      yAxisProps={{ width: 64, allowDecimals: false }}
      xAxisProps={{ minTickGap: 24 }}
    />
  );
}
