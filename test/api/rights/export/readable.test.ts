/** What people read of an export: in a real browser, and as tagged PDF. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser } from "../../../helpers/browser.ts";
import { type Exported, exportedPerson, exportOf, filesOf } from "../../../helpers/exported.ts";
import { customerOf, stored, type TestLedger, testLedger } from "../../../helpers/ledger.ts";
import { readPdf } from "../../../helpers/pdf.ts";

const ATTACK = `</title></style><img src=x onerror="document.title='owned'"><script>document.title='owned'</script>'"&`;

let ledger: TestLedger;
let person: Exported;
let browser: Browser;
const folder = mkdtempSync(join(tmpdir(), "counterfoil-export-"));
beforeAll(async () => {
  browser = await launchBrowser();
  ledger = await testLedger();
  person = await exportedPerson(ledger);
  await stored(ledger, customerOf(person.other, { name: "李薇", note: ATTACK }));
  await ledger.anchor();
}, 180_000);
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await browser.close();
  await ledger.close();
});

describe.each(["en", "zh"] as const)("in %s", (language) => {
  it("the page opens from the disk, asks nobody for anything, and runs nothing", async () => {
    const { zip } = await exportOf(ledger, person.subject, { language });
    const file = join(folder, `${language}.html`);
    writeFileSync(file, filesOf(zip).get("index.html")!);
    const page = await browser.newPage();
    const asked: string[] = [];
    const wrong: string[] = [];
    page.on("request", (request) => asked.push(request.url()));
    page.on("console", (message) => wrong.push(message.text()));
    page.on("pageerror", (error) => wrong.push(error.message));
    await page.goto(pathToFileURL(file).href);
    expect(asked).toEqual([pathToFileURL(file).href]);
    expect(wrong).toEqual([]);
    expect(await page.title()).toContain(language === "en" ? "Your data" : "您的个人信息");
    const text = await page.locator("main").textContent();
    for (const told of ["Ana Export", "李薇", "Northwind Traders", person.subject, person.other])
      expect(text).toContain(told);
    expect(text).toContain(
      language === "en" ? "How to check this without us" : "如何不依赖我们自行核验",
    );
    for (const width of [360, 1_280]) {
      await page.setViewportSize({ width, height: 800 });
      const overflow = await page.evaluate("document.documentElement.scrollWidth - innerWidth");
      expect(overflow).toBeLessThanOrEqual(0);
    }
    await page.close();
  });

  it("the PDF is tagged, in its language, and says the same", async () => {
    const { zip } = await exportOf(ledger, person.subject, { language });
    const { dictionaries, metadata, text } = await readPdf(filesOf(zip).get("export.pdf")!);
    expect(dictionaries).toMatch(/\/Marked true/);
    expect(dictionaries).toContain("/StructTreeRoot");
    expect(dictionaries).toMatch(language === "en" ? /\/Lang \(en/ : /\/Lang \(zh/);
    expect(metadata).toContain("pdfaid");
    expect(text).toContain(language === "en" ? "AnaExport" : "李薇");
  });
});
