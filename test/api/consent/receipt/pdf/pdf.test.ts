/** The PDF, read back: what it shows, in which shapes, and the files in it. */
import { beforeAll, describe, expect, it } from "vitest";
import type { ConsentStatement } from "../../../../../api/consent/model.ts";
import { receiptWords } from "../../../../../api/consent/receipt/catalogue.ts";
import { composeReceipt } from "../../../../../api/consent/receipt/compose.ts";
import type { Attachment, ReceiptDocument } from "../../../../../api/consent/receipt/document.ts";
import { coverage } from "../../../../../api/consent/receipt/pdf/coverage.ts";
import {
  loadReceiptFonts,
  type ReceiptFonts,
} from "../../../../../api/consent/receipt/pdf/fonts.ts";
import { receiptPdf } from "../../../../../api/consent/receipt/pdf/pdf.ts";
import { PAGE } from "../../../../../api/consent/receipt/pdf/pen.ts";
import {
  chineseText,
  eventOf,
  givenStatement,
  textOf,
  withdrawnStatement,
} from "../../../../helpers/consent-statement.ts";
import { type Pdf, readPdf } from "../../../../helpers/pdf.ts";

const address = "https://ledger.example/v1/subjects/s/evidence?claim=history&stream=consent%2Fa";
const bytes = new TextEncoder().encode('{"文":1}');
const kantara: Attachment = {
  name: "kantara.json",
  type: "application/json",
  description: "Kantara",
  bytes: new Uint8Array([123, 125]),
  relationship: "Alternative",
};

const compose = (statement: ConsentStatement, language: "en" | "zh"): ReceiptDocument =>
  composeReceipt({
    statement,
    language,
    issuedAt: "2026-11-27T06:00:00.000Z",
    proof: { kind: "evidence", bytes, address },
    forms: [kantara],
  });

const bare = (text: string): string => text.replaceAll(/\s/g, "");

/** Everything that the document says, as it should stand in the PDF. */
function saidIn(document: ReceiptDocument): string[] {
  const blocks = document.sections.flatMap((section) => section.blocks);
  const facts = [
    ...document.facts,
    ...blocks.flatMap((one) => (one.kind === "facts" ? one.facts : [])),
  ];
  return [
    document.title,
    document.issuer,
    document.status.state,
    ...document.status.sentences,
    ...document.sections.map(({ heading }) => heading),
    ...facts.flatMap(({ label, values }) => [label, ...values.map(({ text }) => text)]),
    ...blocks.flatMap((one) => {
      if (one.kind === "paragraph") return [one.text];
      if (one.kind === "points") return [one.heading, ...one.points];
      if (one.kind === "table") return [...one.columns, ...one.rows.flat()];
      if (one.kind === "notice")
        return one.lines.map(({ runs }) => runs.map((run) => run.text).join(""));
      return one.kind === "address" ? [one.label, one.address, one.caption] : [];
    }),
    ...document.files.flatMap(({ name, description }) => [name, description]),
  ];
}

