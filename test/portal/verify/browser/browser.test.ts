import { join } from "node:path";
import { build, type Rolldown } from "vite";
import { assert, describe, it } from "vitest";
import { serve, withPage } from "../../../helpers/browser.ts";
import { readVectors } from "../../../helpers/vectors.ts";
import { type EvidenceVector, type Run, runVector } from "../run-vector.ts";

type Results = Record<string, { run: Run; milliseconds: number }>;

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
  it("gives the same verdict on every vector as in Node", { timeout: 120_000 }, async () => {
    const vectors = readVectors<EvidenceVector>("evidence");
    const page =
      '<!doctype html><meta charset="utf-8"><title>Vectors</title><script type="module" src="/entry.js"></script>';
    const served = await serve(
      new Map([
        ["/", { type: "text/html", body: page }],
        ["/entry.js", { type: "text/javascript", body: await bundle() }],
      ]),
    );
    try {
      const results = await withPage(async (tab) => {
        await tab.goto(served.url);
        await tab.waitForFunction("typeof runAll === 'function'");
        // As text: what passes a value between page and test drops members named __proto__.
        const text = await tab.evaluate(`runAll(${JSON.stringify(vectors)}).then(JSON.stringify)`);
        return JSON.parse(text as string) as Results;
      });
      assert.sameMembers(
        Object.keys(results),
        vectors.map(([name]) => name),
      );
      for (const [name, vector] of vectors) {
        const { run } = results[name] as { run: Run };
        assert.deepEqual(run.outcome, vector.expect, name);
        assert.deepEqual(run, JSON.parse(JSON.stringify(await runVector(vector))), name);
      }
    } finally {
      await served.close();
    }
  });
});
