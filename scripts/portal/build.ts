/**
 * `npm run build`: the portal, as browsers load it, into `portal/dist`. `npm start` and the tests have it made where it is missing or older than its sources; a production server gets it once, before
 * the development tools are left out.
 */
import { createHash } from "node:crypto";
import { existsSync, globSync, readFileSync } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { buildVerifier, forUse, VERIFIER_FILE, verifierHash, verifierVersion } from "./verifier.ts";

const ROOT = resolve(import.meta.dirname, "../..");
export const DIST = join(ROOT, "portal/dist");
const STAMP = "sources.sha256";
const COMPRESSED = /\.(?:js|css|html|svg|json)$/;

/** What the portal follows from. */
function sourcesHash(): string {
  const files = globSync(
    ["portal/{src,verify,pages}/**/*", "scripts/portal/*", "package.json", "package-lock.json"],
    {
      cwd: ROOT,
      withFileTypes: true,
    },
  )
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const hash = createHash("sha256");
  for (const file of files) hash.update(`${file.slice(ROOT.length)}\n`).update(readFileSync(file));
  return hash.digest("hex");
}

/** Whether `portal/dist` is what the sources give. */
export const isBuilt = (): boolean =>
  existsSync(join(DIST, STAMP)) && readFileSync(join(DIST, STAMP), "utf8") === sourcesHash();

/** Beside each file what is sent to browsers that take it compressed: done once here, so that a server need not. */
async function compress(directory: string): Promise<void> {
  const names = await readdir(directory, { recursive: true });
  await Promise.all(
    names
      .filter((name) => COMPRESSED.test(name))
      .map(async (name) => {
        const file = join(directory, name);
        const bytes = await readFile(file);
        const params = { [constants.BROTLI_PARAM_QUALITY]: 9 };
        await writeFile(`${file}.br`, await promisify(brotliCompress)(bytes, { params }));
        await writeFile(`${file}.gz`, await promisify(gzip)(bytes, { level: 9 }));
      }),
  );
}

export interface Built {
  /** SHA-256 of the stand-alone verifier, hex: what docs/VERIFIER.md publishes of a release. */
  readonly verifierHash: string;
}

/** Builds beside what is there and then takes its place: who reads meanwhile reads the one or the other. */
export async function buildPortal(): Promise<Built> {
  const stamp = sourcesHash();
  const made = join(ROOT, "portal", `.dist-${process.pid}`);
  const { build } = await import("vite");
  const config = join(import.meta.dirname, "vite.config.ts");
  try {
    await rm(made, { recursive: true, force: true });
    await mkdir(made);
    await forUse(() => build({ configFile: config, logLevel: "warn", build: { outDir: made } }));
    const verifier = await buildVerifier();
    await writeFile(join(made, VERIFIER_FILE), verifier);
    await compress(made);
    await writeFile(join(made, STAMP), stamp);
    await rm(DIST, { recursive: true, force: true });
    await rename(made, DIST);
    return { verifierHash: verifierHash(verifier) };
  } finally {
    await rm(made, { recursive: true, force: true });
  }
}

/** `--if-stale`: for `npm start`; without the development tools it says what is missing, and the server runs without a portal. */
async function main(onlyIfStale: boolean): Promise<number> {
  if (onlyIfStale && isBuilt()) return 0;
  if (onlyIfStale && !existsSync(join(ROOT, "node_modules/vite"))) {
    const then = existsSync(DIST) ? "the one that is there is served" : "there is none";
    process.stderr.write(`The portal is not built from these sources (npm run build); ${then}.\n`);
    return 0;
  }
  process.stderr.write("Building the portal …\n");
  const { verifierHash: hash } = await buildPortal();
  process.stderr.write(`Stand-alone verifier ${verifierVersion()}: SHA-256 ${hash}\n`);
  return 0;
}

if (import.meta.main) process.exitCode = await main(process.argv.includes("--if-stale"));
