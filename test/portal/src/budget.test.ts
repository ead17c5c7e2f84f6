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
    const words = laterOf(entry, language);
    expect(words).toHaveLength(1);
    const all = withImports([...entryOf("index.html"), ...words]);
    const total = [...all].reduce((sum, name) => sum + compressed(name), 0);
    expect(total).toBeGreaterThan(50_000);
    expect(total).toBeLessThan(LIMIT);
  });

  it("has no charts, and nothing of other rooms", () => {
    const named = [...withImports(entryOf("index.html"))].join();
    expect(named).not.toMatch(
      /OverviewPage|AuditPage|PacksPage|recharts|Charts|Calendar|DatePicker|DayPicker/,
    );
    // The page itself is in it.
    expect(laterOf(withImports(entryOf("index.html")), "ConsentsPage")).toEqual([]);
  });

  it("of the page that verifies is under it, too", () => {
    const entry = withImports(entryOf("verify.html"));
    const words = laterOf(entry, "en");
    expect(words).toHaveLength(1);
    const total = [...withImports([...entryOf("verify.html"), ...words])].reduce(
      (sum, name) => sum + compressed(name),
      0,
    );
    expect(total).toBeLessThan(LIMIT);
  });
});

/** What the page's head asks for by itself (portal/src/ahead.js). */
interface Ahead {
  readonly words: Readonly<Record<string, readonly string[]>>;
  readonly pages: Readonly<Record<string, readonly string[]>>;
}

describe("what is asked for ahead", () => {
  const listed = (page: string): Ahead => {
    const lists = /const \{ words, pages \} = (\{.*\});/.exec(read(page));
    return JSON.parse(lists![1]!);
  };

  it("is what the scripts would ask for later, and all of it", () => {
    const entry = withImports(entryOf("index.html"));
    const { words, pages } = listed("index.html");
    const wanted = (name: string) => {
      const [later] = laterOf(entry, name);
      return [...withImports([later!])].filter((file) => !entry.has(file)).sort();
    };
    const scripts = (files: readonly string[]) =>
      files
        .filter((file) => file.endsWith(".js"))
        .map((file) => file.slice(1))
        .sort();
    expect(scripts(words.en!)).toEqual(wanted("en"));
    expect(scripts(words.zh!)).toEqual(wanted("zh"));
    expect(scripts(pages["/"]!)).toEqual(wanted("Landing"));
    expect(scripts(pages["/app/overview"]!)).toEqual(wanted("OverviewPage"));
    for (const file of Object.values({ ...words, ...pages }).flat())
      expect(read(file.slice(1)).length).toBeGreaterThan(0);
  });

  it("is the words alone on the page that verifies", () => {
    const { words, pages } = listed("verify.html");
    expect(pages).toEqual({});
    const entry = withImports(entryOf("verify.html"));
    const [own] = laterOf(entry, "zh");
    const wanted = [...withImports([own!])].filter((file) => !entry.has(file));
    expect([...words.zh!].sort()).toEqual(wanted.map((file) => `/${file}`).sort());
    expect(words.zh!.join()).not.toMatch(/customer|officer/);
  });

  it("leaves the page's encoding where browsers look for it", () => {
    expect(read("index.html").slice(0, 1_024)).toContain('<meta charset="utf-8"');
  });
});
