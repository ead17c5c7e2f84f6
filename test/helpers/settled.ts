/** A page that has come to rest. */
import type { Page } from "playwright-core";

/** Goes there, and waits until everything has been answered and drawn: nothing loads, nothing stands in for what comes. */
export async function settledAt(page: Page, url: string): Promise<void> {
  await page.goto(url, { waitUntil: "networkidle" });
  await settled(page);
}

/** Likewise, where one is. */
export async function settled(page: Page): Promise<void> {
  await page.waitForFunction(
    "document.querySelector('h1') !== null && document.querySelector('.mantine-Skeleton-root, .mantine-Loader-root') === null",
  );
  await page.evaluate("document.fonts.ready.then(() => undefined)");
}

/** By so many pixels what is on the page is wider than its window. */
export const overflow = (page: Page): Promise<number> =>
  page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
