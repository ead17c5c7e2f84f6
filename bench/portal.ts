/** How soon a customer's first page can be used on a slow device, beside a plain page of the same server. */
import type { Browser } from "playwright-core";
import { launchBrowser } from "../test/helpers/browser.ts";
import { type PortalServer, startPortal } from "../test/helpers/portal-server.ts";
import { percentile, type Section } from "./work/table.ts";

const ROUNDS = 7;
/** As Lighthouse slows a desk's processor down to a phone's. */
const SLOWER = 4;
const LIMIT = 2_000;

interface Shown {
  readonly what: string;
  readonly path: string;
  readonly role: "customer" | null;
  /** That it can be used: a control of the page's own, which answers. */
  readonly control: string;
}

const PAGES: readonly Shown[] = [
  {
    what: "a customer's first page",
    path: "/app/consents",
    role: "customer",
    control: "main article button",
  },
  { what: "the plain page for signing in", path: "/sign-in", role: null, control: "main button" },
  { what: "the page that verifies", path: "/verify", role: null, control: "main button" },
];

interface Taken {
  readonly usable: number;
  /** Of the longest that kept a press waiting. */
  readonly longest: number;
  readonly kilobytes: number;
}

async function once(server: PortalServer, browser: Browser, shown: Shown): Promise<Taken> {
  const look = { screen: "phone", language: "en" } as const;
  const { context, page } = await server.open(browser, look, shown.role);
  try {
    const session = await context.newCDPSession(page);
    await session.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
    await page.addInitScript(
      "globalThis.longTasks = []; new PerformanceObserver((list) => longTasks.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: 'longtask', buffered: true })",
    );
    await page.goto(server.url + shown.path, { waitUntil: "commit" });
    await page.locator(shown.control).first().waitFor();
    // A press is answered when the main thread is free: after the next frame.
    const usable = await page.evaluate<number>(
      "new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(performance.now()), 0)))",
    );
    const longest = await page.evaluate<number>("Math.max(0, ...longTasks)");
    // Counted by the page: being told of each request as it comes takes of the very time that is measured.
    const bytes = await page.evaluate<number>(
      "[...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')].reduce((sum, { transferSize }) => sum + transferSize, 0)",
    );
    return { usable, longest, kilobytes: bytes / 1_000 };
  } finally {
    await context.close();
  }
}

/** Each page in a fresh window, in turn: nothing is in its cache. */
export async function benchPortal(): Promise<Section> {
  const server = await startPortal();
  const browser = await launchBrowser();
  try {
    const taken = new Map<string, Taken[]>(PAGES.map(({ what }) => [what, []]));
    for (let round = 0; round < ROUNDS; round++)
      for (const shown of PAGES) taken.get(shown.what)!.push(await once(server, browser, shown));
    const median = (what: string, figure: keyof Taken): number =>
      percentile(
        taken
          .get(what)!
          .map((one) => one[figure])
          .sort((a, b) => a - b),
        0.5,
      );
    return {
      title: `Pages until they can be used: processor ${SLOWER} times slower, nothing cached, a phone's width`,
      note: `Target: under ${LIMIT.toLocaleString("en")} ms for a customer's first page. Milliseconds from navigation; medians of ${ROUNDS}.`,
      rows: PAGES.map(({ what }) => ({
        what,
        usable: Math.round(median(what, "usable")),
        limit: LIMIT,
        "longest task": Math.round(median(what, "longest")),
        "kB loaded": Math.round(median(what, "kilobytes")),
      })),
    };
  } finally {
    await browser.close();
    await server.close();
  }
}
