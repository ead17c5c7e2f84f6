/** What has come of a pull, or of verifying a copy again, in words. */
import { visible } from "../../../api/core/visible.ts";
import { renderReason } from "../../../portal/verify/render.ts";
import type { ReasonCode } from "../../../portal/verify/verdict.ts";
import type { Context } from "../context.ts";
import { table } from "../table.ts";
import { paint, wrap } from "../terminal.ts";
import type { Found } from "./found.ts";
import type { Refused } from "./judging.ts";
import { OWN_CODES, type OwnCode, type Why } from "./not-taken.ts";
import { type Tally, worstWord } from "./walk.ts";

const isOwn = (code: Why["code"]): code is OwnCode =>
  (OWN_CODES as readonly string[]).includes(code);

/** Which part of it, and what is the matter with it. */
export function reasonText({ m, language }: Context, { part, code, params }: Why): string {
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

/** What verifying a copy again has found. That something does not hold, and that it cannot be told now, are two things. */
export function describeFound(
  context: Context,
  found: Pick<Found, "records" | "refusals" | "refused" | "open" | "differing">,
): string {
  const { terminal, m, language } = context;
  const { refused, open, differing } = found;
  const t = m.partner;
  const number = (count: number): string => count.toLocaleString(language);
  const all = number(found.records);
  const opens = open.reduce((sum, { count }) => sum + count, 0);
  const told: string[] = [];
  if (found.refusals > 0)
    told.push(
      `${t.someFail(number(found.refusals), all)}\n${refusedTable(context, refused)}${t.bringAnew}\n`,
    );
  if (opens > 0) {
    const rows = open.map(({ why, count }) => [
      ...[why.word, t.times(number(count)), reasonText(context, why)],
    ]);
    told.push(`${t.someOpen(number(opens), all)}\n${table(terminal, rows)}`);
  }
  if (told.length > 0) return told.join("");
  const isSame = differing.length === 0;
  const held = isSame ? t.allHold(all) : t.proofsHold(all);
  return `${found.records === 0 ? t.noRecords : held}\n${isSame ? "" : `${t.differing(differing.join(", "))}\n`}`;
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
    ...(tally.held > 0 ? [t.held(number(tally.held))] : []),
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
