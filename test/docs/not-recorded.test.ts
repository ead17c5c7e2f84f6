/** What SECURITY.md says of the reads that leave no record of access. */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { MATRIX } from "../../api/http/matrix.ts";

const text = readFileSync(new URL("../../docs/SECURITY.md", import.meta.url), "utf8");
const begin = text.indexOf("## What records of access prove");
const section = text.slice(begin, text.indexOf("\n## ", begin + 1));

const documented = (path: string): string => path.replaceAll(/:(\w+)/g, "{$1}");
/** They answer with addresses of people. Lists of organizations and of keys have none. */
const WITH_ADDRESSES = /^\/v1\/(accounts(\/:id)?|organizations\/:organization)$/;

it("names every route that answers with addresses of accounts", () => {
  const routes = MATRIX.filter(({ method, path }) => method === "GET" && WITH_ADDRESSES.test(path));
  expect(routes).toHaveLength(3);
  for (const { path } of routes) expect(section).toContain(`${documented(path)}\``);
});
