/** A customer signs in, reads, withdraws, sees it, and verifies the receipt. */
import type { Browser, Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { codeFor, type PortalServer } from "../../helpers/portal-server.ts";
import { settled, settledAt } from "../../helpers/settled.ts";
import { until } from "../process.ts";
import { sayingIn, WAYS } from "./said.ts";

const EMAIL = "customer@example.com";
/** The first way withdraws it; the second gives it again before. */
const PURPOSES = { zh: "为您定制的优惠", en: "Offers made for you" } as const;

async function signIn(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/app/consents`);
  await page.waitForURL(/\/sign-in/);
  await page.locator("#field").fill(EMAIL);
  await page.keyboard.press("Enter");
  await page.locator("#field[autocomplete=one-time-code]").waitFor();
  const code = await until(
    () => codeFor(url, EMAIL),
    (found) => found !== "",
  );
  await page.locator("#field").fill(code);
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/app\/consents$/);
  await settled(page);
}

/** The choice in the dialog, in the words of the firm: behind the button that closes it. */
const choose = (page: Page): Promise<void> =>
  page.getByRole("dialog").getByRole("button").nth(1).click();

/** What the public page says of a file. */
async function verdictOf(page: Page, url: string, name: string, bytes: Buffer): Promise<string> {
  await settledAt(page, `${url}/verify`);
  const file = { name, mimeType: "application/pdf", buffer: bytes };
  await page.setInputFiles("input[type=file]", file);
  const verdict = page.getByRole("heading", { level: 2, name: /[A-Z_]{6,}$/ });
  await verdict.waitFor();
  return /[A-Z_]+$/.exec((await verdict.textContent())?.trim() ?? "")?.[0] ?? "";
}

export function customerJourneys(portal: () => { server: PortalServer; browser: Browser }): void {
  describe.each(WAYS)("a customer, $language, $screen", (look) => {
    const said = sayingIn(look.language);
    const purpose = PURPOSES[look.language];

    it("signs in, reads, withdraws in two clicks, sees it, and verifies the receipt", {
      timeout: 180_000,
    }, async () => {
      const { server, browser } = portal();
      const { context, page } = await server.open(browser, look, null);
      await signIn(page, server.url);
      const card = page.getByRole("article", { name: purpose, exact: true });
      await card.waitFor();
      const withdraw = card.getByRole("button", { name: new RegExp(said("customer.withdraw")) });
      if ((await withdraw.count()) === 0) {
        await card.getByRole("button", { name: new RegExp(said("customer.give")) }).click();
        await choose(page);
        await page.getByText(said("customer.chosen_given", { purpose })).waitFor();
        await page.keyboard.press("Escape");
      }
      const before = await card
        .getByRole("link", { name: said("customer.receipt") })
        .getAttribute("href");

      await withdraw.click();
      await choose(page);
      await page.getByText(said("customer.chosen_withdrawn", { purpose })).waitFor();
      await page.keyboard.press("Escape");
      await card.getByText(said("customer.state_withdrawn"), { exact: true }).waitFor();
      expect(await withdraw.count()).toBe(0);

      const receipt = await card
        .getByRole("link", { name: said("customer.receipt") })
        .getAttribute("href");
      expect(receipt).not.toBe(before);
      const path = receipt!.replace("format=html", "format=pdf");
      const word = await until(
        async () => {
          const pdf = await (await context.request.get(server.url + path)).body();
          return verdictOf(page, server.url, "receipt.pdf", pdf);
        },
        // Some seconds pass until it is anchored, and replayed by the auditor; a look takes a second of the processor that they work with.
        (verdict) => verdict === "VERIFIED",
        3_000,
      );
      expect(word).toBe("VERIFIED");
      expect(await page.locator("main").textContent()).toMatch(/withdrawn|撤回/);
      await context.close();
    });
  });
}
