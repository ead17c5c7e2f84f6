/** What is taken out of a file, each part for itself, and what is left behind. */
import fc from "fast-check";
import { assert, describe, it } from "vitest";
import { utf8Decode, utf8Encode } from "../../../portal/verify/bytes.ts";
import { contradiction } from "../../../portal/verify/contradiction.ts";
import { canonicalBytes, type JsonObject } from "../../../portal/verify/jcs.ts";
import { know } from "../../../portal/verify/known.ts";
import { MAX_STATEMENT_BYTES, statementsOf } from "../../../portal/verify/read-statements.ts";
import type { Statements } from "../../../portal/verify/statements.ts";
import {
  answerFile,
  checkpointFile,
  currentFile,
  type HandedOut,
  historyFile,
  known,
  policy,
  receiptFile,
  receiptNote,
  recordFile,
  tlogProofFile,
} from "./handed-out.ts";
import { Life } from "./ledger-life.ts";
import { auditor, mei, secondAuditor } from "./stream-world.ts";

const life = new Life();
const [first, second] = [life.write(mei, "consent"), life.write(mei, "consent")];
life.seal();
const third = life.write(mei, "consent");
life.seal();
const { world } = life;
const size = world.entries.length;

const counts = ({ trees, receipts, entries, maps, streams, loose }: Statements) => ({
  trees: trees.length,
  receipts: receipts.length,
  entries: entries.length,
  maps: maps.length,
  streams: streams.length,
  loose: loose.length,
});
const NONE = { trees: 0, receipts: 0, entries: 0, maps: 0, streams: 0, loose: 0 };
const told = (file: HandedOut) => ({ form: known(file).form, ...counts(known(file)) });
const read = (text: string) => statementsOf(utf8Encode(text), policy);
const refusal = (text: string): string | null => {
  const found = read(text);
  return "refused" in found ? found.refused.code : null;
};

