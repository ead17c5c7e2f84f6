/**
 * `npm run screenshots [-- FOLDER [NAME …]]`: every page of the portal as people see it, of the demonstration, on a phone and at a desk, in both languages, in light; some
 * in dark. The names that are given, or all; to be looked at. `npm run screenshots -- --best`: those of the README, into docs/screenshots.
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
  { folder, fullPage }: { readonly folder: string; readonly fullPage: boolean },
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
    await page.screenshot({ path: join(folder, `${title.join("-")}.png`), fullPage });
    for (const complaint of complaints)
      if (!/status of 401/.test(complaint)) process.stderr.write(`${name}: ${complaint}\n`);
  } finally {
    await context.close();
  }
}

/** What the README shows, as far as it fits the window: by page and look. */
const BEST: readonly (readonly [name: string, look: Look])[] = (["en", "zh"] as const).flatMap(
  (language) =>
    [
      ["customer-consents", { screen: "phone", language }],
      ["customer-rights", { screen: "phone", language }],
      ["verified", { screen: "desktop", language }],
      ["officer-case", { screen: "desktop", language }],
      ["officer-overview", { screen: "desktop", language }],
      ["officer-answer", { screen: "desktop", language }],
      ["partner-agreement", { screen: "desktop", language }],
    ] as const,
);

const asked = process.argv.slice(2);
const best = asked[0] === "--best";
const [into = best ? "docs/screenshots" : "screenshots", ...names] = best ? [] : asked;
const folder = resolve(into);
mkdirSync(folder, { recursive: true });
const server = await startPortal();
const browser = await launchBrowser();
const all = PAGES.filter(({ name }) => names.length === 0 || names.includes(name)).flatMap(
  (page) => [
    ...LOOKS.map((look) => ({ page, look })),
    ...(DARK.has(page.name) ? [{ page, look: { ...LOOKS[3]!, scheme: "dark" as const } }] : []),
  ],
);
const chosen = BEST.map(([name, look]) => ({
  page: PAGES.find((page) => page.name === name)!,
  look,
}));
try {
  for (const { page, look } of best ? chosen : all) {
    process.stderr.write(`${page.name} ${look.language} ${look.screen}\n`);
    await take(server, browser, look, page, { folder, fullPage: !best });
  }
} finally {
  await browser.close();
  await server.close();
}
process.stdout.write(`${folder}\n`);
