/**
 * After `npm install` has changed package-lock.json: names in it the packages for other platforms that npm left out.
 *
 * npm leaves an optional package out of the lock file if the registry at hand does not have it, though its dependant names its exact
 * version; `npm ci` then refuses the whole lock file, on every platform. An entry that says for which platform it is heals that: npm
 * skips it elsewhere without asking the registry, and installs it where it belongs.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./run.ts";

interface Entry {
  readonly version?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly dev?: boolean;
}

const OS = ["android", "darwin", "freebsd", "linux", "openharmony", "win32"] as const;
const CPU: Readonly<Record<string, string>> = {
  arm64: "arm64",
  amd64: "x64",
  x64: "x64",
  ia32: "ia32",
};

/** What a package's name says of its platform: `@scope/tool-linux-x64-musl`. */
function platformOf(name: string): { os: string[]; cpu: string[]; libc?: string[] } {
  const parts = name.split("/").at(-1)?.split("-") ?? [];
  const os = OS.find((each) => parts.includes(each));
  const cpu = parts.map((part) => CPU[part]).find((each) => each !== undefined);
  if (os === undefined || cpu === undefined) throw new Error(`cannot tell the platform of ${name}`);
  const libc = parts.includes("musl") ? "musl" : parts.includes("gnu") ? "glibc" : undefined;
  return { cpu: [cpu], ...(libc && os === "linux" ? { libc: [libc] } : {}), os: [os] };
}

const file = join(root, "package-lock.json");
const lock = JSON.parse(readFileSync(file, "utf8")) as { packages: Record<string, Entry & object> };
const added: string[] = [];
for (const [path, entry] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    const beside = `${path}/node_modules/${name}`;
    const above = `node_modules/${name}`;
    if (lock.packages[beside] || lock.packages[above] || !/^\d/.test(version)) continue;
    lock.packages[above] = {
      version,
      ...platformOf(name),
      ...(entry.dev ? { dev: true } : {}),
      optional: true,
    } as Entry;
    added.push(`${name}@${version}`);
  }
}
const sorted = Object.fromEntries(
  Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)),
);
writeFileSync(file, `${JSON.stringify({ ...lock, packages: sorted }, null, 2)}\n`);
process.stdout.write(`${added.length} packages of other platforms added to package-lock.json\n`);
for (const name of added) process.stdout.write(`  ${name}\n`);
