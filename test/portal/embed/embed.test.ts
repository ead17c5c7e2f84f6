/** The whole way in a real browser: a shop's page of another origin asks, a person chooses, the ledger records, and the person gets a receipt. */
import { readFile } from "node:fs/promises";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser } from "../../helpers/browser.ts";
import { controllerOf, foundFirm, noticeOf, purposeOf } from "../../helpers/consents.ts";
import { newSubject, type TestLedger, testLedger } from "../../helpers/ledger.ts";
import { openShop, type Shop, told } from "../../helpers/shop-page.ts";

const HTML = "<img src=x onerror=alert(1)>\n<script>alert(2)</script> **bold** &amp; </dialog>";

let app: TestLedger;
let shop: Shop;
let page: Page;
let close: () => Promise<void>;
/** What the browser complained of: policy violations too. */
const complaints: string[] = [];

beforeAll(async () => {
  app = await testLedger();
  await foundFirm(app);
  const texts = [
    { language: "en", title: "<b>Danger</b>", text: HTML, mediaType: "text/markdown" },
  ];
  await app.consents.publishNotice(noticeOf(1, { noticeId: "html", texts }));
  await app.consents.definePurpose(purposeOf("html", { noticeId: "html" }));
  shop = await openShop(app);
  const browser = await launchBrowser();
  page = await browser.newPage({ viewport: { width: 360, height: 640 } });
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  close = async () => {
    await browser.close();
    await shop.close();
    await app.close();
  };
});
afterAll(() => close());

const title = () => page.locator("dialog h2");
const pair = () => page.locator("dialog .pair > *");
const history = async (subject: string) =>
  (await app.consents.history(subject, "newsletter")).events;
const focused = (): Promise<string> =>
  page.evaluate(
    "(document.activeElement.shadowRoot?.activeElement ?? document.activeElement).textContent",
  );

