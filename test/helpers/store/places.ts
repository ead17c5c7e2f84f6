import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A new directory for one test, and how to be rid of it. */
export function newPlace(): { readonly directory: string; remove(): void } {
  const directory = mkdtempSync(join(tmpdir(), "counterfoil-store-"));
  return { directory, remove: () => rmSync(directory, { recursive: true, force: true }) };
}
