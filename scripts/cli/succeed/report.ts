/** What a person reads before and after a succession. */

import { visible } from "../../../api/core/visible.ts";
import type { SuccessionPlan, SuccessionResult } from "../../../api/start/succession.ts";
import type { Context } from "../context.ts";
import { table } from "../table.ts";
import { wrap } from "../terminal.ts";

type Voice = Pick<Context, "terminal" | "m" | "language">;

/** What would be done, and what it costs, in words. */
export function describePlan(voice: Voice, plan: SuccessionPlan): string {
  const { terminal, language } = voice;
  const texts = voice.m.succeed;
  const number = (count: number): string => count.toLocaleString(language);
  const { predecessor, successor, entries, sealed, signed, comparison, owner, anchorer } = plan;
  const { names } = texts;
  const rows = [
    [names.from, predecessor.origin],
    [names.fromId, predecessor.ledgerId],
    [names.to, successor.origin],
    [names.toId, successor.ledgerId],
    [names.owner, owner],
    [names.anchorer, anchorer ?? texts.madeAnew],
    [names.entries, number(entries)],
    [names.sealed, number(sealed)],
    [names.signed, signed === null ? texts.unknown : number(signed)],
    [names.chain, number(comparison.chainSize)],
    [names.size, number(comparison.agreed.size)],
  ];
  const shown = table(
    terminal,
    rows.map((row) => row.map(visible)),
    { indent: "" },
  );
  return shown + paragraphs(terminal, sentences(voice, plan, number));
}

function sentences(
  { m }: Voice,
  { entries, signed, comparison }: SuccessionPlan,
  number: (count: number) => string,
): string[] {
  const texts = m.succeed;
  const { agreed, chainSize, abandoned } = comparison;
  return [
    agreed.size > 0 ? texts.goesOn(number(agreed.size)) : texts.beginsAnew,
    beyond(),
    ...(chainSize > agreed.size && chainSize > entries
      ? [texts.lostEntries(number(entries), number(chainSize - 1))]
      : []),
    ...(signed !== null && signed > entries ? [texts.signedLost(number(signed - entries))] : []),
    texts.kept(number(entries)),
    texts.forEver,
  ];

  function beyond(): string {
    if (abandoned === null && chainSize > agreed.size)
      return texts.abandonedUnlisted(number(chainSize));
    if (chainSize <= agreed.size) return texts.nothingBeyond;
    return texts.abandoned(number(abandoned?.length ?? 0), number(chainSize));
  }
}

/** What the operator must do now. */
export function describeResult({ terminal, m }: Voice, result: SuccessionResult): string {
  const texts = m.succeed;
  const { journal, policyFile, retiredKeys, anchorerChanges } = result;
  const { origin } = journal.successor;
  const todo = [
    texts.setOrigin(origin),
    ...(anchorerChanges ? [texts.setAnchorer(journal.anchorer)] : []),
    texts.publish(policyFile),
    texts.tell,
    texts.keepKeys(retiredKeys),
  ];
  const list = todo.map((each, at) => [`${at + 1}.`, visible(each)]);
  return paragraphs(terminal, [texts.done(origin), texts.todo]) + table(terminal, list);
}

export const paragraphs = (terminal: Context["terminal"], lines: readonly string[]): string =>
  lines
    .flatMap((line) => wrap(visible(line), terminal.columns))
    .map((line) => `${line}\n`)
    .join("");