describe("the PDF", () => {
  let fonts: ReceiptFonts;
  let printed: Uint8Array;
  let pdf: Pdf;
  const document = compose(withdrawnStatement, "zh");
  const print = async (one: ReceiptDocument): Promise<Pdf> => readPdf(await receiptPdf(one, fonts));
  beforeAll(async () => {
    fonts = await loadReceiptFonts();
    printed = await receiptPdf(document, fonts);
    pdf = readPdf(printed);
  });

  it("says all that the receipt says, in Chinese and in English", async () => {
    for (const text of saidIn(document)) expect(pdf.text).toContain(bare(text));
    const english = compose(givenStatement, "en");
    const read = await print(english);
    for (const text of saidIn(english)) expect(read.text).toContain(bare(text));
    expect(read.text).toContain(`Page1of${read.pages}`);
  });

  it("has the shape of every character in it", () => {
    expect(pdf.fonts.map(({ name }) => name.split("+")[1]).sort()).toEqual([
      "NotoSansSC-Bold",
      "NotoSansSC-Regular",
    ]);
    const drawn = new Set(pdf.fonts.flatMap((font) => [...font.drawn]));
    for (const character of pdf.text) expect(drawn).toContain(character);
    expect(drawn).toContain("撤");
    expect(drawn.size).toBeLessThan(1000);
  });

  it("has the files attached, to the byte", () => {
    expect(pdf.files).toEqual([
      {
        name: "history.evidence.json",
        type: "application/json",
        relationship: "Source",
        bytes: Buffer.from(bytes),
      },
      {
        name: "notice.md",
        type: "text/markdown",
        relationship: "Supplement",
        bytes: Buffer.from(chineseText.text),
      },
      {
        name: "kantara.json",
        type: "application/json",
        relationship: "Alternative",
        bytes: Buffer.from("{}"),
      },
    ]);
    expect(pdf.dictionaries.match(/\/EmbeddedFiles/g)).toHaveLength(1);
  });

  it("is tagged, says its language and title, runs nothing and opens nothing", () => {
    expect(pdf.dictionaries).toMatch(/\/Marked true/);
    expect(pdf.dictionaries).toMatch(/\/Lang \(zh-CN\)/);
    for (const tag of [
      "Document",
      "Sect",
      "H1",
      "H2",
      "Table",
      "TH",
      "TD",
      "Figure",
      "L",
      "BlockQuote",
    ]) {
      expect(pdf.dictionaries).toMatch(new RegExp(`/S /${tag}\\b`));
    }
    expect(pdf.dictionaries).not.toMatch(/JavaScript|\/JS\b|OpenAction|\/AA\b|\/Launch/);
    expect(pdf.dictionaries).toMatch(/\/GTS_PDFA1/);
    expect(pdf.metadata).toContain("<pdfaid:part>3</pdfaid:part>");
    expect(pdf.metadata).toContain(`撤回同意凭证 ${document.number}`);
  });

  it("is the same for the same document", async () => {
    expect(Buffer.compare(await receiptPdf(document, fonts), printed)).toBe(0);
  });

  describe("of much, long and strange text", () => {
    const long = `<b>&"${"浦江".repeat(60)}${"LongWord".repeat(20)}`;
    const lines = Array.from({ length: 110 }, (_, i) => `Line ${i} of a long notice.`);
    let read: Pdf;
    beforeAll(async () => {
      const { controller, purpose } = givenStatement;
      const detail = Array.from({ length: 90 }, (_, i) => `Detail ${i}.`).join("\n");
      read = await print(
        compose(
          {
            ...givenStatement,
            controller: { ...controller, name: long, contact: long },
            purpose: {
              ...purpose,
              titles: [{ language: "en", text: long }],
              descriptions: [{ language: "en", text: detail }],
            },
            events: Array.from({ length: 40 }, (_, i) => eventOf(i + 1, "2026-03-02")),
            text: textOf([...lines, "Yes 🙂 قلم"].join("\n")),
          },
          "en",
        ),
      );
    });

    it("keeps names of any length on the page, and out of what is not text", () => {
      for (const { x, end, text } of read.fragments) {
        expect(x, text).toBeGreaterThanOrEqual(PAGE.left - 0.01);
        expect(end, text).toBeLessThanOrEqual(PAGE.width - PAGE.right + 0.5);
      }
      expect(read.text.split(bare(long)).length).toBeGreaterThan(4);
      expect(read.metadata).not.toContain("LongWord");
    });

    it("goes on over pages, with every line once and in order", () => {
      expect(read.pages).toBeGreaterThan(6);
      expect(read.text).toContain("Detail89.");
      const head = bare(receiptWords.en.labels.through);
      expect(read.text.split(head).length).toBeGreaterThan(2);
      const inOrder = read.text.match(/Line(\d+)of/g)!.map((one) => Number(one.slice(4, -2)));
      expect(inOrder).toEqual(lines.map((_, i) => i));
    });

    it("says where the font lacks a character, and never draws nothing for it", () => {
      const has = coverage(fonts.regular);
      expect(["a", "é", "я", "撤", "□"].filter((c) => !has(c.codePointAt(0)!))).toEqual([]);
      expect(["ق", "한", "🙂"].filter((c) => has(c.codePointAt(0)!))).toEqual([]);
      expect(read.text).toContain("Yes□□□□");
      expect(read.text).toContain(bare(receiptWords.en.lacksCharacters));
      expect(pdf.text).not.toContain(bare(receiptWords.zh.lacksCharacters));
    });
  });
});
