/** The portal as it was built (`npm run build`), held in memory: a few megabytes, and no path of a request ever reaches the disk. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { extname, join, sep } from "node:path";

export type Encoding = "br" | "gzip";

export interface PortalFile {
  readonly type: string;
  readonly bytes: Uint8Array;
  readonly compressed: ReadonlyMap<Encoding, Uint8Array>;
}

/** By their path, as `assets/index-….js`. */
export type PortalFiles = ReadonlyMap<string, PortalFile>;

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
  ".json": "application/json",
};
const ENCODINGS: readonly (readonly [Encoding, string])[] = [
  ["br", ".br"],
  ["gzip", ".gz"],
];

/** @returns `null` where it was not built */
export function loadPortal(directory: string): PortalFiles | null {
  if (!existsSync(join(directory, "index.html"))) return null;
  const names = readdirSync(directory, { recursive: true, encoding: "utf8" });
  const files = new Map<string, PortalFile>();
  for (const name of names) {
    const type = TYPES[extname(name)];
    if (type === undefined) continue;
    const compressed = new Map<Encoding, Uint8Array>();
    for (const [encoding, ending] of ENCODINGS)
      if (names.includes(`${name}${ending}`))
        compressed.set(encoding, readFileSync(join(directory, `${name}${ending}`)));
    const bytes = readFileSync(join(directory, name));
    files.set(name.split(sep).join("/"), { type, bytes, compressed });
  }
  return files;
}
