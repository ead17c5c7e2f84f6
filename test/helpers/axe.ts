/** axe in a page: what keeps people from using it. The engine is brought into a page once; what lies between its pages stays. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";

let source = "";
function engine(): string {
  if (source !== "") return source;
  const { resolve } = createRequire(createRequire(import.meta.url).resolve("@axe-core/playwright"));
  source = readFileSync(resolve("axe-core/axe.min.js"), "utf8");
  return source;
}

interface Found {
  readonly id: string;
  readonly nodes: readonly {
    readonly target: readonly string[];
    readonly failureSummary?: string;
  }[];
}

/** What axe finds wrong with a page as it stands, by all its rules or by these. */
export async function violations(page: Page, rules?: readonly string[]): Promise<string[]> {
  if (!(await page.evaluate("'axe' in globalThis"))) await page.evaluate(engine());
  const options = {
    resultTypes: ["violations"],
    ...(rules === undefined ? {} : { runOnly: { type: "rule", values: rules } }),
  };
  const found = await page.evaluate<readonly Found[]>(
    `axe.run(document, ${JSON.stringify(options)}).then(({ violations }) => violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ target, failureSummary }) => ({ target: target.map(String), failureSummary })) })))`,
  );
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary = "" }) =>
      `${id}: ${target.join(" ")} ${failureSummary.split("\n")[1] ?? ""}`.trim(),
    ),
  );
}
