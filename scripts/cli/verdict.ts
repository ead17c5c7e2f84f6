import { visible, visibleValue } from "../../api/core/visible.ts";
import { renderVerdict } from "../../portal/verify/render.ts";
import type { LayerState, Verdict, VerdictWord } from "../../portal/verify/verdict.ts";
import type { Context } from "./context.ts";
import { section } from "./section.ts";
import { streamParts } from "./stream.ts";
import { table } from "./table.ts";
import { type Colour, paint, wrap } from "./terminal.ts";

const SYMBOLS: Readonly<Record<LayerState, string>> = { pass: "✓", fail: "✗", unknown: "?" };
const COLOURS: Readonly<Record<LayerState, Colour>> = {
  pass: "green",
  fail: "red",
  unknown: "yellow",
};
const BAD: ReadonlySet<VerdictWord> = new Set(["INVALID", "DIVERGED"]);

/** The verdict for people: the layers, what is claimed and disclosed, the facts, what is not proven; the word comes last. */
export async function printVerdict(context: Context, verdict: Verdict): Promise<void> {
  const { ignored, caveats } = renderVerdict(verdict, context.language);
  const parts = [
    layers(context, verdict),
    ...streamParts(context, verdict),
    disclosed(context, verdict),
    verdict.index === null ? "" : withheld(context, verdict),
    checkpoint(context, verdict),
    anchor(context, verdict),
    sentences(context, context.m.verify.ignored, ignored),
    sentences(context, context.m.verify.caveats, caveats),
    word(context, verdict),
  ];
  await context.terminal.out(parts.filter((part) => part !== "").join("\n"));
}

function layers({ terminal, language, m }: Context, verdict: Verdict): string {
  const rendered = renderVerdict(verdict, language).layers;
  const rows = rendered.map(({ label, state, sentence }) => [
    `${SYMBOLS[state]} ${m.verify.states[state]}`,
    label,
    visible(sentence),
  ]);
  return table(terminal, rows, {
    paint: (cell, row, column) =>
      column === 0 ? paint(terminal, COLOURS[rendered[row]!.state], cell) : cell,
  });
}

function disclosed(context: Context, verdict: Verdict): string {
  const rows = verdict.disclosed.map(({ name, value }) => [`${name}:`, visibleValue(value)]);
  return section(context, context.m.verify.disclosed, rows);
}

function withheld(context: Context, { withheld: names }: Verdict): string {
  const { verify } = context.m;
  const list = names.length === 0 ? verify.nothing : names.join(", ");
  return section(context, verify.withheld, [[list]]);
}

function checkpoint(context: Context, { checkpoint: facts, index }: Verdict): string {
  if (facts === null) return "";
  const { verify: t } = context.m;
  return section(context, t.checkpoint, [
    [`${t.origin}:`, facts.origin],
    ...(index === null ? [] : [[`${t.index}:`, String(index)]]),
    [`${t.size}:`, String(facts.size)],
    [`${t.root}:`, facts.root],
  ]);
}

function anchor(context: Context, { anchor: facts }: Verdict): string {
  if (facts === null) return "";
  const { verify: t } = context.m;
  const { block } = facts;
  return section(context, t.anchor, [
    [`${t.chain}:`, String(facts.chainId)],
    [`${t.contract}:`, facts.contract],
    [`${t.ledger}:`, facts.ledgerId],
    [`${t.block}:`, block === null ? t.blockNotFound : `${block.number} ${block.hash}`],
    ...(block === null
      ? []
      : [
          [`${t.time}:`, block.time],
          [`${t.transaction}:`, block.transaction],
        ]),
  ]);
}

function sentences(context: Context, title: string, texts: readonly string[]): string {
  return section(
    context,
    title,
    texts.map((text) => ["–", text]),
  );
}

function word({ terminal, language }: Context, verdict: Verdict): string {
  const { sentence } = renderVerdict(verdict, language);
  const colour: Colour =
    verdict.word === "VERIFIED" ? "green" : BAD.has(verdict.word) ? "red" : "yellow";
  const said = wrap(visible(sentence), terminal.columns).join("\n");
  return `${paint(terminal, colour, verdict.word)}\n${said}\n`;
}
