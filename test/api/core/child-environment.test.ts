import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";

const MODULE = new URL("../../../api/core/child-environment.ts", import.meta.url).href;
const PROGRAM = `console.log(JSON.stringify((await import("${MODULE}")).childEnvironment()))`;

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "counterfoil-child-"));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const environmentOf = (env: Record<string, string>): unknown =>
  JSON.parse(
    execFileSync(process.execPath, ["--input-type=module", "-e", PROGRAM], { env }).toString(),
  );

it("holds nothing of ours but where what was compiled is kept", () => {
  expect(environmentOf({ COUNTERFOIL_DATA: "x", TOKEN: "y" })).toEqual({});
  const kept = { NODE_COMPILE_CACHE: directory };
  expect(environmentOf({ TOKEN: "y", ...kept })).toEqual(kept);
});
