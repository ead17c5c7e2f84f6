import { readFileSync } from "node:fs";
import { assert, describe, it } from "vitest";
import { FORMAT_ERROR_CODES, type FormatErrorCode } from "../../../portal/verify/errors.ts";
import {
  decidingLayer,
  EXIT_CODES,
  OPEN_CODES,
  VERDICT_WORDS,
  type VerdictWord,
} from "../../../portal/verify/verdict.ts";
import { allVectors } from "../../../scripts/vectors/all.ts";
import { readVectors, VECTORS } from "../../helpers/vectors.ts";
import type { CompareVector } from "./run-compare.ts";
import type { MisbehaviourVector } from "./run-misbehaviour.ts";
import { type EvidenceVector, runVector } from "./run-vector.ts";

/** docs/FORMAT.md §11.2: the state of the layer that decides. */
const STATES: Readonly<Record<VerdictWord, string>> = {
  INVALID: "fail",
  DIVERGED: "fail",
  UNPINNED: "unknown",
  CANNOT_TELL: "unknown",
  NOT_ANCHORED: "unknown",
  NOT_FINAL: "unknown",
  NOT_REPLAYED: "unknown",
  STALE: "fail",
  VERIFIED: "none",
};

const vectors = readVectors<EvidenceVector>("evidence");

/** Reasons of what is shared with partners, and of what they acknowledge. */
/** Reached by the vectors of certificates of erasure, as their own test says. */
const OF_ERASURE: readonly string[] = [
  ...FORMAT_ERROR_CODES.filter((code) => code.startsWith("erasure_")),
  "since_before_declaration",
];
const OF_SHARING: readonly FormatErrorCode[] = FORMAT_ERROR_CODES.filter((code) =>
  /^(credential|consent|acknowledgement)_|^terms_form$|^shared_|^disclosure_(unreferenced|doubled)$/.test(
    code,
  ),
);

/** Reasons of proofs of misbehaviour, and of what is compared. */
const OF_MISBEHAVIOUR: readonly FormatErrorCode[] = [
  "unknown_misbehaviour",
  "statement_form",
  "subtree_incomplete",
  "prefix_mismatch",
  "receipt_entry_mismatch",
  "no_contradiction",
  "unknown_file",
  "tlog_proof_form",
];

describe("evidence vectors", () => {
  it.each(vectors)("%s", async (_name, vector) => {
    const { outcome, verdict, questions, sentences } = await runVector(vector);
    assert.deepEqual(outcome, vector.expect);
    if (verdict === null) {
      assert.isEmpty(questions, "a policy that is refused ends it");
      return;
    }
    const state = decidingLayer(verdict.layers)?.state ?? "none";
    assert.equal(state, STATES[verdict.word]);
    assert.equal(verdict.exitCode, EXIT_CODES[verdict.word]);
    assert.deepEqual(JSON.parse(JSON.stringify(verdict)), verdict, "a verdict is plain data");
    assert.isAtMost(questions.length, "bounds" in vector ? 3 : 1);
    for (const sentence of sentences) assert.notMatch(sentence, /[{}]|undefined|null/);
    if (verdict.word === "INVALID") {
      assert.isEmpty(verdict.disclosed, "nothing is told of a file that proves nothing");
      assert.isNull(verdict.checkpoint);
    }
  });

  it("are at least fifty, and described in both languages", () => {
    assert.isAtLeast(vectors.length, 50);
    for (const [name, { description }] of vectors) {
      assert.match(name, /^[a-z0-9-]+$/);
      assert.match(description.en, /^[A-Z0-9±].*\.$/u, name);
      assert.match(description.zh, /\p{Script=Han}.*。$/u, name);
    }
  });

  it("reach every word, and every reason that evidence can fail for", () => {
    const words = new Set(vectors.map(([, { expect }]) => expect.word));
    assert.sameMembers([...words], [...VERDICT_WORDS, null]);
    const reached = new Set(vectors.map(([, { expect }]) => expect.code));
    // Reasons of other files than evidence and policy, and of the writer's side; and what step S4 has shown already.
    const elsewhere = new Set(
      "bad_value bad_hex bad_length bad_time record_fields receipt_form not_reached replay_end".split(
        " ",
      ),
    );
    for (const code of [...OF_MISBEHAVIOUR, ...OF_SHARING, ...OF_ERASURE]) elsewhere.add(code);
    const missing = [...FORMAT_ERROR_CODES, ...Object.keys(OPEN_CODES)].filter(
      (code) => !reached.has(code as never) && !elsewhere.has(code),
    );
    assert.deepEqual(missing, []);
  });

  it("leave it to other vectors to reach what is of other files only", () => {
    const proofs = readVectors<MisbehaviourVector>("misbehaviour").map(
      ([, one]) => one.expect.code,
    );
    const compared = readVectors<CompareVector>("compare").flatMap(([, one]) => one.expect.refused);
    const reached = new Set([...proofs, ...compared]);
    for (const code of OF_MISBEHAVIOUR) assert.isTrue(reached.has(code), code);
    const shared = ["credentials", "shared-records", "acknowledgements"].flatMap((folder) =>
      readVectors<{ readonly expect: string | null }>(folder).map(([, one]) => one.expect),
    );
    for (const code of OF_SHARING) assert.include(shared, code);
  });

  it("are what the generator makes", () => {
    const generated = allVectors();
    assert.deepEqual([...generated.keys()].sort(), vectors.map(([name]) => `${name}.json`).sort());
    for (const [name, text] of generated) {
      assert.equal(readFileSync(`${VECTORS}/evidence/${name}`, "utf8"), text, name);
    }
  });
});
