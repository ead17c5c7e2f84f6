import type { SkipReason } from "../../import/model.ts";
import { settled, type Tally } from "../../import/tally.ts";
import type { Context } from "../context.ts";
import { table } from "../table.ts";

const ALWAYS = ["rows", "records", "stored", "newVersions", "unchanged"] as const;
const IF_ANY = ["equalsEarlier", "older"] as const;

/** What became of everything, as a table. */
export async function printSummary(
  { terminal, language, m }: Context,
  tally: Tally,
  milliseconds: number,
  dryRun: boolean,
): Promise<void> {
  const t = m.import;
  const spell = (count: number) => count.toLocaleString(language);
  const row = (name: (typeof ALWAYS | typeof IF_ANY)[number] | "refused") => [
    t.counts[name],
    spell(tally[name]),
  ];
  const skipped = Object.entries(tally.skipped) as [SkipReason, number][];
  const rows = [
    ...(dryRun
      ? [row("rows"), row("records"), [t.wouldSend, spell(tally.checked)]]
      : [...ALWAYS.map(row), ...IF_ANY.filter((name) => tally[name] > 0).map(row)]),
    row("refused"),
    ...skipped.map(([reason, count]) => [t.skipped[reason], spell(count)]),
  ];
  const seconds = milliseconds / 1000;
  const rate = spell(Math.floor(settled(tally) / Math.max(0.001, seconds)));
  const took = t.took(seconds.toFixed(1), rate);
  await terminal.out(`\n${table(terminal, alignRight(rows))}\n${took}\n`);
  if (dryRun) await terminal.out(`${t.dryRun}\n`);
}

/** The last column holds numbers. */
function alignRight(rows: readonly (readonly string[])[]): string[][] {
  const width = Math.max(...rows.map((row) => row.at(-1)?.length ?? 0));
  return rows.map((row) => [...row.slice(0, -1), (row.at(-1) ?? "").padStart(width)]);
}
