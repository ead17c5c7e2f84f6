import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export const VECTORS = join(import.meta.dirname, "../vectors");

export function readVectors<T>(directory: string): [name: string, vector: T][] {
  const path = join(VECTORS, directory);
  return readdirSync(path)
    .filter((name) => name.endsWith(".json"))
    .sort()
    .map((name) => [name.slice(0, -5), JSON.parse(readFileSync(join(path, name), "utf8")) as T]);
}
