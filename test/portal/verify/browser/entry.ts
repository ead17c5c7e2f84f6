/** What the page runs: the same code as the runners in Node. */
import { type CompareVector, runCompare } from "../run-compare.ts";
import { type ErasureVector, runErasure } from "../run-erasure.ts";
import { type MisbehaviourVector, runMisbehaviour } from "../run-misbehaviour.ts";
import { type EvidenceVector, runVector } from "../run-vector.ts";

type Vectors<T> = readonly [name: string, vector: T][];

async function runEach<T>(vectors: Vectors<T>, run: (vector: T) => unknown) {
  const results: Record<string, { run: unknown; milliseconds: number }> = {};
  for (const [name, vector] of vectors) {
    const start = performance.now();
    const outcome = await run(vector);
    results[name] = { run: outcome, milliseconds: performance.now() - start };
  }
  return results;
}

Object.assign(globalThis, {
  runEvidence: (vectors: Vectors<EvidenceVector>) => runEach(vectors, runVector),
  runMisbehaviour: (vectors: Vectors<MisbehaviourVector>) => runEach(vectors, runMisbehaviour),
  runErasure: (vectors: Vectors<ErasureVector>) => runEach(vectors, runErasure),
  runCompare: (vectors: Vectors<CompareVector>) => runEach(vectors, runCompare),
});
