import { readFileSync } from "node:fs";
import { assert, describe, it } from "vitest";
import { base64Decode } from "../../../portal/verify/bytes.ts";
import { encodeCertificate, parseCertificate } from "../../../portal/verify/erasure-certificate.ts";
import { STREAM_EXTENTS } from "../../../portal/verify/erasure-streams.ts";
import { ERASURE_CAVEATS } from "../../../portal/verify/erasure-verdict.ts";
import { FORMAT_ERROR_CODES } from "../../../portal/verify/errors.ts";
import { EXIT_CODES, VERDICT_WORDS } from "../../../portal/verify/verdict.ts";
import { allErasureVectors } from "../../../scripts/vectors/erasure/all.ts";
import { readVectors, VECTORS } from "../../helpers/vectors.ts";
import { type ErasureVector, runErasure } from "./run-erasure.ts";

const vectors = readVectors<ErasureVector>("erasure");
const valid = vectors.filter(([, { expect }]) => expect.word !== "INVALID");

describe("vectors of certificates of erasure", () => {
  it.each(vectors)("%s", async (_name, vector) => {
    const { outcome, verdict, questions, told } = await runErasure(vector);
    assert.deepEqual(outcome, vector.expect);
    assert.equal(verdict.exitCode, EXIT_CODES[verdict.word]);
    assert.deepEqual(JSON.parse(JSON.stringify(verdict)), verdict, "a verdict is plain data");
    assert.isAtMost(questions.length, vector.since === undefined ? 1 : 2);
    for (const one of told) {
      const { layers, declared, streams, kept, outcomes, caveats, ignored } = one;
      const sentences = [
        ...[one.sentence, ...layers.map(({ sentence }) => sentence)],
        ...[...declared, ...streams, ...kept, ...outcomes, ...caveats, ...ignored],
      ];
      for (const sentence of sentences) assert.notMatch(sentence, /[{}]|undefined|null|NaN/);
      if (verdict.word === "INVALID") {
        assert.isEmpty([...declared, ...streams, ...kept, ...outcomes, ...caveats]);
        assert.isNull(verdict.declaration, "nothing is told of a file that proves nothing");
        assert.isNull(verdict.checkpoint);
      } else {
        assert.lengthOf(streams, verdict.streams.length);
        assert.isNotEmpty(kept);
        assert.isNotEmpty(outcomes);
      }
    }
  });

  it("are described in both languages", () => {
    for (const [name, { description }] of vectors) {
      assert.match(name, /^[a-z0-9-]+$/);
      assert.match(description.en, /^[A-Z0-9].*\.$/u, name);
      assert.match(description.zh, /\p{Script=Han}.*。$/u, name);
    }
  });

  it("reach every word, every caveat, all that is told of a stream, and every reason of their own", () => {
    const words = new Set(vectors.map(([, { expect }]) => expect.word));
    assert.sameMembers([...words], [...VERDICT_WORDS]);
    const caveats = new Set(valid.flatMap(([, { expect }]) => expect.caveats ?? []));
    assert.sameMembers([...caveats], [...ERASURE_CAVEATS]);
    const extents = new Set(valid.flatMap(([, { expect }]) => expect.extents ?? []));
    assert.sameMembers([...extents], [...STREAM_EXTENTS]);
    const reached = new Set(vectors.map(([, { expect }]) => expect.code));
    const own = FORMAT_ERROR_CODES.filter((code) => code.startsWith("erasure_"));
    for (const code of [...own, "since_before_declaration"]) assert.isTrue(reached.has(code), code);
  });

  it("are written as they are read", () => {
    for (const [name, { file }] of valid) {
      const source = base64Decode(file);
      assert.deepEqual([...encodeCertificate(parseCertificate(source))], [...source], name);
    }
  });

  it("are what the generator makes", () => {
    const generated = allErasureVectors();
    assert.deepEqual([...generated.keys()].sort(), vectors.map(([name]) => `${name}.json`).sort());
    for (const [name, text] of generated)
      assert.equal(readFileSync(`${VECTORS}/erasure/${name}`, "utf8"), text, name);
  });
});
