/** The report as one HTML file: no script, nothing from elsewhere, readable on a phone, in the dark and on paper. */
import { sha256 } from "../../../core/hash.ts";
import type { Language } from "../../../core/language.ts";
import type { AuditReport } from "../../report.ts";
import { type ReportView, viewOf } from "../view.ts";
import { html, type Markup, NOTHING } from "./escape.ts";
import { strip } from "./strip.ts";
import { STYLE } from "./style.ts";

const TAGS: Readonly<Record<Language, string>> = { en: "en", zh: "zh-CN" };

/** Nothing is allowed but this one sheet. */
const POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${Buffer.from(sha256(Buffer.from(STYLE))).toString("base64")}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

export function htmlReport(report: AuditReport, language: Language): string {
  const view = viewOf(report, language);
  const { words, verdict, tone } = view;
  const r = words.report;
  const page = html`<!doctype html>
<html lang="${TAGS[language]}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="${report.format}">
<title>${verdict.word} – ${r.title}</title>
<style>${{ html: STYLE }}</style>
</head>
<body>
<main>
<header class="${tone}">
<p class="title">${r.title}</p>
<h1><span class="word">${verdict.word}</span></h1>
<p class="sentence">${verdict.sentence}</p>
</header>
${section("map", r.headings.map, strip(report, view))}
${section("findings", r.headings.findings, findings(view))}
${section("advice", r.headings.advice, advice(view))}
${section("ledger", r.headings.ledger, facts(view))}
${section("checked", r.headings.checked, html`${checked(view)}${resumed(view)}`)}
${section("notes", r.headings.notes, bullets(view.notes))}
${section("not-proven", r.headings.notProven, bullets(view.notProven))}
</main>
<footer>${report.format}</footer>
</body>
</html>
`;
  return page.html;
}

function section(id: string, heading: string, content: Markup): Markup {
  if (content.html === "") return NOTHING;
  return html`<section aria-labelledby="${id}">
<h2 id="${id}">${heading}</h2>
${content}
</section>`;
}

const facts = ({ facts: rows }: ReportView): Markup => html`<dl>
${rows.map(([label, value]) => html`<div><dt>${label}</dt><dd>${value}</dd></div>\n`)}</dl>`;

const bullets = (texts: readonly string[]): Markup =>
  texts.length === 0
    ? NOTHING
    : html`<ul>
${texts.map((text) => html`<li>${text}</li>\n`)}</ul>`;

interface Column {
  readonly name: string;
  readonly title: string;
}

/** On a narrow screen each row is laid out as a card; the roles keep it a table for who cannot see it. */
function tableOf(
  id: string,
  columns: readonly Column[],
  rows: readonly (readonly Markup[])[],
): Markup {
  return html`<table role="table" class="${id}" aria-labelledby="${id}">
<thead role="rowgroup"><tr role="row">${columns.map(
    ({ name, title }) => html`<th role="columnheader" scope="col" class="${name}">${title}</th>`,
  )}</tr></thead>
<tbody role="rowgroup">
${rows.map(
  (cells) =>
    html`<tr role="row">${cells.map((cell, i) => {
      const { name, title } = columns[i] as Column;
      return html`<td role="cell" class="${name}" data-title="${title}">${cell}</td>`;
    })}</tr>\n`,
)}</tbody>
</table>`;
}

function findings({ findings: rows, words }: ReportView): Markup {
  if (rows.length === 0) return NOTHING;
  const c = words.report.columns;
  return tableOf(
    "findings",
    [
      { name: "number", title: c.number },
      { name: "place", title: c.place },
      { name: "row", title: c.key },
      { name: "kind", title: c.kind },
      { name: "wrong", title: c.wrong },
    ],
    rows.map(({ number, place, key, kind, wrong }) => [
      html`${number}`,
      html`<code>${place}</code>`,
      html`${key === "" ? "–" : key}`,
      html`${kind}`,
      html`${wrong}`,
    ]),
  );
}

function advice({ advice: rows }: ReportView): Markup {
  if (rows.length === 0) return NOTHING;
  return html`<ol>
${rows.map(({ text, about }) => html`<li>${text}<span class="about">${about}</span></li>\n`)}</ol>`;
}

/** A bar is as long as the share of rows that were read, and red at its end for the share of findings, however small. */
function bar({ checked: done, of, findings: found }: ReportView["counts"][number]): Markup {
  if (of === null || of === 0) return NOTHING;
  const share = Math.min(1, done / of) * 100;
  const red = found === 0 ? 0 : Math.max(3, Math.min(share, (found / of) * 100));
  return html`<svg class="bar" aria-hidden="true" viewBox="0 0 100 6" preserveAspectRatio="none"><rect class="rest" width="100" height="6"/><rect class="done" width="${share.toFixed(1)}" height="6"/>${
    red === 0
      ? NOTHING
      : html`<rect class="mark" x="${Math.max(0, share - red).toFixed(1)}" width="${red.toFixed(1)}" height="6"/>`
  }</svg>`;
}

function checked(view: ReportView): Markup {
  const c = view.words.report.columns;
  return tableOf(
    "checked",
    [
      { name: "what", title: c.what },
      { name: "count", title: c.checked },
      { name: "count", title: c.of },
      { name: "share", title: "" },
      { name: "count", title: c.damaged },
    ],
    view.counts.map((row) => [
      row.place === null ? html`${row.name}` : html`${row.name} <code>${row.place}</code>`,
      html`${view.number(row.checked)}`,
      html`${row.of === null ? "" : view.number(row.of)}`,
      bar(row),
      row.findings === 0
        ? html`${row.place === null ? "" : "0"}`
        : html`<strong class="found">${view.number(row.findings)}</strong>`,
    ]),
  );
}

function resumed({ resumed: rows, words }: ReportView): Markup {
  if (rows.length === 0) return NOTHING;
  const { columns: c, headings, resumed: why } = words.report;
  const columns = [
    { name: "what", title: c.part },
    { name: "time", title: c.readAt },
    { name: "count", title: c.size },
    { name: "count", title: c.taken },
  ];
  return html`<h3 id="resumed">${headings.resumed}</h3>
<p>${why}</p>
${tableOf(
  "resumed",
  columns,
  rows.map((cells) => cells.map((cell) => html`${cell}`)),
)}`;
}
