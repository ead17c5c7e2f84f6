/** Bundles of a copy that somebody else extends meanwhile. */
import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import * as files from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { copyReader } from "../../../../api/audit/copy/read-copy.ts";
import { encodeBundle } from "../../../../api/log/bundles.ts";

vi.mock("node:fs/promises", async (original) => {
  const real = await original<typeof files>();
  return { ...real, readdir: vi.fn(real.readdir) };
});

let directory: string;
const at = (name: string): string => join(directory, "tile/entries", name);
const entries = (count: number): Uint8Array[] =>
  Array.from({ length: count }, () => Buffer.from("entry"));

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "counterfoil-copy-"));
  mkdirSync(at("001.p"), { recursive: true });
  writeFileSync(at("000"), encodeBundle(entries(256)));
  writeFileSync(at("001.p/3"), encodeBundle(entries(3)));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

it("are found by their names, in the form that is there now", async () => {
  const reader = copyReader(directory, { times: "missing", notes: true });
  expect(await reader.bundle(0)).toHaveLength(256);
  expect(await reader.bundle(1)).toHaveLength(3);
  writeFileSync(at("001.p/7"), encodeBundle(entries(7)));
  writeFileSync(at("001.p/left over"), "");
  expect(await reader.bundle(1)).toHaveLength(7);
  writeFileSync(at("001"), encodeBundle(entries(256)));
  rmSync(at("001.p"), { recursive: true });
  expect(await reader.bundle(1)).toHaveLength(256);
  renameSync(at("000"), at("002"));
  expect(await reader.bundle(0)).toBeNull();
  expect(readdirSync(at("."))).toEqual(["001", "002"]);
});

it("are not listed all anew for one that is not there", async () => {
  const reader = copyReader(directory, { times: "missing", notes: true });
  vi.mocked(files.readdir).mockClear();
  for (let n = 2; n < 20; n++) expect(await reader.bundle(n)).toBeNull();
  const listed = vi.mocked(files.readdir).mock.calls.map(([folder]) => String(folder));
  expect(listed.every((folder) => folder.endsWith(".p"))).toBe(true);
});
