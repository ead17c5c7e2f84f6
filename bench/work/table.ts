/** Figures as people read them, and as programs do. */
import { mkdir, writeFile } from "node:fs/promises";
import { cpus } from "node:os";
import { join } from "node:path";

export interface Row {
  readonly [column: string]: string | number;
}

export interface Section {
  readonly title: string;
  /** What is compared with what, and which target the design names. */
  readonly note: string;
  readonly rows: readonly Row[];
}

const cell = (value: string | number | undefined): string =>
  typeof value === "number"
    ? value.toLocaleString("en", { maximumFractionDigits: 3 })
    : (value ?? "");

export function print({ title, note, rows }: Section): void {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const width = columns.map((column) =>
    Math.max(column.length, ...rows.map((row) => cell(row[column]).length)),
  );
  const line = (cells: readonly string[], numeric: readonly boolean[]): string =>
    `  ${cells.map((c, i) => (numeric[i] ? c.padStart(width[i]!) : c.padEnd(width[i]!))).join("  ")}`;
  const numeric = columns.map((column) => typeof rows[0]?.[column] === "number");
  process.stdout.write(`\n${title}\n${note}\n${line(columns, numeric)}\n`);
  for (const row of rows)
    process.stdout.write(
      `${line(
        columns.map((c) => cell(row[c])),
        numeric,
      )}\n`,
    );
}

/** `bench/results/latest.json` */
export async function save(root: string, sections: readonly Section[]): Promise<string> {
  const folder = join(root, "bench", "results");
  await mkdir(folder, { recursive: true });
  const file = join(folder, "latest.json");
  const machine = { node: process.version, cpu: cpus()[0]?.model ?? "?", cores: cpus().length };
  await writeFile(file, `${JSON.stringify({ machine, sections }, null, 2)}\n`);
  return file;
}

/** The value below which this share of the measurements lies. */
export function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
