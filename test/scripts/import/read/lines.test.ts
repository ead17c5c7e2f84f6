import { expect, test } from "vitest";
import { readLines } from "../../../../scripts/import/read/lines.ts";
import { newMeter, shareRead } from "../../../../scripts/import/read/meter.ts";
import { listOf, temporaryFile } from "../../helpers/items.ts";

const lines = async (content: string | Uint8Array) =>
  listOf(readLines(await temporaryFile("t.txt", content), null));

test("lines without their ends", async () => {
  expect(await lines("\uFEFFa\r\nb\n\n ü \r\nlast")).toEqual([
    { line: 1, text: "a" },
    { line: 2, text: "b" },
    { line: 3, text: "" },
    { line: 4, text: " ü " },
    { line: 5, text: "last" },
  ]);
  expect(await lines("")).toEqual([]);
});

test("line numbers go on over blocks", async () => {
  const content = "é".repeat(40).concat("\n").repeat(20_000);
  const found = await lines(content);
  expect(found).toHaveLength(20_000);
  expect(found.every(({ line, text }, at) => line === at + 1 && text === "é".repeat(40))).toBe(
    true,
  );
});

test("invalid UTF-8 is told by its line, after the lines before it", async () => {
  const file = await temporaryFile("t.txt", Buffer.from("a\nb\n\xff\nc\n", "latin1"));
  const read: number[] = [];
  const reading = (async () => {
    for await (const { line } of readLines(file, null)) read.push(line);
  })();
  await expect(reading).rejects.toMatchObject({ code: "invalid_utf8", line: 3 });
  expect(read).toEqual([1, 2]);
});

test("a meter that has read nothing of nothing is at the beginning", () => {
  expect(shareRead(newMeter())).toBe(0);
  expect(shareRead({ bytesRead: 5, bytesTotal: 4, rows: 0 })).toBe(1);
});