describe("the embedded question", () => {
  it("is asked, answered by keyboard, recorded, and the receipt kept", async () => {
    const subject = await newSubject(app);
    const address = await shop.page({ subject });
    await page.goto(address);
    await pair().first().waitFor();
    expect(await page.locator("dialog").getAttribute("aria-modal")).toBe("true");
    await page
      .getByRole("dialog", { name: "Northwind Traders asks for your consent Newsletter" })
      .waitFor();
    expect(await page.locator(".text").textContent()).toBe("We write to you about our offers. (2)");
    // Nothing is chosen by a key that was meant for the page.
    expect(await focused()).toBe("Newsletter");
    const reached = new Set<string>();
    for (let i = 0; i < 8; i++) {
      await page.keyboard.press("Tab");
      reached.add(await focused());
    }
    expect([...reached]).toEqual(
      expect.arrayContaining(["Yes, I agree", "No, I do not agree", "Decide later"]),
    );
    expect([...reached]).not.toContain("Privacy");
    await page.getByRole("button", { name: "Yes, I agree" }).focus();
    await page.keyboard.press("Enter");
    await page.getByText("Your choice is recorded").waitFor();

    const [event, more] = await history(subject);
    expect(more).toBeUndefined();
    expect(event).toMatchObject({ event: "given", choice: "Yes, I agree", noticeVersion: 2 });
    expect(event?.evidence).toMatchObject([{ type: "token", reference: shop.origin }]);
    const receipt = await app.ledger.receipt(event!.id, null);
    expect(await told(page)).toEqual([
      {
        ...{ name: "counterfoil:choice", id: event?.id, event: "given" },
        ...{ recordedAt: event?.recordedAt, receipt, repeated: false },
      },
    ]);
    const download = page.waitForEvent("download");
    await page.getByText("Save the receipt").click();
    expect(await readFile(await (await download).path(), "utf8")).toBe(receipt);

    await page.goto(address);
    await page.getByText("You have chosen already").waitFor();
    expect(await page.locator("dialog").textContent()).toContain(event?.id);
    await page.keyboard.press("Escape");
    await page.locator("dialog").waitFor({ state: "detached" });
    expect(await history(subject)).toHaveLength(1);
  });

  it("gives yes and no the same weight, on a phone and under a hostile style sheet", async () => {
    await page.goto(await shop.page({ subject: await newSubject(app) }));
    await pair().first().waitFor();
    const looks = await pair().evaluateAll((buttons) =>
      buttons.map((button) => {
        const view = button.ownerDocument.defaultView;
        const { width, height, left } = button.getBoundingClientRect();
        const { color, backgroundColor, fontSize, fontWeight, border, letterSpacing } =
          view.getComputedStyle(button);
        return {
          width,
          height,
          left,
          color,
          backgroundColor,
          fontSize,
          fontWeight,
          border,
          letterSpacing,
        };
      }),
    );
    expect(looks[0]).toEqual(looks[1]);
    expect(looks[0]).toMatchObject({
      ...{ fontSize: "16px", color: "rgb(15, 23, 42)", letterSpacing: "normal" },
    });
    expect(looks[0]?.height).toBeGreaterThanOrEqual(44);
    const sheet = await page.locator(".sheet").boundingBox();
    expect(sheet).toMatchObject({ x: 0, width: 360 });
    // The page is as it was.
    const page7 = "getComputedStyle(document.querySelector('h1')).fontSize";
    expect(await page.evaluate(page7)).toBe("7px");
  });

  it("asks in Chinese when a button of the page is pressed, and withdraws as easily", async () => {
    const subject = await newSubject(app);
    const attributes = 'data-open="open" data-receipt="/receipts/{id}?a=1"';
    const body = '<a id="open" href="#">隐私</a>';
    await page.goto(await shop.page({ subject, language: "zh-CN", attributes, body }));
    expect(await page.locator("dialog").count()).toBe(0);
    await page.locator("#open").click();
    await page.getByRole("button", { name: "是，我同意" }).click();
    await page.getByText("您的选择已记录").waitFor();
    const [given] = await history(subject);
    expect(await page.getByText("完整回执").getAttribute("href")).toBe(
      `${shop.origin}/receipts/${given?.id}?a=1`,
    );
    app.clock.advance(1_000);
    await page.goto(await shop.page({ subject, language: "zh-CN" }));
    await page.getByText("您已同意此事项").waitFor();
    await page.getByRole("button", { name: "我撤回同意" }).click();
    await page.getByText("您的选择已记录").waitFor();
    const events = await history(subject);
    expect(events.map((event) => [event?.event, event?.choice, event?.language])).toEqual([
      ["given", "是，我同意", "zh-CN"],
      ["withdrawn", "我撤回同意", "zh-CN"],
    ]);
  });

  it("shows markup of a notice as text, and follows no address that runs", async () => {
    const subject = await newSubject(app);
    const policyUrl = "javascript:alert(3)";
    const occurred = new Date(app.clock.now()).toISOString();
    await app.consents.recordController(controllerOf({ "@occurredAt": occurred, policyUrl }));
    await page.goto(await shop.page({ subject, purposeId: "html" }));
    await pair().first().waitFor();
    expect(await page.locator(".text").textContent()).toBe(HTML);
    expect(await page.locator("h3").textContent()).toBe("<b>Danger</b>");
    expect(await page.locator(".sheet img, .sheet script, .sheet b").count()).toBe(0);
    const links = page.locator(".sheet a");
    expect(await links.evaluateAll((all) => all.map((a) => a.getAttribute("href")))).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it("says what to do when its time is over, and when the ledger is not there", async () => {
    const subject = await newSubject(app);
    await page.goto(await shop.page({ subject }));
    await pair().first().waitFor();
    app.clock.advance(900_000);
    await page.getByRole("button", { name: "Yes, I agree" }).click();
    await page.getByText("Reload the page to be asked again").waitFor();
    expect(await pair().allTextContents()).toEqual(["Reload the page", "Close"]);

    await page.goto(await shop.page({ subject }));
    await pair().first().waitFor();
    await page.route("**/embed/choice", (route) => route.abort());
    await page.getByRole("button", { name: "No, I do not agree" }).click();
    await page.getByText("could not be reached").waitFor();
    await page.unroute("**/embed/choice");
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByText("Your choice is recorded").waitFor();
    expect((await history(subject)).map((event) => event?.event)).toEqual(["refused"]);
  });

  it("tells a page of another origin nothing", async () => {
    const subject = await newSubject(app);
    await page.goto(await shop.page({ subject, origin: "https://shop.example" }));
    await page.getByText("could not be reached").waitFor();
    expect(await title().textContent()).toBe("That did not work");
    expect(complaints.at(-2)).toMatch(/blocked by CORS policy/);
    expect(await history(subject)).toEqual([]);
  });
});
