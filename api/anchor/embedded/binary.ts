/**
 * anvil's own executable. Not `node_modules/.bin/anvil`: that is a wrapper in JavaScript whose child outlives it when the wrapper is
 * killed.
 */
import { createRequire } from "node:module";

const ARCHITECTURES: Readonly<Record<string, string>> = { x64: "amd64", arm64: "arm64" };

/** Throws if the package for this platform was not installed, for instance with `npm ci --omit=optional`. */
export function anvilBinary(platform = process.platform, arch = process.arch): string {
  const name = `@foundry-rs/anvil-${platform}-${ARCHITECTURES[arch] ?? arch}`;
  const file = platform === "win32" ? "anvil.exe" : "anvil";
  // The platform package is a dependency of @foundry-rs/anvil, and need not lie at the top of node_modules.
  const require = createRequire(import.meta.url);
  const fromWrapper = createRequire(require.resolve("@foundry-rs/anvil/package.json"));
  return fromWrapper.resolve(`${name}/bin/${file}`);
}
