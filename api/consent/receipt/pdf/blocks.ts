/** How each kind of block is drawn. */

import { QUIET_ZONE, qrCode } from "../../../core/qr.ts";
import type { Fact, NoticeLine, Value } from "../document.ts";
import {
  type Element,
  group,
  heightOf,
  LINE,
  LINK,
  left,
  need,
  ornament,
  PAGE,
  type Pen,
  pageOf,
  rule,
  SOFT,
  type Style,
  WIDTH,
  write,
  writeRuns,
} from "./pen.ts";

const TEXT: Style = { size: 9.5 };
const LABEL: Style = { size: 9, color: SOFT };
const LABEL_WIDTH = 128;
const VALUE_X = PAGE.left + LABEL_WIDTH + 10;
const VALUE_WIDTH = WIDTH - LABEL_WIDTH - 10;

const styleOf = ({ link, language }: Value): Style => ({
  ...TEXT,
  language,
  ...(link === undefined ? {} : { link, color: LINK }),
});

/** Labels on the left, what is so on the right; a row stays on one page if it can. */
export function drawFacts(pen: Pen, parent: Element, facts: readonly Fact[]): void {
  const { doc } = pen;
  const table = group(pen, parent, "Table");
  for (const { label, values } of facts) {
    const height = Math.max(
      heightOf(pen, label, LABEL, LABEL_WIDTH),
      values.reduce(
        (sum, value) => sum + heightOf(pen, value.text, styleOf(value), VALUE_WIDTH),
        0,
      ),
    );
    // A text that needs most of a page begins here and goes on there.
    if (height + 8 < (PAGE.height - PAGE.top - PAGE.bottom) / 2) need(pen, height + 8);
    else need(pen, 40);
    const [page, top] = [pageOf(pen), doc.y + 4];
    const row = group(pen, table, "TR");
    write(pen, row, "TH", label, LABEL, { x: PAGE.left, y: top + 0.6, width: LABEL_WIDTH });
    const below = doc.y;
    doc.y = top;
    const cell = group(pen, row, "TD");
    for (const value of values) {
      write(pen, cell, "P", value.text, styleOf(value), { x: VALUE_X, width: VALUE_WIDTH });
    }
    if (pageOf(pen) === page) doc.y = Math.max(doc.y, below);
    doc.y += 3;
    rule(pen, "#eceff3");
  }
  doc.y += 6;
}

export function drawParagraph(pen: Pen, parent: Element, text: string, language?: string): void {
  need(pen, 30);
  write(pen, parent, "P", text, { ...TEXT, language });
  pen.doc.y += 6;
}

export function drawPoints(
  pen: Pen,
  parent: Element,
  heading: string,
  points: readonly string[],
): void {
  const { doc } = pen;
  need(pen, 60);
  doc.y += 4;
  write(pen, parent, "H3", heading, { ...TEXT, bold: true });
  doc.y += 2;
  const list = group(pen, parent, "L");
  for (const point of points) drawItem(pen, list, "•", [{ text: point, bold: false }]);
  doc.y += 4;
}

function drawItem(
  pen: Pen,
  list: Element,
  mark: string,
  runs: NoticeLine["runs"],
  { x = PAGE.left, style = TEXT }: { readonly x?: number; readonly style?: Style } = {},
): void {
  const { doc } = pen;
  const whole = runs.map(({ text }) => text).join("");
  const width = PAGE.left + WIDTH - x - 18;
  need(pen, Math.min(heightOf(pen, whole, style, width), 40));
  const item = group(pen, list, "LI");
  const y = doc.y;
  write(pen, item, "Lbl", mark, style, { x, y, width: 18 });
  writeRuns(pen, item, "LBody", runs, style, { x: x + 18, y, width });
  doc.y += 2;
}

const COLUMNS = [0.34, 0.21, 0.3, 0.15];