describe("a file", () => {
  it("gives what it has", () => {
    assert.deepEqual(told(checkpointFile(world, size)), { form: "checkpoint", ...NONE, trees: 1 });
    assert.deepEqual(told(receiptFile(first)), { form: "receipt", ...NONE, receipts: 1 });
    assert.deepEqual(told(answerFile(first)), {
      form: "receipt",
      ...NONE,
      receipts: 1,
      entries: 1,
    });
    assert.deepEqual(told(recordFile(world, first, size)), {
      form: "evidence",
      ...NONE,
      trees: 1,
      entries: 1,
    });
    const stream = { form: "evidence", ...NONE, trees: 1, maps: 1, streams: 1 };
    assert.deepEqual(told(currentFile(world, third, size)), { ...stream, entries: 2 });
    assert.deepEqual(told(historyFile(world, [first, second, third], size)), {
      ...stream,
      entries: 4,
    });
    assert.deepEqual(told(tlogProofFile(world, 0, size)), {
      form: "tlog_proof",
      ...NONE,
      trees: 1,
      entries: 1,
    });
    assert.deepEqual(told(tlogProofFile(world, 0, size, false)), {
      form: "tlog_proof",
      ...NONE,
      trees: 1,
      loose: 1,
    });
  });

  it("keeps of a checkpoint the lines that count", () => {
    const note = world.checkpoint(size, [auditor, secondAuditor]);
    const [tree] = (read(note) as Statements).trees;
    assert.equal(tree?.note, note);
    assert.deepEqual(tree?.cosigned, [auditor.name, secondAuditor.name]);
    const forged = note.replace(
      /\n— auditor\.example\/a2 .*\n/u,
      (line) => `${line.replace("/a2", "/a3")}`,
    );
    const [kept] = (read(forged) as Statements).trees;
    assert.equal(kept?.note, world.checkpoint(size, [auditor]));
  });

  it("shows records as far as they are the entry's", () => {
    const [entry] = known(answerFile(first)).entries;
    assert.equal(entry?.record?.content.kind, "consent");
    const other = JSON.parse(utf8Decode(answerFile(first).bytes));
    other.disclosures = JSON.parse(utf8Decode(answerFile(second).bytes)).disclosures;
    const [bare] = (read(JSON.stringify(other)) as Statements).entries;
    assert.isNull(bare?.record);
  });

  it("keeps a receipt whatever stands beside it, and the entry if only its disclosures are spoiled", () => {
    const answer = JSON.parse(utf8Decode(answerFile(first).bytes));
    for (const [change, entries, fault] of [
      [{ disclosures: ["!"] }, 1, "bad_base64url"],
      [{ disclosures: null }, 1, "wrong_shape"],
      [{ entry: "!" }, 0, "bad_base64"],
      [{ entry: 3 }, 0, "wrong_shape"],
      [
        { entry: JSON.parse(utf8Decode(answerFile(second).bytes)).entry },
        0,
        "receipt_entry_mismatch",
      ],
    ] as const) {
      const found = read(JSON.stringify({ ...answer, ...change })) as Statements;
      assert.deepEqual(counts(found), { ...NONE, receipts: 1, entries });
      assert.equal(found.fault?.code, fault);
    }
  });

  it("shows an entry where a tree has it, with what a receipt's answer says of it", () => {
    const proof = tlogProofFile(world, first.index, size);
    const { entries } = know([known(answerFile(first)), known(proof)]);
    const [entry] = entries.filter(({ placed }) => placed.index === first.index);
    assert.property(entry?.from, "tree");
    assert.equal(entry?.record?.content.kind, "consent");
    assert.lengthOf(entries, 1);
  });

  it("of a write is read in any spelling", () => {
    const answer = utf8Decode(answerFile(first).bytes);
    for (const text of [
      answer.replace(/—/gu, "\\u2014"),
      `${JSON.stringify(JSON.parse(answer))}\r\n`,
      JSON.stringify({ line: 3, ...JSON.parse(answer), more: { of: "it" } }),
      JSON.stringify({ receipt: receiptNote(first.index, first.leaf) }),
    ]) {
      assert.equal((read(text) as Statements).receipts.length, 1);
    }
  });

  it("that is nothing of ours is refused", () => {
    const { checkpoint: _checkpoint, ...evidence } = JSON.parse(
      utf8Decode(recordFile(world, first, size).bytes),
    );
    assert.equal(refusal(utf8Decode(canonicalBytes(evidence as JsonObject))), "wrong_shape");
    assert.equal(refusal(""), "unknown_file");
    assert.equal(refusal("{}"), "unknown_file");
    assert.equal(refusal('{"receipt":3}'), "unknown_file");
    assert.equal(refusal('{"format":"counterfoil/evidence/v2"}'), "unknown_file");
    assert.equal(refusal('{"receipt":"x"}'), "note_form");
    assert.equal(refusal("one\n\ntwo\n"), "unknown_file");
    assert.equal(refusal(`${world.checkpoint(size)}two\n`), "note_signature_line");
    assert.equal(refusal(`{"a":${"[".repeat(40)}`), "too_deep");
    const large = statementsOf(new Uint8Array(MAX_STATEMENT_BYTES + 1), policy);
    assert("refused" in large && large.refused.code === "too_large");
  });

  it("is evidence in its one spelling only", () => {
    const text = utf8Decode(recordFile(world, first, size).bytes);
    assert.equal(refusal(text.replace('"claim":', '"claim": ')), "not_canonical");
  });
});

describe("any bytes", () => {
  const files = [
    historyFile(world, [first, second, third], size),
    recordFile(world, first, size),
    tlogProofFile(world, 0, size),
    answerFile(first),
  ];

  it("are read or refused, and with a bit turned accuse nobody", { timeout: 180_000 }, () => {
    for (const { bytes, name } of files) {
      const honest = known({ bytes, name });
      for (let i = 0; i < bytes.length; i += 41 + (i % 5)) {
        const copy = bytes.slice();
        copy[i] = (copy[i] as number) ^ (1 << (i % 8));
        const found = statementsOf(copy, policy);
        if ("refused" in found) continue;
        assert.isNull(contradiction(honest, found), `${name}, byte ${i}`);
      }
    }
  });

  it("and any JSON", () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        assert("refused" in read(text));
      }),
    );
    const parts = fc.record({
      receipt: fc.constant(receiptNote(0, first.leaf)),
      entry: fc.anything(),
      disclosures: fc.anything(),
    });
    fc.assert(
      fc.property(parts, (answer) => {
        // A firm spoils no receipt by what it writes beside it.
        const found = read(JSON.stringify(answer) ?? "");
        assert(!("refused" in found) && found.receipts.length === 1);
      }),
    );
  });
});
