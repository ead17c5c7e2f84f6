import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { type CsvRow, readCsv } from "../../../../scripts/import/read/csv.ts";
import { newMeter } from "../../../../scripts/import/read/meter.ts";
import { FileProblem } from "../../../../scripts/import/read/problem.ts";
import { listOf, temporaryFile, temporaryFolder } from "../../helpers/items.ts";

async function rowsOf(
  content: string | Uint8Array,
  required: readonly string[] = [],
  name = "t.csv",
): Promise<CsvRow[]> {
  const file = await temporaryFile(name, content);
  return listOf(readCsv(file, { required }, newMeter()));
}

/** Rows read before the file could not be read on, and why. */
async function broken(content: string | Uint8Array, required: readonly string[] = []) {
  const file = await temporaryFile("t.csv", content);
  const rows: CsvRow[] = [];
  try {
    for await (const row of readCsv(file, { required }, null)) rows.push(row);
  } catch (error) {
    if (!(error instanceof FileProblem)) throw error;
    return { rows: rows.length, code: error.code, line: error.line, column: error.column };
  }
  throw new Error("the file was read to its end");
}

describe("what is read", () => {
  test.each([
    ["LF", "a,b\n1,2\n3,4\n"],
    ["CRLF", "a,b\r\n1,2\r\n3,4\r\n"],
    ["no end of the last line", "a,b\n1,2\n3,4"],
    ["a byte order mark", "\uFEFFa,b\n1,2\n3,4\n"],
    ["blanks around cells", "a , b\n 1,2 \n3,4\n"],
    ["quotes", '"a","b"\n"1","2"\n"3",4\n'],
  ])("%s", async (_, content) => {
    const rows = await rowsOf(content, ["a", "b"]);
    expect(rows.map((row) => [row.line, row.cell("a"), row.cell("b")])).toEqual([
      [2, "1", "2"],
      [3, "3", "4"],
    ]);
  });

  test("rows by the line they begin on, over cells with line ends and over empty lines", async () => {
    const content = 'a,b\r\n"x\r\ny",1\r\n\r\n2,3\r\n"p\r\nq\r\nr",4\r\n5,6\r\n';
    const rows = await rowsOf(content);
    expect(rows.map((row) => [row.line, row.cell("b")])).toEqual([
      [2, "1"],
      [5, "3"],
      [6, "4"],
      [9, "6"],
    ]);
  });

  test("a quote within quotes, a delimiter, an own delimiter", async () => {
    const [row] = await rowsOf('a,b\n"say ""hi"", you",2\n');
    expect(row?.cell("a")).toBe('say "hi", you');
    const file = await temporaryFile("t.csv", "a;b\n1,5;2\n");
    const own = await listOf(readCsv(file, { required: [], delimiter: ";" }, null));
    expect(own[0]?.cell("a")).toBe("1,5");
  });

  test("rows of another width are handed over and say so", async () => {
    const rows = await rowsOf("a,b\n1\n1,2,3\n1,2\n");
    expect(rows.map(({ complete }) => complete)).toEqual([false, false, true]);
    expect(rows[0]?.cell("b")).toBe("");
  });

  test("asking for a column that is not there is a bug", async () => {
    const [row] = await rowsOf("a\n1\n");
    expect(() => row?.cell("b")).toThrow("no column b");
  });

  test("many blocks give what one gives", async () => {
    const lines = Array.from({ length: 60_000 }, (_, at) => `${at},Größe ${at}`);
    const content = `a,b\n${lines.join("\n")}\n`;
    const plain = await rowsOf(content);
    const packed = await rowsOf(gzipSync(content), [], "t.csv.gz");
    expect(plain).toHaveLength(60_000);
    expect(plain.every((row, at) => row.line === at + 2 && row.cell("b") === `Größe ${at}`)).toBe(
      true,
    );
    expect(packed.map(({ cells }) => cells)).toEqual(plain.map(({ cells }) => cells));
  });

  test("the meter counts bytes of the file and rows", async () => {
    const content = gzipSync("a\n1\n2\n3\n");
    const file = await temporaryFile("t.csv.gz", content);
    const meter = newMeter();
    await listOf(readCsv(file, { required: [] }, meter));
    expect(meter).toMatchObject({ rows: 3, bytesRead: content.length });
  });
});

describe("what is not", () => {
  test("a quote in the middle of a cell, by its line", async () => {
    const found = await broken('a,b\n1,2\n3,x"y"\n5,6\n');
    expect(found).toEqual({ rows: 1, code: "broken_quote", line: 3, column: undefined });
  });

  test("text behind a closing quote", async () => {
    expect(await broken('a,b\n1,2\n"3"x,4\n')).toMatchObject({ code: "broken_quote", line: 3 });
  });

  test("a quote that is never closed, by the line it begins on", async () => {
    const rest = "5,6\n".repeat(100);
    const found = await broken(`a,b\n1,2\n3,"4\n${rest}`);
    expect(found).toMatchObject({ rows: 1, code: "quote_not_closed", line: 3 });
  });

  test("a row that never ends is given up within bounds", async () => {
    const endless = `a,b\n1,"${"x\n".repeat(800_000)}`;
    expect(await broken(endless)).toMatchObject({ code: "row_too_long", line: 2 });
    expect(await broken(`a,b\n${"x".repeat(3_000_000)}`)).toMatchObject({ code: "row_too_long" });
  });

  test("invalid UTF-8, by its line", async () => {
    const bytes = Buffer.concat([
      Buffer.from("a,b\n1,é\n3,"),
      Buffer.from([0xe9]),
      Buffer.from("\n5,6\n"),
    ]);
    expect(await broken(bytes)).toMatchObject({ rows: 1, code: "invalid_utf8", line: 3 });
    const cut = Buffer.from("a,b\n1,é").subarray(0, -1);
    expect(await broken(cut)).toMatchObject({ code: "invalid_utf8", line: 2 });
    expect(await broken(Buffer.from("a\n\xff\xfe", "latin1"))).toMatchObject({ line: 2 });
  });

  test("a missing column and one that is there twice, by name", async () => {
    expect(await broken("a,b\n1,2\n", ["a", "c"])).toEqual({
      rows: 0,
      code: "missing_column",
      line: 1,
      column: "c",
    });
    expect(await broken("a,a\n1,2\n")).toMatchObject({ code: "repeated_column", column: "a" });
  });

  test("an empty file", async () => {
    expect(await broken("")).toMatchObject({ code: "empty" });
    expect(await broken("\n\n")).toMatchObject({ code: "empty" });
  });

  test("a packed file that is cut off, or is not packed", async () => {
    const packed = gzipSync(`a\n${"1\n".repeat(50_000)}`);
    for (const content of [packed.subarray(0, -20), Buffer.from("a\n1\n")]) {
      await expect(rowsOf(content, [], "t.csv.gz")).rejects.toMatchObject({ code: "broken_gzip" });
    }
  });

  test("no file, and a folder", async () => {
    const folder = await temporaryFolder();
    const read = (file: string) => listOf(readCsv(file, { required: [] }, null));
    await expect(read(`${folder}/none.csv`)).rejects.toMatchObject({ code: "not_found" });
    await expect(read(folder)).rejects.toMatchObject({ code: "not_a_file" });
  });
});
