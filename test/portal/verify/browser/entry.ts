/** What the page runs: the same code as the runner in Node. */
import { type EvidenceVector, runVector } from "../run-vector.ts";

async function runAll(vectors: readonly [string, EvidenceVector][]) {
  const results: Record<string, { run: unknown; milliseconds: number }> = {};
  for (const [name, vector] of vectors) {
    const start = performance.now();
    const run = await runVector(vector);
    results[name] = { run, milliseconds: performance.now() - start };
  }
  return results;
}

Object.assign(globalThis, { runAll });
