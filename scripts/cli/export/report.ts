/** The verdict on an export for people: what it is, what is wrong, what is not proven; the word comes last. */
import { visible } from "../../../api/core/visible.ts";
import type { ExportVerdict } from "../../../api/rights/export/bundle/check.ts";
import type { Manifest } from "../../../api/rights/export/bundle/manifest.ts";
import type { VerdictWord } from "../../../portal/verify/verdict.ts";
import type { Context } from "../context.ts";
import { section } from "../section.ts";
import { paint, wrap } from "../terminal.ts";

const BAD: ReadonlySet<VerdictWord> = new Set(["INVALID", "DIVERGED"]);
/** So many streams without proof are listed. */
const MOST_LISTED = 20;

export async function printExport(context: Context, verdict: ExportVerdict): Promise<void> {
  const { language, terminal } = context;
  const { export: t } = context.m;
  const number = (count: number): string => count.toLocaleString(language);
  const { manifest, faults, evidence, kinds } = verdict;
  const parts = [
    manifest === null ? "" : section(context, t.facts, factsOf(context, verdict, manifest)),
    section(
      context,
      t.kinds,
      kinds.map(({ kind, events }) => [kind, number(events)]),
    ),
    section(
      context,
      t.withheld,
      verdict.withheld.map(({ kind, field, events }) => [`${kind}: ${field}`, number(events)]),
    ),
    section(
      context,
      t.evidence,
      evidence.map(({ word, count }) => [word, number(count)]),
    ),
    unproven(context, manifest),
    section(
      context,
      t.wrong,
      faults.map(({ file, code, name, reason }) => {
        const more = [name, reason].filter((one) => one !== undefined && one !== "");
        return ["✗", file, `${t.faults[code]}${more.length === 0 ? "" : ` (${more.join(", ")})`}`];
      }),
    ),
    section(
      context,
      t.caveats,
      t.notProven.map((text) => ["–", text]),
    ),
  ];
  const colour = verdict.word === "VERIFIED" ? "green" : BAD.has(verdict.word) ? "red" : "yellow";
  const said = wrap(visible(t.words[verdict.word]), terminal.columns).join("\n");
  const word = `${paint(terminal, colour, verdict.word)}\n${said}\n`;
  await terminal.out([...parts, word].filter((part) => part !== "").join("\n"));
}

function factsOf({ language, m }: Context, { events, gone }: ExportVerdict, manifest: Manifest) {
  const { names, forms } = m.export;
  const { streams, identifiers, purposes, files, size, form } = manifest;
  const number = (count: number): string => count.toLocaleString(language);
  const absent = streams.filter(({ claim }) => claim === "absent").length;
  return [
    [`${names.form}:`, forms[form]],
    ...identifiers.map((one, at) => [at === 0 ? `${names.identifiers}:` : "", one]),
    [`${names.size}:`, number(size)],
    [`${names.files}:`, number(files.length + 1)],
    [`${names.purposes}:`, number(purposes.length)],
    [`${names.histories}:`, number(streams.length - absent)],
    [`${names.absent}:`, number(absent)],
    [`${names.events}:`, number(events)],
    ...(gone === 0 ? [] : [[`${names.gone}:`, number(gone)]]),
    ...(manifest.unproven.length === 0
      ? []
      : [[`${names.unproven}:`, number(manifest.unproven.length)]]),
  ];
}

function unproven(context: Context, manifest: Manifest | null): string {
  const { export: t } = context.m;
  const all = manifest?.unproven ?? [];
  const rows = all.slice(0, MOST_LISTED).map(({ name, why }) => ["?", `${name} (${why})`]);
  const left = all.length - rows.length;
  const more = left > 0 ? [["", t.others(left.toLocaleString(context.language))]] : [];
  return section(context, t.unprovenStreams, [...rows, ...more]);
}
