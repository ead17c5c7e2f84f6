/** What must hold of every page, in both languages and widths, in light and dark. */
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, describe, expect, it } from "vitest";
import { violations } from "../../helpers/axe.ts";
import type { Look } from "../../helpers/browser.ts";
import { PAGES } from "../../helpers/portal-pages.ts";
import type { PortalServer, Window } from "../../helpers/portal-server.ts";
import { onwardTo, overflow, settled, settledAt } from "../../helpers/settled.ts";

/** Nobody is signed in on some pages, and who is asked says so. */
const EXPECTED = /status of 40[14]/;

const LOOKS: readonly Look[] = [
  { screen: "phone", language: "zh" },
  { screen: "desktop", language: "en" },
];

/** Words of the other language that nobody could have recorded. */
const stray = (page: Page, language: Look["language"]): Promise<string[]> =>
  language === "en"
    ? page.evaluate(
        "[...document.querySelectorAll('h1, h2, h3, button, label, nav a, th')].map((one) => one.innerText).filter((text) => /\\p{Script=Han}/u.test(text) && text !== '中文')",
      )
    : page.evaluate(
        "[...document.querySelectorAll('h1, button, label, nav a, th')].map((one) => one.innerText.trim()).filter((text) => /^[A-Za-z][a-z]+( [a-z]+)*$/.test(text) && !/^(Counterfoil|English|Gas)$/.test(text))",
      );

export function everyPage(portal: () => { server: PortalServer; browser: Browser }): void {
  describe.each(LOOKS)("every page, $language, $screen", (look) => {
    /** One of each role; who goes on within the portal loads nothing again. */
    const windows = new Map<string, Window>();
    afterAll(async () => {
      for (const { context } of windows.values()) await context.close();
    });

    it.each(PAGES)("$name", { timeout: 60_000 }, async ({ path: written, role, file }) => {
      const { server, browser } = portal();
      const path = await server.pathOf(written);
      const known = windows.get(String(role));
      const window = known ?? (await server.open(browser, look, role));
      windows.set(String(role), window);
      const { page, complaints } = window;
      const within = new URL(page.url()).pathname.startsWith("/app") && path.startsWith("/app");
      if (within) await onwardTo(page, path);
      else await settledAt(page, server.url + path);
      if (file !== undefined)
        await page.setInputFiles("input[type=file]", join(server.place.data, file));
      const reason = page.locator("form input[maxlength='500'][required]");
      if ((await reason.count()) > 0) {
        await reason.fill("to look at every page");
        await page.keyboard.press("Enter");
      }
      await settled(page);
      expect(await page.title()).toMatch(/^(.+ · )?Counterfoil$/);
      expect(await page.locator("html").getAttribute("lang")).toBe(
        look.language === "zh" ? "zh-CN" : "en",
      );
      expect(await page.locator("h1").count()).toBe(1);
      expect(await page.locator("main").count()).toBe(1);
      expect(await overflow(page)).toBe(0);
      expect(await stray(page, look.language)).toEqual([]);
      expect(await violations(page)).toEqual([]);
      if (look.screen === "phone") {
        await page.emulateMedia({ colorScheme: "dark" });
        await settled(page);
        expect(await violations(page, ["color-contrast"])).toEqual([]);
        await page.emulateMedia({ colorScheme: "light" });
      }
      expect(complaints.splice(0).filter((text) => !EXPECTED.test(text))).toEqual([]);
    });
  });
}
