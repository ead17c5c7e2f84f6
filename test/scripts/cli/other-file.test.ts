/** `counterfoil verify` of what people hold beside evidence: no verdict on it, but what it is and what to do. */
import { describe, expect, test } from "vitest";
import { composeReceipt } from "../../../api/consent/receipt/compose.ts";
import { receiptHtml } from "../../../api/consent/receipt/html.ts";
import { otherFile } from "../../../scripts/cli/other-file.ts";
import { plainName } from "../../../scripts/cli/plain.ts";
import { givenStatement } from "../../helpers/consent-statement.ts";
import { runHere } from "../helpers/cli.ts";
import { temporaryFile, temporaryFolder } from "../helpers/items.ts";

const NOTE = "counterfoil/receipt/v1\nledger.example/test\n7\n";
const issuedAt = "2026-11-27T06:00:00.000Z";
const address = "https://ledger.example/v1/subjects/s/evidence?claim=history";
const evidence = { kind: "evidence", bytes: new TextEncoder().encode("{}"), address } as const;
const document = composeReceipt({
  ...{ statement: givenStatement, language: "en", issuedAt, proof: evidence, forms: [] },
});

async function verify(content: string | Uint8Array, ...more: string[]) {
  const file = await temporaryFile("receipt", content);
  const env = { COUNTERFOIL_DATA: await temporaryFolder() };
  return { file, ...(await runHere(["verify", file, ...more], { env })) };
}

describe("a file that is no evidence is wrong use, and said what it is for", () => {
  test("a receipt as a PDF", async () => {
    const { code, out, err, file } = await verify("%PDF-1.7\n%\u0000\n");
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain(`${file} is a PDF`);
    expect(err).toContain("save history.evidence.json out of it");
    expect(err).toContain("counterfoil receipt promise.txt");
    expect(err).not.toContain("INVALID");
  });

  test("a receipt as a page", async () => {
    const page = receiptHtml(document);
    const { code, out, err } = await verify(page, "--json");
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain("save history.evidence.json from “Files with this receipt”");
    // It is what the page calls them.
    expect(page).toContain("Files with this receipt");
  });

  test("a promise, and the answer of a write", async () => {
    for (const content of [NOTE, JSON.stringify({ outcome: "stored", receipt: NOTE })]) {
      const { code, out, err, file } = await verify(content);
      expect([code, out]).toEqual([2, ""]);
      expect(err).toContain(`counterfoil receipt ${file}`);
    }
  });

  test("in Chinese, too", async () => {
    const { err } = await verify("<!doctype html>\n<html>", "--lang", "zh");
    expect(err).toMatch(/是供阅读的网页.*“随附文件”中保存 history\.evidence\.json/);
  });
});

test.each([
  ["promise.txt", "promise.txt"],
  ["/tmp/a_b-1.json", "/tmp/a_b-1.json"],
  ["a;touch b", "FILE"],
  ["$(id)", "FILE"],
  ["a b", "FILE"],
  ["--token-file", "FILE"],
  ["", "FILE"],
])("the name %j stands in a command as %j", (name, expected) => {
  expect(plainName(name)).toBe(expected);
});

test.each<[string, string | null]>([
  ["%PDF-1.7\n", "pdf"],
  ["\n%PDF-2.0", "pdf"],
  ["\ufeff<!DOCTYPE html>", "html"],
  ["  <html lang='en'>", "html"],
  [NOTE, "promise"],
  [`{"receipt":${JSON.stringify(NOTE)}}`, "promise"],
  ["{}", null],
  ["null", null],
  ["", null],
  ['{"receipt":7}', null],
  ['{"claim":"%PDF-"}', null],
  ['{"claim":"<html>"}', null],
  ["c2sp.org/tlog-proof@v1\n", null],
])("%j is %s", (content, is) => {
  expect(otherFile(Buffer.from(content))).toBe(is);
});
