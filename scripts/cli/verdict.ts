import { visible, visibleValue } from "../../api/core/visible.ts";
import { type RenderedVerdict, renderVerdict } from "../../portal/verify/render.ts";
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
  const told = renderVerdict(verdict, context.language);
  const parts = [
    layers(context, told),
    ...streamParts(context, verdict),
    disclosed(context, verdict),
    verdict.index === null ? "" : withheld(context, verdict),
    checkpoint(context, verdict),
    anchor(context, verdict),
    sentences(context, context.m.verify.ignored, told.ignored),
    sentences(context, context.m.verify.caveats, told.caveats),
    word(context, told),
  ];
  await context.terminal.out(parts.filter((part) => part !== "").join("\n"));
}

/** What a verdict on any file has when it is put into words. */
type Told = Pick<RenderedVerdict, "word" | "sentence" | "layers">;

export function layers({ terminal, m }: Context, { layers: rendered }: Told): string {
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

export function checkpoint(
  context: Context,
  { checkpoint: facts, index }: Pick<Verdict, "checkpoint" | "index">,
): string {
  if (facts === null) return "";
  const { verify: t } = context.m;
  return section(context, t.checkpoint, [
    [`${t.origin}:`, facts.origin],
    ...(index === null ? [] : [[`${t.index}:`, String(index)]]),
    [`${t.size}:`, String(facts.size)],
    [`${t.root}:`, facts.root],
  ]);
}

export function anchor(context: Context, { anchor: facts }: Pick<Verdict, "anchor">): string {
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

export function sentences(context: Context, title: string, texts: readonly string[]): string {
  return section(
    context,
    title,
    texts.map((text) => ["–", text]),
  );
}

export function word({ terminal }: Context, told: Told): string {
  const colour: Colour = told.word === "VERIFIED" ? "green" : BAD.has(told.word) ? "red" : "yellow";
  const said = wrap(visible(told.sentence), terminal.columns).join("\n");
  return `${paint(terminal, colour, told.word)}\n${said}\n`;
}
