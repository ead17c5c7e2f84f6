/** What has come of a pull, or of verifying a copy again, in words. */
import { visible } from "../../../api/core/visible.ts";
import { renderReason } from "../../../portal/verify/render.ts";
import type { ReasonCode } from "../../../portal/verify/verdict.ts";
import type { Context } from "../context.ts";
import { table } from "../table.ts";
import { paint, wrap } from "../terminal.ts";
import type { Refused } from "./judging.ts";
import { OWN_CODES, type OwnCode, type Why } from "./not-taken.ts";
import { type Tally, worstWord } from "./walk.ts";

const isOwn = (code: Why["code"]): code is OwnCode =>
  (OWN_CODES as readonly string[]).includes(code);

/** Which part of it, and what is the matter with it. */
function reasonText({ m, language }: Context, { part, code, params }: Why): string {
  const said = isOwn(code)
    ? m.partner.reasons[code]
    : renderReason(code as ReasonCode, params, language);
  return m.partner.about(m.partner.parts[part], said);
}

/** A line for each: word, record, and why. Of whom it is, no line says. */
export function refusedTable(context: Context, refused: readonly Refused[]): string {
  const { terminal } = context;
  const rows = refused.map((one) => [
    one.why.word,
    visible(one.id ?? "–"),
    reasonText(context, one.why),
  ]);
  return table(terminal, rows, {
    paint: (cell, _, column) => (column === 0 ? paint(terminal, "red", cell) : cell),
  });
}

export function describeTally(context: Context, tally: Tally): string {
  const { terminal, m, language } = context;
  const t = m.partner;
  const number = (count: number): string => count.toLocaleString(language);
  const leftOut = Object.entries(tally.leftOut).sort(([a], [b]) => (a < b ? -1 : 1));
  const sentences = [
    t.taken(number(tally.taken), number(tally.again)),
    ...(tally.ended + tally.removed > 0
      ? [t.gone(number(tally.ended), number(tally.removed))]
      : []),
    ...(tally.unreplayed > 0 ? [t.unreplayedTold(number(tally.unreplayed))] : []),
    ...(leftOut.length > 0
      ? [t.leftOut(leftOut.map(([reason, count]) => `${reason} ${number(count)}`).join(", "))]
      : []),
    ...(tally.refusals > 0 ? [t.refused(number(tally.refusals))] : []),
  ];
  const stopped = tally.stopped === null ? [] : [t.stopped(reasonText(context, tally.stopped.why))];
  const said = (all: readonly string[]): string =>
    all
      .flatMap((one) => wrap(one, terminal.columns))
      .map((line) => `${line}\n`)
      .join("");
  return `${said(sentences)}${refusedTable(context, tally.refused)}${said(stopped)}`;
}

export function tallyAsJson(tally: Tally) {
  const { refused, stopped, ...counts } = tally;
  const flat = ({ why, id }: Refused) => ({ ...why, id });
  return {
    word: worstWord(tally),
    ...counts,
    refused: refused.map(flat),
    stopped: stopped === null ? null : flat(stopped),
  };
}
