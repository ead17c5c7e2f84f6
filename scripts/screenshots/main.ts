/**
 * `npm run screenshots [-- FOLDER [NAME …]]`: every page of the portal as people see it, of the demonstration, on a phone and at a desk, in both languages, in light; some
 * in dark. The names that are given, or all. To be looked at; the best of them stand in docs/screenshots.
 */
import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Browser } from "playwright-core";
import { type Look, launchBrowser } from "../../test/helpers/browser.ts";
import { PAGES, type ShownPage } from "../../test/helpers/portal-pages.ts";
import { type PortalServer, startPortal } from "../../test/helpers/portal-server.ts";
import { settledAt } from "../../test/helpers/settled.ts";

const LOOKS: readonly Look[] = (["phone", "desktop"] as const).flatMap((screen) =>
  (["zh", "en"] as const).map((language) => ({ screen, language })),
);
/** These in dark, too. */
const DARK = new Set(["landing", "customer-consents", "officer-overview", "verify"]);

/** Why an officer reads, where that is asked. */
const REASON = "Anton asks what we hold";

async function take(
  server: PortalServer,
  browser: Browser,
  look: Look,
  { name, path, role, file }: ShownPage,
  folder: string,
): Promise<void> {
  const { context, page, complaints } = await server.open(browser, look, role);
  try {
    await settledAt(page, server.url + (await server.pathOf(path)));
    const reason = page.locator("form input[maxlength='500'][required]");
    if ((await reason.count()) > 0) {
      await reason.fill(REASON);
      await page.keyboard.press("Enter");
      await page.waitForTimeout(1_500);
    }
    if (file !== undefined) {
      await page.setInputFiles("input[type=file]", join(server.place.data, file));
      await page.waitForTimeout(2_500);
    }
    // Charts grow, and tell nobody that they have.
    await page.waitForTimeout(800);
    const title = [name, look.language, look.screen, ...(look.scheme === "dark" ? ["dark"] : [])];
    await page.screenshot({ path: join(folder, `${title.join("-")}.png`), fullPage: true });
    for (const complaint of complaints)
      if (!/status of 401/.test(complaint)) process.stderr.write(`${name}: ${complaint}\n`);
  } finally {
    await context.close();
  }
}

const [into = "screenshots", ...names] = process.argv.slice(2);
const folder = resolve(into);
mkdirSync(folder, { recursive: true });
const server = await startPortal();
const browser = await launchBrowser();
try {
  for (const page of PAGES) {
    if (names.length > 0 && !names.includes(page.name)) continue;
    process.stderr.write(`${page.name}\n`);
    for (const look of LOOKS) await take(server, browser, look, page, folder);
    if (DARK.has(page.name))
      await take(server, browser, { ...LOOKS[3]!, scheme: "dark" }, page, folder);
  }
} finally {
  await browser.close();
  await server.close();
}
process.stdout.write(`${folder}\n`);
