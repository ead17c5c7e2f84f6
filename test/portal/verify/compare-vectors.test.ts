import { readFileSync } from "node:fs";
import { assert, describe, it } from "vitest";
import { base64Decode } from "../../../portal/verify/bytes.ts";
import { MISBEHAVIOUR_KINDS } from "../../../portal/verify/misbehaviour-kinds.ts";
import { parsePolicy } from "../../../portal/verify/policy.ts";
import { verifyMisbehaviour } from "../../../portal/verify/verify-misbehaviour.ts";
import { allCompareVectors } from "../../../scripts/vectors/compare/all.ts";
import { readVectors, VECTORS } from "../../helpers/vectors.ts";
import { type CompareVector, runCompare } from "./run-compare.ts";

const vectors = readVectors<CompareVector>("compare");

describe("compare vectors", () => {
  it.each(vectors)("%s", async (_name, vector) => {
    const { outcome, proof } = runCompare(vector);
    assert.deepEqual(outcome, vector.expect);
    const { a, b } = vector;
    const turned = runCompare({ ...vector, a: b, b: a });
    assert.equal(turned.outcome.found, outcome.found, "whichever comes first");
    if (proof === null) return;
    const policy = parsePolicy(JSON.stringify(vector.policy));
    const verdict = await verifyMisbehaviour(base64Decode(proof), { policy, ask: null });
    assert.deepEqual([verdict.word, verdict.kind], ["DIVERGED", outcome.found]);
    // A proof stays what it is, whatever it is compared with.
    assert.equal(runCompare({ ...vector, a: proof }).outcome.found, outcome.found);
  });

  it("are described in both languages", () => {
    for (const [name, { description }] of vectors) {
      assert.match(name, /^[a-z0-9-]+$/);
      assert.match(description.en, /^[A-Z0-9].*\.$/u, name);
      assert.match(description.zh, /\p{Script=Han}.*。$/u, name);
    }
  });

  it("find every kind that two files can show", () => {
    const found = new Set(vectors.map(([, { expect }]) => expect.found));
    // A tree of no entries that lies is hardly handed out; the chain is asked elsewhere.
    const missing = MISBEHAVIOUR_KINDS.filter((kind) => !found.has(kind));
    assert.deepEqual(missing, ["empty_root", "off_chain"]);
  });

  it("are what the generator makes", () => {
    const generated = allCompareVectors();
    assert.deepEqual([...generated.keys()].sort(), vectors.map(([name]) => `${name}.json`).sort());
    for (const [name, text] of generated) {
      assert.equal(readFileSync(`${VECTORS}/compare/${name}`, "utf8"), text, name);
    }
  });
});