/** Four columns; the heads are drawn again on each page. */
export function drawTable(
  pen: Pen,
  parent: Element,
  columns: readonly string[],
  rows: readonly (readonly string[])[],
): void {
  const { doc } = pen;
  const widths = columns.map((_, i) => (COLUMNS[i] ?? 1 / columns.length) * WIDTH);
  const xs = widths.map((_, i) => PAGE.left + widths.slice(0, i).reduce((a, b) => a + b, 0));
  const table = group(pen, parent, "Table");
  const line = (cells: readonly string[], type: "TH" | "TD", style: Style): void => {
    const element = group(pen, table, "TR");
    const y = doc.y + 3;
    let below = y;
    cells.forEach((cell, i) => {
      const width = (widths[i] as number) - 8;
      write(pen, element, type, cell, style, { x: xs[i] as number, y, width });
      below = Math.max(below, doc.y);
    });
    doc.y = below + 3;
    rule(pen);
  };
  need(pen, 60);
  line(columns, "TH", { ...LABEL, bold: true });
  for (const row of rows) {
    const heights = row.map((cell, i) => heightOf(pen, cell, TEXT, (widths[i] as number) - 8));
    if (left(pen) < Math.max(...heights) + 8) {
      doc.addPage();
      line(columns, "TH", { ...LABEL, bold: true });
    }
    line(row, "TD", TEXT);
  }
  doc.y += 8;
}

/** The text of a notice, with a line down its side on every page that it is on. */
export function drawNotice(
  pen: Pen,
  parent: Element,
  language: string,
  lines: readonly NoticeLine[],
): void {
  const { doc } = pen;
  need(pen, 60);
  doc.y += 4;
  const x = PAGE.left + 14;
  const width = WIDTH - 14;
  const [firstPage, top] = [pageOf(pen), doc.y];
  const style = { ...TEXT, language };
  const quote = group(pen, parent, "BlockQuote", language);
  for (const { kind, mark, runs } of lines) {
    if (kind === "gap") doc.y += 7;
    else if (kind === "item") drawItem(pen, quote, mark, runs, { x, style });
    else if (kind === "heading") {
      need(pen, 50);
      doc.y += 3;
      const bold = runs.map((run) => ({ ...run, bold: true }));
      writeRuns(pen, quote, "P", bold, { size: 10.5, language }, { x, width });
      doc.y += 2;
    } else {
      writeRuns(pen, quote, "P", runs, style, { x, width });
    }
  }
  const [lastPage, bottom] = [pageOf(pen), doc.y];
  for (let page = firstPage; page <= lastPage; page++) {
    doc.switchToPage(page);
    ornament(pen, () => {
      const from = page === firstPage ? top : PAGE.top;
      const to = page === lastPage ? bottom : PAGE.height - PAGE.bottom;
      doc.rect(PAGE.left, from, 2.5, Math.max(0, to - from)).fill("#b9c4d0");
    });
  }
  doc.y = bottom + 8;
}

const QR_SIDE = 118;

/** The address, and beside it as a QR code. */
export function drawAddress(
  pen: Pen,
  parent: Element,
  { label, address, caption }: { label: string; address: string; caption: string },
): void {
  const { doc } = pen;
  const x = PAGE.left + QR_SIDE + 16;
  const width = WIDTH - QR_SIDE - 16;
  need(pen, QR_SIDE + 12);
  const top = doc.y + 2;
  const { size, runs } = qrCode(address);
  const module = QR_SIDE / (size + 2 * QUIET_ZONE);
  const draw = (): void => {
    doc.save();
    for (const [row, column, length] of runs) {
      const [left, down] = [column + QUIET_ZONE, row + QUIET_ZONE];
      doc.rect(PAGE.left + left * module, top + down * module, length * module, module);
    }
    doc.fill("#000000");
    doc.lineWidth(0.6).rect(PAGE.left, top, QR_SIDE, QR_SIDE).stroke(LINE);
    doc.restore();
  };
  parent.add(doc.struct("Figure", { alt: `${label}: ${address}` }, [draw]));
  write(pen, parent, "P", label, { ...TEXT, bold: true }, { x, y: top + 10, width });
  const shown = { size: 8.5, link: address, color: LINK };
  write(pen, parent, "P", address, shown, { x, width });
  doc.y += 4;
  write(pen, parent, "P", caption, LABEL, { x, width });
  doc.y = Math.max(doc.y, top + QR_SIDE) + 10;
}

export function drawFiles(
  pen: Pen,
  parent: Element,
  files: readonly { readonly name: string; readonly text: string }[],
): void {
  const list = group(pen, parent, "L");
  for (const { name, text } of files) {
    const runs = [
      { text: name, bold: true },
      { text, bold: false },
    ];
    drawItem(pen, list, "•", runs);
  }
  pen.doc.y += 4;
}
