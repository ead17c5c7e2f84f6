/** An export that somebody has unpacked: the files of a folder, without following anything out of it. */
import { constants } from "node:fs";
import { lstat, open, readdir } from "node:fs/promises";
import { join } from "node:path";
import { Unreadable } from "../../../api/rights/export/bundle/fault.ts";
import { isPath, MOST_FILES } from "../../../api/rights/export/bundle/manifest.ts";
import type { OpenedFiles } from "./zip-file.ts";

const MOST_FILE = 512 * 1024 * 1024;

/** @throws Unreadable for what an export cannot have; errors of the system */
export async function openFolder(folder: string): Promise<OpenedFiles> {
  const paths: string[] = [];
  const walk = async (within: string): Promise<void> => {
    for (const one of await readdir(join(folder, within), { withFileTypes: true })) {
      const path = within === "" ? one.name : `${within}/${one.name}`;
      if (!isPath(path)) throw new Unreadable("", "name");
      if (one.isDirectory()) await walk(path);
      else if (!one.isFile()) throw new Unreadable(path, "link");
      else if (paths.push(path) > MOST_FILES + 1) throw new Unreadable("", "too_large");
    }
  };
  await walk("");
  const known = new Set(paths);
  return {
    paths,
    async read(path) {
      if (!known.has(path)) throw new Unreadable(path, "missing");
      const place = join(folder, path);
      if ((await lstat(place)).size > MOST_FILE) throw new Unreadable(path, "too_large");
      // It may have become a link since.
      const handle = await open(place, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
      try {
        return await handle.readFile();
      } finally {
        await handle.close();
      }
    },
    close: async () => {},
  };
}
