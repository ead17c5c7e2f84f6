import { enableCompileCache } from "node:module";
import { fileURLToPath } from "node:url";

const DIRECTORY = fileURLToPath(new URL("../node_modules/.cache/compile", import.meta.url));

/**
 * A start is mostly compiling. What was compiled once is kept, beside the code: nobody else can write there. Where we cannot either it is compiled again.
 * Threads begun later keep it, too: they learn of it from the environment alone.
 */
export function keepCompiled(): void {
  enableCompileCache(DIRECTORY);
  process.env.NODE_COMPILE_CACHE ??= DIRECTORY;
}
