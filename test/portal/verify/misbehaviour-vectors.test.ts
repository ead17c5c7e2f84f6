import { readFileSync } from "node:fs";
import { assert, describe, it } from "vitest";
import { base64Decode } from "../../../portal/verify/bytes.ts";
import { encodeMisbehaviour, parseMisbehaviour } from "../../../portal/verify/misbehaviour.ts";
import { MISBEHAVIOUR_KINDS } from "../../../portal/verify/misbehaviour-kinds.ts";
import {
  CHAIN_CODES,
  MISBEHAVIOUR_CAVEATS,
  MISBEHAVIOUR_WORDS,
} from "../../../portal/verify/misbehaviour-verdict.ts";
import { STATEMENT_FORMS } from "../../../portal/verify/statement.ts";
import { EXIT_CODES } from "../../../portal/verify/verdict.ts";
import { allMisbehaviourVectors } from "../../../scripts/vectors/misbehaviour/all.ts";
import { readVectors, VECTORS } from "../../helpers/vectors.ts";
import { type MisbehaviourVector, runMisbehaviour } from "./run-misbehaviour.ts";

const vectors = readVectors<MisbehaviourVector>("misbehaviour");
const proven = vectors.filter(([, { expect }]) => expect.word === "DIVERGED");

describe("misbehaviour vectors", () => {
  it.each(vectors)("%s", async (_name, vector) => {
    const { outcome, verdict, questions, sentences } = await runMisbehaviour(vector);
    assert.deepEqual(outcome, vector.expect);
    assert.equal(verdict.exitCode, EXIT_CODES[verdict.word]);
    assert.deepEqual(JSON.parse(JSON.stringify(verdict)), verdict, "a verdict is plain data");
    if (verdict.kind === "off_chain") assert.lengthOf(questions, vector.policy === null ? 0 : 1);
    else if (verdict.kind !== null) assert.isEmpty(questions, "only one kind asks the chain");
    for (const sentence of sentences) assert.notMatch(sentence, /[{}]|undefined|null|NaN/);
    if (verdict.word === "INVALID") {
      assert.isEmpty(verdict.sides, "nothing is told of a file that proves nothing");
      assert.isNull(verdict.origin);
    }
  });

  it("are described in both languages", () => {
    for (const [name, { description }] of vectors) {
      assert.match(name, /^[a-z0-9-]+$/);
      assert.match(description.en, /^[A-Z0-9].*\.$/u, name);
      assert.match(description.zh, /\p{Script=Han}.*。$/u, name);
    }
  });

  it("prove every kind, and for every kind show what does not prove it", () => {
    const kinds = new Set(proven.map(([, { expect }]) => expect.kind));
    assert.sameMembers([...kinds], [...MISBEHAVIOUR_KINDS]);
    const innocent = vectors
      .filter(([, { expect }]) => expect.code === "no_contradiction")
      .map(([, { file }]) => parseMisbehaviour(base64Decode(file)).kind);
    assert.sameMembers([...new Set(innocent)], [...MISBEHAVIOUR_KINDS]);
  });

  it("reach every word, every caveat, every form of statement and every way the chain cannot tell", () => {
    const words = new Set(vectors.map(([, { expect }]) => expect.word));
    assert.sameMembers([...words], [...MISBEHAVIOUR_WORDS]);
    const caveats = new Set(vectors.flatMap(([, { expect }]) => expect.caveats));
    assert.sameMembers([...caveats], [...MISBEHAVIOUR_CAVEATS]);
    const forms = proven.flatMap(([, { file }]) => {
      const { a, b, c } = parseMisbehaviour(base64Decode(file));
      return [a, b, c].flatMap((statement) => (statement === null ? [] : [statement.form]));
    });
    assert.sameMembers([...new Set(forms)], [...STATEMENT_FORMS]);
    const codes = new Set(vectors.map(([, { expect }]) => expect.code));
    for (const code of CHAIN_CODES) assert.isTrue(codes.has(code), code);
  });

  it("are written as they are read", () => {
    for (const [name, { file }] of proven) {
      const source = base64Decode(file);
      assert.deepEqual([...encodeMisbehaviour(parseMisbehaviour(source))], [...source], name);
    }
  });

  it("are what the generator makes", () => {
    const generated = allMisbehaviourVectors();
    assert.deepEqual([...generated.keys()].sort(), vectors.map(([name]) => `${name}.json`).sort());
    for (const [name, text] of generated) {
      assert.equal(readFileSync(`${VECTORS}/misbehaviour/${name}`, "utf8"), text, name);
    }
  });
});
