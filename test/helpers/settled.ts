/** A page that has come to rest. */
import type { Page } from "playwright-core";

/** Nothing passes from one colour or place to another any more; what turns for ever does not count. */
const STANDS =
  "document.getAnimations().every((one) => one.playState !== 'running' || one.effect?.getTiming().iterations === Infinity)";
const RESTS = `document.querySelector('h1:not([data-left])') !== null && document.querySelector('.mantine-Skeleton-root, .mantine-Loader-root, [aria-busy=true]') === null && ${STANDS}`;

const TRIES = 600;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Waits until everything has been answered and drawn: nothing stands in for what comes, twice in a row. (The pages' policy keeps `waitForFunction` out.) */
export async function settled(page: Page): Promise<void> {
  let calm = 0;
  for (let tries = 0; calm < 2; tries++) {
    if (tries > TRIES) throw new Error(`${page.url()} does not come to rest`);
    calm = (await page.evaluate(RESTS)) ? calm + 1 : 0;
    await pause(50);
  }
}

/** Goes there as one does by an address. */
export async function settledAt(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await settled(page);
}

const MARK = "document.querySelector('h1')?.setAttribute('data-left', '')";
/** What one page and the next have in common stays as it is; then the old heading is the new one. */
const SAME = "document.querySelector('h1')?.removeAttribute('data-left')";

/** Goes there as one does by a link within the portal: what is loaded stays. */
export async function onwardTo(page: Page, path: string): Promise<void> {
  const to = JSON.stringify(path);
  await page.evaluate(
    `${MARK}; history.pushState(null, "", ${to}); dispatchEvent(new PopStateEvent("popstate"))`,
  );
  for (let tries = 0; tries < 40 && !(await page.evaluate(RESTS)); tries++) await pause(50);
  await page.evaluate(SAME);
  await settled(page);
}

/** By so many pixels what is on the page is wider than its window. */
export const overflow = (page: Page): Promise<number> =>
  page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
