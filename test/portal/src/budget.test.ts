/** How much a customer's first page loads: by what the built files import, not by what a browser happens to ask for first. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { DIST } from "../../../scripts/portal/build.ts";
import { ensurePortal } from "../../helpers/portal-server.ts";

const LIMIT = 300_000;
const read = (name: string): string => readFileSync(join(DIST, name), "utf8");
const compressed = (name: string): number => readFileSync(join(DIST, `${name}.br`)).length;

const STATIC = /(?:import|from)\s*["']\.\/([\w.-]+\.js)["']/g;
const LATER = /import\(\s*["'`]\.\/([\w.-]+\.js)["'`]\s*\)/g;
const namesIn = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].map(([, name]) => `assets/${name}`);

/** A script and all that it cannot run without. */
function withImports(names: readonly string[], seen = new Set<string>()): Set<string> {
  for (const name of names) {
    if (seen.has(name)) continue;
    seen.add(name);
    withImports(namesIn(read(name), STATIC), seen);
  }
  return seen;
}

const entryOf = (page: string): string[] =>
  [...read(page).matchAll(/(?:src|href)="\/(assets\/[\w.-]+\.js)"/g)].map(([, name]) => name!);

/** What is loaded later by these scripts, where its name begins so. */
const laterOf = (scripts: Iterable<string>, name: string): string[] =>
  [...scripts]
    .flatMap((script) => namesIn(read(script), LATER))
    .filter((later) => later.startsWith(`assets/${name}-`));

beforeAll(ensurePortal, 180_000);

describe("the script of the first page", () => {
  it.each(["en", "zh"])("of a customer is under 300 KB, compressed: %s", (language) => {
    const entry = withImports(entryOf("index.html"));
    const page = laterOf(entry, "ConsentsPage");
    const words = laterOf(entry, language);
    expect([page.length, words.length]).toEqual([1, 1]);
    const all = withImports([...entryOf("index.html"), ...page, ...words]);
    const total = [...all].reduce((sum, name) => sum + compressed(name), 0);
    expect(total).toBeGreaterThan(50_000);
    expect(total).toBeLessThan(LIMIT);
  });

  it("has no charts, and nothing of other rooms", () => {
    const entry = withImports(entryOf("index.html"));
    const all = withImports([...entry, ...laterOf(entry, "ConsentsPage")]);
    const named = [...all].join();
    expect(named).not.toMatch(
      /OverviewPage|AuditPage|PacksPage|recharts|Charts|Calendar|DatePicker/,
    );
  });

  it("of the page that verifies is under it, too", () => {
    const entry = withImports(entryOf("verify.html"));
    const total = [...entry, ...laterOf(entry, "en")].reduce(
      (sum, name) => sum + compressed(name),
      0,
    );
    expect(total).toBeLessThan(LIMIT);
  });
});
