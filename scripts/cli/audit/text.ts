/** A report for the terminal: the verdict in the first line, then everything that was found, and none of it cut. */

import { type ReportView, type Tone, viewOf } from "../../../api/audit/render/view.ts";
import type { AuditReport } from "../../../api/audit/report.ts";
import type { Language } from "../../../api/core/language.ts";
import { table } from "../table.ts";
import { type Colour, paint, type Terminal, wrap } from "../terminal.ts";
import { textWidth } from "../width.ts";

const COLOURS: Readonly<Record<Tone, Colour>> = {
  clean: "green",
  damaged: "red",
  unasked: "yellow",
};

export function textReport(terminal: Terminal, report: AuditReport, language: Language): string {
  const view = viewOf(report, language);
  const { verdict, tone, words } = view;
  const { headings } = words.report;
  const bold = (text: string): string => paint(terminal, "bold", text);
  const section = (heading: string, content: string): string =>
    content === "" ? "" : `\n${bold(heading)}\n${content}`;
  const word = paint(terminal, COLOURS[tone], bold(verdict.word));
  return [
    `${word}  ${verdict.sentence}\n`,
    section(headings.findings, findings(terminal, view)),
    section(headings.advice, advice(terminal, view)),
    section(headings.ledger, table(terminal, view.facts)),
    section(headings.checked, counts(terminal, view)),
    section(headings.resumed, resumed(terminal, view)),
    section(headings.notes, bullets(terminal, view.notes)),
    section(headings.notProven, bullets(terminal, view.notProven)),
  ].join("");
}

/** Cells that a sentence needs to be read easily; with less beside it, it takes the whole line. */
const SENTENCE = 40;

function findings(terminal: Terminal, { findings: rows, words }: ReportView): string {
  if (rows.length === 0) return "";
  const c = words.report.columns;
  const shown = rows.map(({ key, ...row }) => ({ ...row, key: key === "" ? "–" : key }));
  const widest = Math.max(...shown.map(({ place, key }) => textWidth(place) + textWidth(key)));
  if (terminal.columns !== null && terminal.columns - widest < SENTENCE + 16) {
    return table(
      terminal,
      shown.map(({ number, place, key, wrong }) => [String(number), `${place}, ${key}: ${wrong}`]),
    );
  }
  const body = shown.map(({ number, place, key, wrong }) => [String(number), place, key, wrong]);
  return withHead(terminal, [c.number, c.place, c.key, c.wrong], body);
}

function counts(terminal: Terminal, { counts: rows, words, number }: ReportView): string {
  const c = words.report.columns;
  const body = rows.map(({ place, name, checked, of, findings: found }) => [
    place ?? "",
    number(checked),
    of === null ? "" : number(of),
    place === null ? "" : number(found),
    name,
  ]);
  return withHead(terminal, [c.place, c.checked, c.of, c.damaged, c.what], body);
}

function resumed(terminal: Terminal, { resumed: rows, words }: ReportView): string {
  if (rows.length === 0) return "";
  const { columns: c, resumed: why } = words.report;
  const room = terminal.columns === null ? null : terminal.columns - 2;
  const said = wrap(why, room).map((line) => `  ${line}\n`);
  return `${said.join("")}${withHead(terminal, [c.part, c.readAt, c.size, c.taken], rows)}`;
}

function withHead(
  terminal: Terminal,
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  return table(terminal, [head, ...rows], {
    paint: (cell, row) => (row === 0 ? paint(terminal, "dim", cell) : cell),
  });
}

const advice = (terminal: Terminal, { advice: rows }: ReportView): string =>
  bullets(
    terminal,
    rows.map(({ text, about }) => `${text}${about}`),
  );

const bullets = (terminal: Terminal, texts: readonly string[]): string =>
  texts.length === 0
    ? ""
    : table(
        terminal,
        texts.map((text) => ["-", text]),
      );
