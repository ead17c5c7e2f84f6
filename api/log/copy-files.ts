/** The files of the second copy: finding what is there, and writing many that become durable together. */
import { lstat, mkdir, readdir, rename, rm } from "node:fs/promises";
import { dirname, join, sep } from "node:path";
import { Refusal } from "../core/errors.ts";
import { syncDirectory, writeBeside } from "../core/files.ts";
import { numberPath, parseTilePath, TILE_WIDTH } from "./tiles.ts";

export const BUNDLES = "tile/entries";
export const NOTES = "checkpoints";
export const TIMES = "times";

/** How wide each bundle is. */
export interface BundleList {
  /** 0: it is not there. */
  width(n: number): number;
  add(n: number, width: number): void;
  /** Those from number `n` on, the last first. */
  from(n: number): number[];
  /** It is only so wide now; 0: it is gone. */
  narrow(n: number, width: number): void;
  /** Entries without a hole, and beyond the last that is there at all. */
  extent(): { readonly size: number; readonly reach: number };
}

export async function listBundles(directory: string): Promise<BundleList> {
  const widths = new Map<number, number>();
  const add = (n: number, width: number): void => {
    widths.set(n, Math.max(width, widths.get(n) ?? 0));
  };
  for (const { n, width } of await listNumbers(join(directory, BUNDLES))) add(n, width);
  const width = (n: number): number => widths.get(n) ?? 0;
  return {
    width,
    add,
    from: (first) => [...widths.keys()].filter((n) => n >= first).sort((a, b) => b - a),
    narrow(n, to) {
      if (to === 0) widths.delete(n);
      else widths.set(n, to);
    },
    extent() {
      let whole = 0;
      while (width(whole) === TILE_WIDTH) whole += 1;
      const last = [...widths.keys()].reduce((a, b) => Math.max(a, b), 0);
      return {
        size: whole * TILE_WIDTH + width(whole),
        reach: last * TILE_WIDTH + width(last),
      };
    },
  };
}

/** Sizes of the checkpoints that are there, ascending. */
export async function listNotes(directory: string): Promise<number[]> {
  const found = await listNumbers(join(directory, NOTES));
  return found.flatMap(({ n, width }) => (width === TILE_WIDTH ? [n] : [])).sort((a, b) => a - b);
}

/** What a crash left half done has another name, and is passed over. */
async function listNumbers(folder: string): Promise<{ n: number; width: number }[]> {
  const names = await readdir(folder, { recursive: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  return names.flatMap((name) => {
    const path = parseTilePath(`tile/entries/${name.split(sep).join("/")}`);
    return path !== null && "bundle" in path ? [{ n: path.bundle, width: path.width }] : [];
  });
}

/** Writes files below a directory, each whole or not there; all are durable when it resolves. */
export async function writeTogether(
  directory: string,
  files: readonly { readonly path: string; readonly content: string | Uint8Array }[],
): Promise<void> {
  const folders = new Set(files.map(({ path }) => dirname(path)));
  for (const folder of folders) await makeFolder(directory, folder);
  // Side by side: a disk makes several durable in one go.
  await Promise.all(
    files.map(async ({ path, content }) => {
      const target = join(directory, path);
      await rename(await writeBeside(target, content), target);
    }),
  );
  for (const folder of folders) await syncDirectory(join(directory, folder));
}

/** A directory of that name with those above it, durably. */
async function makeFolder(directory: string, folder: string): Promise<void> {
  const made = await mkdir(join(directory, folder), { recursive: true, mode: 0o700 });
  if (made === undefined) return;
  for (let path = join(directory, folder); path.length > directory.length; path = dirname(path)) {
    await syncDirectory(dirname(path));
  }
}

/**
 * Refuses what stands in the place of something of the copy, as links do to places that whoever can write to the copy cannot write to.
 *
 * @throws Refusal `invalid_setting`, which names it
 */
export async function assertPlain(directory: string, setting: string): Promise<void> {
  for (const name of [TIMES, dirname(BUNDLES), BUNDLES, NOTES]) {
    const found = await lstat(join(directory, name)).catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return null;
      throw error;
    });
    if (found === null || (name === TIMES ? found.isFile() : found.isDirectory())) continue;
    throw new Refusal("invalid_setting", {
      setting: `${setting}/${name}`,
      problem: "unusable_directory",
    });
  }
}

/** Removes of a bundle all forms but the one of this width; 0: all of it. */
export async function removeOthers(directory: string, n: number, width: number): Promise<void> {
  const whole = join(directory, BUNDLES, numberPath(n));
  const parts = `${whole}.p`;
  if (width < TILE_WIDTH) await rm(whole, { force: true });
  if (width === 0 || width === TILE_WIDTH) await rm(parts, { recursive: true, force: true });
  else await removeNarrower(directory, n, width);
  await syncDirectory(dirname(whole));
}

/** Removes the partial forms of a bundle that a wider one has replaced. */
export async function removeNarrower(directory: string, n: number, width: number): Promise<void> {
  const folder = join(directory, BUNDLES, `${numberPath(n)}.p`);
  if (width === TILE_WIDTH) return rm(folder, { recursive: true, force: true });
  for (const name of await readdir(folder)) {
    if (name !== String(width)) await rm(join(folder, name), { force: true });
  }
}
