/** Every metric that the documentation names is there, and every metric is in the documentation. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ALARMS } from "../../api/http/alarms.ts";
import { MATRIX } from "../../api/http/matrix.ts";
import { bearer, type TestApp, testApp } from "../api/http/fixtures.ts";
import { METRICS_TOKEN } from "../helpers/ledger.ts";
import { type Family, parseMetrics } from "../helpers/prometheus.ts";
import { projectFiles, read } from "./markdown.ts";

const OPERATING = read("docs/OPERATING.md");
const NAME = /\bcounterfoil_[a-z_]*[a-z]\b/g;

let app: TestApp;
let families: Map<string, Family>;
beforeAll(async () => {
  app = await testApp();
  const response = await app.app.request("/metrics", { headers: bearer(METRICS_TOKEN) });
  families = parseMetrics(await response.text());
});
afterAll(() => app.close());

/** What samples of a family are called. */
const samplesOf = ({ name, type }: Family): string[] =>
  type === "histogram" ? ["", "_bucket", "_sum", "_count"].map((end) => name + end) : [name];

describe("metrics in the documentation", () => {
  it("exist, whatever document names them", () => {
    const there = new Set([...families.values()].flatMap(samplesOf));
    const named = projectFiles("*.md").flatMap((file) => read(file).match(NAME) ?? []);
    expect(named.length).toBeGreaterThan(40);
    for (const name of named) expect([...there], name).toContain(name);
  });

  it("are all in the table, each once", () => {
    const rows = [...OPERATING.matchAll(/^\| (`counterfoil_[^|]+) \|/gm)].flatMap(
      ([, cell]) => cell!.match(NAME) ?? [],
    );
    expect(rows.sort()).toEqual([...families.keys()].sort());
  });

  it("have the labels that the table says", () => {
    for (const [, names, labels] of OPERATING.matchAll(
      /^\| (`counterfoil_[^|]+) \| ([^|]*) \|/gm,
    )) {
      const said = new Set((labels!.match(/`([a-z]+)`/g) ?? []).map((one) => one.slice(1, -1)));
      for (const name of names!.match(NAME) ?? []) {
        const found = families.get(name)!.samples.flatMap((sample) => Object.keys(sample.labels));
        for (const label of found.filter((one) => one !== "le"))
          expect(said, name).toContain(label);
      }
    }
  });

  it("of alarms are those that there are, in rules and in the table", () => {
    const tabled = [
      ...OPERATING.matchAll(
        /^\| `((?:promises|auditor|terms|agreements|erasure|root)_[a-z_]+)` \|/gm,
      ),
    ].map(([, name]) => name);
    expect(tabled).toEqual([...ALARMS]);
    const ruled = [...OPERATING.matchAll(/counterfoil_alarm\{alarm="([a-z_]+)"\}/g)].map(
      ([, name]) => name,
    );
    expect(ruled.length).toBeGreaterThanOrEqual(2);
    for (const name of ruled) expect(ALARMS).toContain(name);
    const patterns = [...OPERATING.matchAll(/counterfoil_alarm\{alarm=~"([^"]+)"\}/g)].map(
      ([, one]) => one!,
    );
    for (const one of patterns)
      expect(ALARMS.some((alarm) => new RegExp(`^${one}$`).test(alarm))).toBe(true);
  });

  it("are read with a key that a command makes, for that alone", () => {
    const [, scope] =
      /key create --name monitor --role system --scope (\S+) --out/.exec(OPERATING) ?? [];
    const line = MATRIX.find(({ path }) => path === "/metrics");
    expect(line).toMatchObject({ scope, roles: { system: "any" } });
  });
});
