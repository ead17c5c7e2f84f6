/**
 * A receipt as PDF/A-3b (ISO 19005-3), tagged: fonts embedded as far as they are used, files attached, nothing from elsewhere. The same document at the same time
 * gives the same bytes.
 */
import PDFDocument from "pdfkit";
import { fill } from "../../../core/language.ts";
import { receiptWords } from "../catalogue.ts";
import type { Attachment, Block, ReceiptDocument, Section, Tone } from "../document.ts";
import {
  drawAddress,
  drawFacts,
  drawFiles,
  drawNotice,
  drawParagraph,
  drawPoints,
  drawTable,
} from "./blocks.ts";
import { drawable } from "./drawable.ts";
import type { ReceiptFonts } from "./fonts.ts";
import {
  BRAND,
  type Element,
  group,
  heightOf,
  LINE,
  need,
  ornament,
  PAGE,
  type Pen,
  rule,
  SOFT,
  use,
  WIDTH,
  write,
} from "./pen.ts";

const TONES: Readonly<Record<Tone, readonly [line: string, word: string]>> = {
  good: ["#1c7a4a", "#14603a"],
  open: ["#2c6aa8", "#235486"],
  ended: ["#66717f", "#434d59"],
  bad: ["#b3362b", "#922a21"],
};

function penOf(document: ReceiptDocument, fonts: ReceiptFonts): Pen {
  const doc = new PDFDocument({
    size: [PAGE.width, PAGE.height],
    margins: { left: PAGE.left, right: PAGE.right, top: PAGE.top, bottom: PAGE.bottom },
    font: "",
    pdfVersion: "1.7",
    subset: "PDF/A-3b",
    tagged: true,
    lang: document.language === "zh" ? "zh-CN" : "en",
    displayTitle: true,
    bufferPages: true,
    autoFirstPage: false,
    info: {
      // No text from outside: pdfkit writes it into the XMP packet as it is.
      Title: `${document.title} ${document.number}`,
      Creator: "Counterfoil",
      Producer: "Counterfoil, PDFKit",
      CreationDate: new Date(document.issuedAt),
    },
  });
  doc.registerFont("regular", Buffer.from(fonts.regular));
  doc.registerFont("bold", Buffer.from(fonts.bold));
  return { doc, ...drawable(fonts.regular), language: document.language };
}

function drawHead(pen: Pen, parent: Element, document: ReceiptDocument): void {
  const { doc } = pen;
  ornament(pen, () => doc.rect(0, 0, PAGE.width, 9).fill(BRAND));
  doc.y = 44;
  write(pen, parent, "P", document.issuer, { size: 11, bold: true, color: BRAND });
  doc.y += 2;
  write(pen, parent, "H1", document.title, { size: 22, bold: true, color: BRAND });
  doc.y += 8;
  drawFacts(pen, parent, document.facts);
}

/** What is so now, on a ground of its own. */
function drawStatus(pen: Pen, parent: Element, { status }: ReceiptDocument): void {
  const { doc } = pen;
  const [line, color] = TONES[status.tone];
  const box = { x: PAGE.left + 18, width: WIDTH - 34 };
  const state = { size: 15, bold: true, color };
  const text = { size: 10 };
  const height =
    heightOf(pen, status.state, state, box.width) +
    status.sentences.reduce((sum, one) => sum + heightOf(pen, one, text, box.width), 0);
  doc.y += 4;
  need(pen, height + 24);
  ornament(pen, () => {
    doc.rect(PAGE.left, doc.y, WIDTH, height + 20).fill("#f5f7f9");
    doc.rect(PAGE.left, doc.y, 4, height + 20).fill(line);
  });
  const bottom = doc.y + height + 20;
  doc.y += 9;
  write(pen, parent, "P", status.state, state, box);
  for (const sentence of status.sentences) write(pen, parent, "P", sentence, text, box);
  doc.y = bottom + 6;
}

