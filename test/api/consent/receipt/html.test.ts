/** The page: what outsiders wrote stays text, and it looks right in a real browser. */

import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { composeReceipt } from "../../../../api/consent/receipt/compose.ts";
import type { ReceiptDocument } from "../../../../api/consent/receipt/document.ts";
import { receiptHtml } from "../../../../api/consent/receipt/html.ts";
import { QUIET_ZONE, qrCode } from "../../../../api/core/qr.ts";
import { launchBrowser } from "../../../helpers/browser.ts";
import { givenStatement, textOf, withdrawnStatement } from "../../../helpers/consent-statement.ts";

const ATTACK = `</title></style><img src=x onerror="document.title='owned'"><script>document.title='owned'</script>'"&`;
const address = "https://ledger.example/v1/subjects/s/evidence?claim=history&stream=consent%2Fa";
const evidence = new TextEncoder().encode('{"a":1}');

const compose = (statement = givenStatement, language: "en" | "zh" = "en"): ReceiptDocument =>
  composeReceipt({
    statement,
    language,
    issuedAt: "2026-11-27T06:00:00.000Z",
    proof: { kind: "evidence", bytes: evidence, address },
    forms: [],
  });

/** Every text in it is the attack. */
function attacked<T>(value: T): T {
  if (typeof value === "string") return ATTACK as T;
  if (Array.isArray(value)) return value.map(attacked) as T;
  if (value === null || typeof value !== "object" || value instanceof Uint8Array) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) =>
      // What decides how it is drawn is ours.
      ["kind", "tone", "relationship", "language"].includes(key)
        ? [key, one]
        : [key, attacked(one)],
    ),
  ) as T;
}

describe("the page", () => {
  let browser: Browser;
  let page: Page;
  const asked: string[] = [];
  beforeAll(async () => {
    browser = await launchBrowser();
    page = await browser.newPage();
    page.on("request", (request) => asked.push(request.url()));
  }, 180_000);
  afterAll(() => browser.close());

  const show = async (document: ReceiptDocument, width = 1000): Promise<void> => {
    await page.setViewportSize({ width, height: 800 });
    await page.setContent(receiptHtml(document));
  };

  it("keeps every text a text, in the browser, too, and asks nobody for anything", async () => {
    const document = compose({ ...givenStatement, text: textOf(ATTACK) });
    for (const one of [document, { ...attacked(document), language: "en" } as const]) {
      await show(one);
      expect(await page.title()).not.toBe("owned");
      expect(await page.locator("img, script, iframe, link, object").count()).toBe(0);
      expect(asked).toEqual([]);
      expect(await page.locator("main").textContent()).toContain("onerror=");
    }
  });

  it("is painted by its own stylesheet, which its policy allows", async () => {
    await show(compose());
    const ground = "getComputedStyle(document.querySelector('main')).backgroundColor";
    expect(await page.evaluate(ground)).toBe("rgb(255, 255, 255)");
    // What its policy does not allow does not run, even if it got in.
    await page.evaluate(
      "document.body.append(Object.assign(document.createElement('script'), { textContent: \"document.title = 'owned'\" }))",
    );
    expect(await page.title()).not.toBe("owned");
  });

  it("fits a telephone, however long the names are", async () => {
    const long = "浦江".repeat(40) + "LongWord".repeat(30);
    const controller = { ...givenStatement.controller, name: long, contact: long };
    await show(compose({ ...givenStatement, controller }), 360);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(360);
  });

  it("says its language, and that of what is in another", async () => {
    await show(compose(withdrawnStatement, "zh"));
    expect(await page.locator("html").getAttribute("lang")).toBe("zh-CN");
    expect(await page.locator("h1").textContent()).toBe("撤回同意凭证");
    expect(await page.locator(".notice").getAttribute("lang")).toBe("zh-CN");
  });

  it("holds its files to the byte", () => {
    const files = [
      ...receiptHtml(compose()).matchAll(/download="([^"]+)" href="data:([^;]+);base64,([^"]*)"/g),
    ];
    expect(files.map(([, name, type]) => [name, type])).toEqual([
      ["history.evidence.json", "application/json"],
      ["notice.md", "text/markdown"],
    ]);
    expect(Buffer.from(files[0]![3]!, "base64")).toEqual(Buffer.from(evidence));
    expect(Buffer.from(files[1]![3]!, "base64").toString()).toBe(givenStatement.text!.text);
  });

  it("paints the QR code of the address, module by module", () => {
    const { size, runs } = qrCode(address);
    const [, path] = /<path d="([^"]+)"/.exec(receiptHtml(compose()))!;
    const painted = [...path!.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)].map(([, x, y, length]) => [
      Number(y) - QUIET_ZONE,
      Number(x) - QUIET_ZONE,
      Number(length),
    ]);
    expect(painted).toEqual(runs);
    expect(size).toBeGreaterThan(30);
    // The three finders.
    const dark = (row: number, column: number) =>
      runs.some(([r, c, length]) => r === row && column >= c && column < c + length);
    for (const [row, column] of [
      [0, 0],
      [0, size - 7],
      [size - 7, 0],
    ] as const) {
      expect(Array.from({ length: 7 }, (_, i) => dark(row, column + i))).not.toContain(false);
      expect(dark(row + 1, column + 1)).toBe(false);
    }
  });
});
