/** The house (docs/ARCHITECTURE.md) is kept by a test: it reads the import statements. */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { describe, expect, it } from "vitest";

const tracked = execFileSync("git", [
  "ls-files",
  "-co",
  "--exclude-standard",
  "--",
  "*.ts",
  "*.tsx",
  "*.mjs",
])
  .toString()
  .split("\n")
  .filter((file) => file !== "" && existsSync(file));
const files = tracked.filter((file) => /^(api|portal|scripts|bench|ignition)\//.test(file));

/** Rooms and their ranks; the first pattern that matches decides. */
const ROOMS: readonly [RegExp, string, number][] = [
  [/^portal\/verify\//, "verify", 0],
  // For the browsers of others: it knows nothing of the server but its address.
  [/^portal\/embed\//, "embed", 0],
  // Our own pages for signing in; it makes elements as the other does.
  [/^portal\/pages\//, "pages", 0.1],
  [/^portal\/src\//, "portal", 9],
  [/^api\/core\//, "core", 1],
  [/^api\/store\//, "store", 2],
  [/^api\/vault\//, "vault", 3],
  [/^api\/log\//, "log", 3],
  [/^api\/anchor\//, "anchor", 4],
  [/^api\/cosign\//, "cosign", 4],
  // Domains, in the order in which they may use one another.
  [/^api\/ledger\//, "ledger", 5],
  [/^api\/identity\//, "identity", 5.03],
  [/^api\/consent\//, "consent", 5.05],
  [/^api\/sharing\//, "sharing", 5.07],
  [/^api\/rights\//, "rights", 5.09],
  [/^api\/auditor\//, "auditor", 5.1],
  [/^api\/audit\//, "audit", 5.2],
  [/^api\/http\//, "http", 6],
  [/^api\/(main\.ts|start\/)/, "start", 7],
  [/^(scripts|bench|ignition)\//, "scripts", 7],
  // Gas is measured in one way, by the snapshot test and by the benchmark.
  [/^test\/contracts\/helpers\//, "scripts", 7],
  // What the benchmark measures with, too.
  [/^test\/(contracts\/helpers\/|e2e\/process|helpers\/(browser|portal-|settled))/, "scripts", 7],
];

function room(file: string): { name: string; rank: number } {
  const found = ROOMS.find(([pattern]) => pattern.test(file));
  if (!found) throw new Error(`${file} stands in no room; docs/ARCHITECTURE.md names them`);
  return { name: found[1], rank: found[2] };
}

interface Import {
  readonly from: string;
  readonly what: string;
}

const IMPORT =
  /(?:^|\n)\s*(?:import|export)\s[^;]*?\sfrom\s*["']([^"']+)["']|import\s*\(\s*["']([^"']+)["']|(?:^|\n)\s*import\s*["']([^"']+)["']/g;

const text = (file: string): string => readFileSync(file, "utf8");

function imports(file: string): Import[] {
  return [...text(file).matchAll(IMPORT)].map((match) => ({
    from: file,
    what: (match[1] ?? match[2] ?? match[3]) as string,
  }));
}

const all = files.flatMap(imports);
const local = all
  .filter(({ what }) => what.startsWith("."))
  .map(({ from, what }) => ({ from, to: normalize(join(dirname(from), what)) }))
  .filter(({ to }) => /\.tsx?$/.test(to));

describe("the house", () => {
  it("has every source file in a room", () => {
    expect(files.length).toBeGreaterThan(50);
    for (const file of files) expect(() => room(file)).not.toThrow();
  });

  it("imports point down the ranks, never up, never sideways between rooms of one rank", () => {
    const wrong = local.filter(({ from, to }) => {
      const a = room(from);
      const b = room(to);
      if (a.name === b.name) return false;
      // Composition roots may use each other.
      if (a.rank === 7 && b.rank === 7) return false;
      return b.rank >= a.rank;
    });
    expect(wrong).toEqual([]);
  });

  it("has no cycle of imports", () => {
    const edges = new Map<string, string[]>();
    for (const { from, to } of local) edges.set(from, [...(edges.get(from) ?? []), to]);
    const done = new Set<string>();
    const walk = (file: string, path: readonly string[]): void => {
      if (path.includes(file)) throw new Error(`cycle: ${[...path, file].join(" → ")}`);
      if (done.has(file)) return;
      for (const next of edges.get(file) ?? []) {
        // Type-only cycles within the catalogs of one room vanish at run time, but are still refused.
        walk(next, [...path, file]);
      }
      done.add(file);
    };
    for (const file of edges.keys()) walk(file, []);
  });

  const only = (library: RegExp, allowed: RegExp) =>
    all.filter(({ from, what }) => library.test(what) && !allowed.test(from));

  it("has ethers in api/anchor only", () => {
    expect(only(/^ethers(\/|$)/, /^api\/anchor\//)).toEqual([]);
  });

  it("has the library of sign-in in api/identity only, and its adapter in api/store", () => {
    expect(
      only(/^(better-auth|@better-auth|nodemailer)(\/|$)/, /^api\/(identity|store)\//),
    ).toEqual([]);
  });

  it("has SQL in api/store only", () => {
    // The benchmark compares with bare better-sqlite3: that is its peer.
    expect(only(/^(drizzle-orm|better-sqlite3)(\/|$)/, /^(api\/store|bench)\//)).toEqual([]);
  });

  it("has nothing of Node, and no package but @noble, in the kernel", () => {
    const kernel = all.filter(({ from }) => from.startsWith("portal/verify/"));
    expect(kernel.length).toBeGreaterThan(20);
    expect(kernel.filter(({ what }) => !/^(\.\/|@noble\/(hashes|curves)\/)/.test(what))).toEqual(
      [],
    );
  });

  it("has HTTP libraries in the domains and api/http only, and in bench as what they are compared with", () => {
    const rooms =
      /^(api\/(ledger|identity|consent|sharing|rights|auditor|audit|http|start)|bench\/work|portal\/src)\//;
    expect(only(/^(hono|@hono\/)/, rooms)).toEqual([]);
  });

  it("has in the portal nothing of the server but the types of what it answers", () => {
    const statement = /(?:^|\n)\s*(?:import|export)\s([^;]*?)\sfrom\s*["'](\.[^"']+)["']/g;
    const wrong = files
      .filter((file) => file.startsWith("portal/src/"))
      .flatMap((file) =>
        [...text(file).matchAll(statement)].map(([, what = "", to = ""]) => ({
          ...{ file, isType: what.startsWith("type ") },
          to: normalize(join(dirname(file), to)),
        })),
      )
      .filter(({ to }) => !/^portal\/(src|verify)\//.test(to))
      // Signing in as somebody of the demonstration is the same on both pages.
      .filter(({ to }) => to !== "portal/pages/demonstration.ts")
      .filter(({ to, isType }) => !(isType && to === "api/http/client.ts"));
    expect(wrong).toEqual([]);
  });

  const mentions = (word: RegExp, allowed: RegExp): string[] =>
    files.filter((file) => !allowed.test(file) && word.test(withoutComments(text(file))));

  it("reads the environment in main.ts and scripts only", () => {
    expect(mentions(/process\.env/, /^(api\/main\.ts|scripts\/|bench\/)/)).toEqual([]);
  });

  it("reads the clock and chance in api/core only, and the clock in the portal", () => {
    expect(mentions(/Date\.now|Math\.random|new Date\(\)/, /^(api\/core|portal\/src)\//)).toEqual(
      [],
    );
  });

  it("writes to no console outside scripts", () => {
    expect(
      mentions(/console\.|process\.std(out|err)/, /^(api\/main\.ts|scripts\/|bench\/)/),
    ).toEqual([]);
  });

  it("exports no value that no other file names", () => {
    const users = new Map<string, number>();
    for (const file of tracked)
      for (const word of new Set(withoutComments(text(file)).match(/[A-Za-z_$][\w$]*/g)))
        users.set(word, (users.get(word) ?? 0) + 1);
    const exported = /^export (?:async )?(?:const|function\*?|class) ([A-Za-z_$][\w$]*)/gm;
    const unused = files.flatMap((file) =>
      [...text(file).matchAll(exported)]
        .filter(([, name = ""]) => users.get(name) === 1)
        .map(([, name]) => `${file}: ${name}`),
    );
    expect(unused).toEqual([]);
  });

  it("keeps files short: none over 400 lines, nine in ten under 250, half of them 100 or less", () => {
    const lengths = files.map((file) => text(file).split("\n").length).sort((a, b) => a - b);
    const at = (share: number): number => lengths[Math.floor(lengths.length * share)] as number;
    expect(lengths.at(-1)).toBeLessThanOrEqual(400);
    expect(at(0.9)).toBeLessThanOrEqual(250);
    expect(at(0.5)).toBeLessThanOrEqual(100);
  });

  it("keeps those of tests short, too", () => {
    expect(tracked.filter((file) => text(file).trimEnd().split("\n").length > 400)).toEqual([]);
  });
});

function withoutComments(source: string): string {
  return source.replace(/\/\*[\s\S]*?\*\//g, "").replace(/(^|\s)\/\/.*$/gm, "");
}
