import { join } from "node:path";
import { build, type Rolldown } from "vite";
import { assert, describe, it } from "vitest";
import { serve, withPage } from "../../../helpers/browser.ts";
import { readVectors } from "../../../helpers/vectors.ts";
import { type CompareVector, runCompare } from "../run-compare.ts";
import { type ErasureVector, runErasure } from "../run-erasure.ts";
import { type MisbehaviourVector, runMisbehaviour } from "../run-misbehaviour.ts";
import { type EvidenceVector, runVector } from "../run-vector.ts";

type Results = Record<string, { run: unknown; milliseconds: number }>;

/** What the page runs, by the name of its function there, and the same here. */
const SETS = {
  runEvidence: {
    vectors: readVectors<EvidenceVector>("evidence"),
    here: (vector: unknown) => runVector(vector as EvidenceVector),
  },
  runErasure: {
    vectors: readVectors<ErasureVector>("erasure"),
    here: (vector: unknown) => runErasure(vector as ErasureVector),
  },
  runMisbehaviour: {
    vectors: readVectors<MisbehaviourVector>("misbehaviour"),
    here: (vector: unknown) => runMisbehaviour(vector as MisbehaviourVector),
  },
  runCompare: {
    vectors: readVectors<CompareVector>("compare"),
    here: async (vector: unknown) => runCompare(vector as CompareVector),
  },
};

async function bundle(): Promise<string> {
  const output = (await build({
    configFile: false,
    logLevel: "error",
    build: {
      write: false,
      minify: false,
      lib: { entry: join(import.meta.dirname, "entry.ts"), formats: ["es"], fileName: "entry" },
    },
  })) as Rolldown.RolldownOutput[];
  const chunks = output.flatMap(({ output: files }) => files);
  assert.lengthOf(chunks, 1);
  const [chunk] = chunks;
  assert(chunk?.type === "chunk");
  assert.isEmpty(chunk.imports, "the kernel is whole");
  return chunk.code;
}

describe("the kernel in a browser", () => {
  it("gives the same verdict on every vector as in Node", { timeout: 240_000 }, async () => {
    const page =
      '<!doctype html><meta charset="utf-8"><title>Vectors</title><script type="module" src="/entry.js"></script>';
    const served = await serve(
      new Map([
        ["/", { type: "text/html", body: page }],
        ["/entry.js", { type: "text/javascript", body: await bundle() }],
      ]),
    );
    try {
      const all = await withPage(async (tab) => {
        await tab.goto(served.url);
        await tab.waitForFunction("typeof runCompare === 'function'");
        const results: [string, Results][] = [];
        for (const [name, { vectors }] of Object.entries(SETS)) {
          // As text: what passes a value between page and test drops members named __proto__.
          const text = await tab.evaluate(
            `${name}(${JSON.stringify(vectors)}).then(JSON.stringify)`,
          );
          results.push([name, JSON.parse(text as string)]);
        }
        return results;
      });
      for (const [set, results] of all) await sameAsHere(set as keyof typeof SETS, results);
    } finally {
      await served.close();
    }
  });
});

async function sameAsHere(set: keyof typeof SETS, results: Results): Promise<void> {
  const { vectors, here } = SETS[set];
  assert.sameMembers(
    Object.keys(results),
    vectors.map(([name]) => name),
  );
  for (const [name, vector] of vectors) {
    const { run } = results[name] as { run: { outcome: unknown } };
    assert.deepEqual(run.outcome, vector.expect, name);
    assert.deepEqual(run, JSON.parse(JSON.stringify(await here(vector))), name);
  }
}
