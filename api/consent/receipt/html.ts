/** A receipt as one HTML page: no script, nothing from elsewhere, every text escaped. */
import { createHash } from "node:crypto";
import { escapeHtml } from "../../core/escape-html.ts";
import { fill } from "../../core/language.ts";
import { qrSvg } from "../../core/qr.ts";
import { receiptWords } from "./catalogue.ts";
import type { Attachment, Block, Fact, NoticeLine, ReceiptDocument, Value } from "./document.ts";
import { STYLE } from "./html-style.ts";

/** What the page may do, as a policy that says so (CSP 3): paint itself, and be followed out of. */
export const RECEIPT_POLICY = `default-src 'none'; style-src 'sha256-${createHash("sha256").update(STYLE).digest("base64")}'; base-uri 'none'; form-action 'none'`;

const lang = (language: string | undefined): string =>
  language === undefined ? "" : ` lang="${escapeHtml(language)}"`;

function value({ text, language, link }: Value): string {
  // Isolated, so that a name that is written from right to left turns nothing around it.
  const inner = `<bdi>${escapeHtml(text)}</bdi>`;
  const linked =
    link === undefined
      ? inner
      : `<a href="${escapeHtml(link)}" rel="noopener noreferrer">${inner}</a>`;
  return `<span${lang(language)}>${linked}</span>`;
}

const facts = (all: readonly Fact[], kind = ""): string =>
  `<dl${kind}>${all
    .map(
      ({ label, values }) =>
        `<div><dt>${escapeHtml(label)}</dt><dd>${values.map(value).join("")}</dd></div>`,
    )
    .join("\n")}</dl>`;

function noticeLine({ kind, mark, runs }: NoticeLine): string {
  const text = runs
    .map((run) => (run.bold ? `<b>${escapeHtml(run.text)}</b>` : escapeHtml(run.text)))
    .join("");
  if (kind === "gap") return '<div class="gap"></div>';
  if (kind === "item") {
    return `<p class="item"><span>${escapeHtml(mark)}</span><span>${text}</span></p>`;
  }
  return kind === "heading" ? `<p class="heading">${text}</p>` : `<p>${text}</p>`;
}

const qr = (address: string, label: string): string =>
  qrSvg(address, `role="img" aria-label="${escapeHtml(label)}"`);

const file = ({ name, type, description, bytes }: Attachment, size: string): string =>
  `<li><a download="${escapeHtml(name)}" href="data:${escapeHtml(type)};base64,${Buffer.from(bytes).toString("base64")}">${escapeHtml(name)}</a>: ${escapeHtml(description)}<span class="size">${escapeHtml(size)}</span></li>`;

const cells = (tag: "th" | "td", row: readonly string[]): string =>
  `<tr>${row.map((cell) => `<${tag}${tag === "th" ? ' scope="col"' : ""}>${escapeHtml(cell)}</${tag}>`).join("")}</tr>`;

function block(one: Block, document: ReceiptDocument): string {
  switch (one.kind) {
    case "facts":
      return facts(one.facts);
    case "paragraph":
      return `<p${lang(one.language)}>${escapeHtml(one.text)}</p>`;
    case "points":
      return `<h3>${escapeHtml(one.heading)}</h3><ul>${one.points.map((point) => `<li>${escapeHtml(point)}</li>`).join("")}</ul>`;
    case "table":
      return `<div class="wide"><table><thead>${cells("th", one.columns)}</thead><tbody>${one.rows.map((row) => cells("td", row)).join("\n")}</tbody></table></div>`;
    case "notice":
      return `<div class="notice"${lang(one.language)} dir="auto">${one.lines.map(noticeLine).join("\n")}</div>`;
    case "address":
      return `<div class="address">${qr(one.address, one.label)}<div><strong>${escapeHtml(one.label)}</strong><a href="${escapeHtml(one.address)}" rel="noopener noreferrer">${escapeHtml(one.address)}</a><p>${escapeHtml(one.caption)}</p></div></div>`;
    case "files":
      return `<ul>${document.files.map((one) => file(one, fill(receiptWords[document.language].bytes, { count: one.bytes.length }))).join("\n")}</ul>`;
  }
}

/** @returns a whole page, UTF-8 */
export function receiptHtml(document: ReceiptDocument): string {
  const { language, title, number, issuer, status } = document;
  const sections = document.sections.map(
    ({ heading, blocks }) =>
      `<section><h2>${escapeHtml(heading)}</h2>\n${blocks.map((one) => block(one, document)).join("\n")}</section>`,
  );
  return `<!doctype html>
<html lang="${language === "zh" ? "zh-CN" : "en"}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${RECEIPT_POLICY.replaceAll('"', "&quot;")}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<title>${escapeHtml(`${title} · ${issuer}`)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<header>
<div class="issuer"><bdi>${escapeHtml(issuer)}</bdi></div>
<h1>${escapeHtml(title)}</h1>
${facts(document.facts, ' class="top"')}
</header>
<div class="status ${status.tone}"><strong>${escapeHtml(status.state)}</strong>${status.sentences.map((sentence) => `<p>${escapeHtml(sentence)}</p>`).join("")}</div>
${sections.join("\n")}
<footer>${escapeHtml(`${title} · ${number}`)}</footer>
</main>
</body>
</html>
`;
}
