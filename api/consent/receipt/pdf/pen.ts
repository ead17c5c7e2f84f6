/** The few things that a receipt is drawn with, each where the last one ended, on a new page where it must. Everything is tagged: text by what it is, lines as ornament. */
import type PDFDocument from "pdfkit";
import type { Language } from "../../../core/language.ts";
import type { Drawable } from "./drawable.ts";

export const PAGE = { width: 595.28, height: 841.89, left: 60, right: 60, top: 64, bottom: 70 };
export const WIDTH = PAGE.width - PAGE.left - PAGE.right;
const FLOOR = PAGE.height - PAGE.bottom;

const INK = "#1c2430";
export const SOFT = "#5a6675";
export const LINE = "#d9dee5";
export const BRAND = "#16324f";
export const LINK = "#1d5c99";

export type Element = PDFKit.PDFStructureElement;

export interface Style {
  readonly size: number;
  readonly bold?: boolean;
  readonly color?: string;
  readonly link?: string | undefined;
  /** Of the text, where it is not the document's. */
  readonly language?: string | undefined;
  /** Between lines, in points. */
  readonly gap?: number;
}

export interface Pen extends Drawable {
  readonly doc: typeof PDFDocument.prototype;
  readonly language: Language;
}

export function use({ doc }: Pen, { size, bold = false, color = INK }: Style): void {
  doc
    .font(bold ? "bold" : "regular")
    .fontSize(size)
    .fillColor(color);
}

/** Quotation marks are as wide as a Chinese character in this font; other languages want the narrow ones. */
const NARROW: PDFKit.Mixins.OpenTypeFeatures[] = ["pwid"];
const WIDE = /[‘’“”]/;

function options(pen: Pen, text: string, style: Style, width: number): PDFKit.Mixins.TextOptions {
  const { link, gap = 1.5, language = pen.language } = style;
  const chinese = language.toLowerCase().startsWith("zh");
  return {
    width,
    lineGap: gap,
    // Only where it matters: with features of its own, no text is laid out out of the cache.
    ...(chinese || !WIDE.test(text) ? {} : { features: NARROW }),
    ...(link === undefined ? {} : { link, underline: false }),
  };
}

/** Height of a text in a column, in points. */
export function heightOf(pen: Pen, text: string, style: Style, width: number): number {
  use(pen, style);
  return pen.doc.heightOfString(pen.draws(text), options(pen, text, style, width));
}

/** Begins a page if there are not `height` points left on this one. */
export function need({ doc }: Pen, height: number): void {
  if (doc.y + height > FLOOR) doc.addPage();
}

export const left = ({ doc }: Pen): number => FLOOR - doc.y;

export const pageOf = ({ doc }: Pen): number => {
  const { start, count } = doc.bufferedPageRange();
  return start + count - 1;
};

/** What is no content: lines, grounds, page numbers. */
export function ornament({ doc }: Pen, draw: () => void, type: "Layout" | "Pagination" = "Layout") {
  const [x, y] = [doc.x, doc.y];
  doc.markContent("Artifact", { type });
  doc.save();
  draw();
  doc.restore();
  doc.endMarkedContent();
  doc.x = x;
  doc.y = y;
}

export function rule(pen: Pen, color: string = LINE): void {
  const { doc } = pen;
  ornament(pen, () => {
    doc.moveTo(PAGE.left, doc.y).lineTo(PAGE.width - PAGE.right, doc.y);
    doc.lineWidth(0.6).stroke(color);
  });
}

export interface Box {
  readonly x: number;
  readonly width: number;
  readonly y?: number;
}

/** Text as an element of the document; it goes on on the next page where it must. */
export function write(
  pen: Pen,
  parent: Element,
  /** `P`, `H1`, `TH`, …: PDF 1.7 §14.8.4. */
  type: string,
  text: string,
  style: Style,
  box: Box = { x: PAGE.left, width: WIDTH },
): void {
  const { doc } = pen;
  const draw = (): void => {
    use(pen, style);
    doc.text(pen.draws(text), box.x, box.y ?? doc.y, options(pen, text, style, box.width));
  };
  const named = style.language === undefined ? {} : { lang: style.language };
  parent.add(doc.struct(type, named, [draw]));
}

/** An element that holds others. */
export function group({ doc }: Pen, parent: Element, type: string, language?: string): Element {
  const element = doc.struct(type, language === undefined ? {} : { lang: language });
  parent.add(element);
  return element;
}

/** Pieces of different weight on one line. */
export function writeRuns(
  pen: Pen,
  parent: Element,
  type: string,
  runs: readonly { readonly text: string; readonly bold: boolean }[],
  style: Style,
  box: Box,
): void {
  const { doc } = pen;
  const draw = (): void => {
    doc.x = box.x;
    if (box.y !== undefined) doc.y = box.y;
    runs.forEach(({ text, bold }, i) => {
      use(pen, { ...style, bold });
      const continued = i < runs.length - 1;
      doc.text(pen.draws(text), { ...options(pen, text, style, box.width), continued });
    });
  };
  parent.add(doc.struct(type, {}, [draw]));
}