function drawBlock(pen: Pen, parent: Element, block: Block, document: ReceiptDocument): void {
  const words = receiptWords[document.language];
  switch (block.kind) {
    case "facts":
      drawFacts(pen, parent, block.facts);
      break;
    case "paragraph":
      drawParagraph(pen, parent, block.text, block.language);
      break;
    case "points":
      drawPoints(pen, parent, block.heading, block.points);
      break;
    case "table":
      drawTable(pen, parent, block.columns, block.rows);
      break;
    case "notice":
      drawNotice(pen, parent, block.language, block.lines);
      break;
    case "address":
      drawAddress(pen, parent, block);
      break;
    case "files": {
      const text = ({ description, bytes }: Attachment): string =>
        `${words.colon}${description}${fill(words.bytes, { count: bytes.length })}`;
      const files = document.files.map((file) => ({ name: file.name, text: text(file) }));
      drawFiles(pen, parent, files);
      break;
    }
  }
}

function drawSection(
  pen: Pen,
  root: Element,
  { heading, blocks }: Section,
  document: ReceiptDocument,
): void {
  const { doc } = pen;
  const section = group(pen, root, "Sect");
  // A heading is not left alone at the foot of a page.
  need(pen, 96);
  doc.y += 12;
  write(pen, section, "H2", heading, { size: 13, bold: true, color: BRAND });
  doc.y += 3;
  rule(pen, BRAND);
  doc.y += 6;
  for (const block of blocks) drawBlock(pen, section, block, document);
}

/** The foot of every page, and the head of all but the first. */
function drawMargins(pen: Pen, document: ReceiptDocument): void {
  const { doc } = pen;
  const words = receiptWords[document.language];
  const { start, count } = doc.bufferedPageRange();
  const style = { size: 8, color: SOFT };
  for (let i = 0; i < count; i++) {
    doc.switchToPage(start + i);
    // Where no text flows there is no page to break.
    doc.page.margins.bottom = 0;
    const text = (told: string, y: number, align: "left" | "right", width: number): void => {
      use(pen, style);
      const x = align === "left" ? PAGE.left : PAGE.width - PAGE.right - width;
      doc.text(pen.draws(told), x, y, { width, height: 12, align, ellipsis: true });
    };
    ornament(
      pen,
      () => {
        const foot = PAGE.height - 46;
        doc.moveTo(PAGE.left, foot - 8).lineTo(PAGE.width - PAGE.right, foot - 8);
        doc.lineWidth(0.6).stroke(LINE);
        text(`${document.title} · ${document.number}`, foot, "left", WIDTH - 110);
        text(fill(words.page, { page: i + 1, pages: count }), foot, "right", 100);
        if (i > 0) text(document.issuer, 34, "left", WIDTH);
      },
      "Pagination",
    );
  }
}

function attach({ doc }: Pen, document: ReceiptDocument): void {
  const at = new Date(document.issuedAt);
  for (const { name, type, description, bytes, relationship } of document.files) {
    // Not in the types of pdfkit, though PDF/A-3 asks for it.
    const options = { name, type, description, relationship, creationDate: at, modifiedDate: at };
    doc.file(Buffer.from(bytes), options);
  }
}

/** @returns the bytes of a PDF 1.7 */
export async function receiptPdf(
  document: ReceiptDocument,
  fonts: ReceiptFonts,
): Promise<Uint8Array> {
  const pen = penOf(document, fonts);
  const { doc } = pen;
  const chunks: Uint8Array[] = [];
  const done = new Promise<void>((resolve, reject) => {
    doc.on("data", (chunk: Uint8Array) => chunks.push(chunk));
    doc.on("end", resolve);
    doc.on("error", reject);
  });
  doc.addPage();
  const root = doc.struct("Document");
  doc.addStructure(root);
  drawHead(pen, root, document);
  drawStatus(pen, root, document);
  for (const section of document.sections) drawSection(pen, root, section, document);
  if (pen.lacked.some) drawParagraph(pen, root, receiptWords[document.language].lacksCharacters);
  root.end();
  drawMargins(pen, document);
  attach(pen, document);
  doc.end();
  await done;
  return Buffer.concat(chunks);
}
