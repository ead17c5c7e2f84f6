/** What must hold of every page, in both languages and widths, in light and dark. */
import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import type { Look } from "../../helpers/browser.ts";
import { PAGES } from "../../helpers/portal-pages.ts";
import type { PortalServer } from "../../helpers/portal-server.ts";
import { overflow, settled, settledAt } from "../../helpers/settled.ts";

/** Nobody is signed in on some pages, and who is asked says so. */
const EXPECTED = /status of 40[14]/;

const LOOKS: readonly Look[] = [
  { screen: "phone", language: "zh" },
  { screen: "desktop", language: "en" },
];

async function violations(page: Page, rules?: readonly string[]): Promise<string[]> {
  const axe = new AxeBuilder({ page });
  const { violations: found } = await (rules === undefined
    ? axe
    : axe.withRules([...rules])
  ).analyze();
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary = "" }) =>
      `${id}: ${target.join(" ")} ${failureSummary.split("\n")[1] ?? ""}`.trim(),
    ),
  );
}

/** Words of the other language that nobody could have recorded. */
const stray = (page: Page, language: Look["language"]): Promise<string[]> =>
  language === "en"
    ? page.evaluate(
        "[...document.querySelectorAll('h1, h2, h3, button, label, nav a, th')].map((one) => one.innerText).filter((text) => /\\p{Script=Han}/u.test(text) && text !== '中文')",
      )
    : page.evaluate(
        "[...document.querySelectorAll('h1, button, label, nav a, th')].map((one) => one.innerText.trim()).filter((text) => /^[A-Za-z][a-z]+( [a-z]+)*$/.test(text) && !/^(Counterfoil|English)$/.test(text))",
      );

export function everyPage(portal: () => { server: PortalServer; browser: Browser }): void {
  describe.each(LOOKS)("every page, $language, $screen", (look) => {
    it.each(PAGES)("$name", { timeout: 60_000 }, async ({ path, role }) => {
      const { server, browser } = portal();
      const { context, page, complaints } = await server.open(browser, look, role);
      await settledAt(page, server.url + path);
      expect(await page.title()).toMatch(/^(.+ · )?Counterfoil$/);
      expect(await page.locator("html").getAttribute("lang")).toBe(
        look.language === "zh" ? "zh-CN" : "en",
      );
      expect(await page.locator("h1").count()).toBe(1);
      expect(await page.locator("main").count()).toBe(1);
      expect(await overflow(page)).toBe(0);
      expect(await stray(page, look.language)).toEqual([]);
      expect(await violations(page)).toEqual([]);
      await page.emulateMedia({ colorScheme: "dark" });
      await settled(page);
      expect(await violations(page, ["color-contrast"])).toEqual([]);
      expect(complaints.filter((text) => !EXPECTED.test(text))).toEqual([]);
      await context.close();
    });
  });
}
