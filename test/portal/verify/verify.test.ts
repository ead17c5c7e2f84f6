import fc from "fast-check";
import { assert, describe, it } from "vitest";
import { asFieldDigest, asLeafIndex } from "../../../portal/verify/brands.ts";
import { utf8Decode, utf8Encode } from "../../../portal/verify/bytes.ts";
import type { AnchorAnswer, AnchorQuestion, AskChain } from "../../../portal/verify/chain.ts";
import { checkEvidence } from "../../../portal/verify/check.ts";
import {
  encodeEvidence,
  MAX_EVIDENCE_BYTES,
  parseEvidence,
  type RecordEvidence,
} from "../../../portal/verify/evidence.ts";
import { canonicalBytes, type JsonValue } from "../../../portal/verify/jcs.ts";
import { parsePolicy } from "../../../portal/verify/policy.ts";
import { decidingLayer, type Verdict } from "../../../portal/verify/verdict.ts";
import { verifyEvidence } from "../../../portal/verify/verify.ts";
import {
  BLOCK,
  CHAIN_ID,
  CONTRACT,
  evidence,
  fileOf,
  LEDGER_ID,
  policy,
} from "../../../scripts/vectors/build.ts";
import { answer as answerOf } from "../../../scripts/vectors/case.ts";
import { orderFields } from "../../../scripts/vectors/record.ts";
import { logKey, witnessKey } from "../../../scripts/vectors/world.ts";
import { codeOf } from "./code-of.ts";

const trusted = parsePolicy(JSON.stringify(policy()));
const json = evidence({ keys: [logKey, witnessKey] });
const file = fileOf(json);
const answer = answerOf(json) as unknown as AnchorAnswer;
const now = Date.parse("2026-11-22T10:00:00.000Z");
const honest: AskChain = async () => answer;
const verify = (bytes: Uint8Array, ask: AskChain | null = honest, given = trusted) =>
  verifyEvidence(bytes, { policy: given, ask, now });

describe("a file that holds", () => {
  it("tells what it shows", async () => {
    const verdict = await verify(file);
    assert.equal(verdict.word, "VERIFIED");
    const disclosed = verdict.disclosed.map(({ name }) => name);
    assert.deepEqual(
      [...disclosed, ...verdict.withheld].sort(),
      orderFields().map(([name]) => name),
    );
    assert.deepEqual(verdict.disclosed.find(({ name }) => name === "total")?.value, {
      amount: "250.00",
      currency: "CNY",
    });
    assert.equal(verdict.index, 5);
    const [origin, size, root] = json.checkpoint.split("\n");
    assert.deepEqual(verdict.checkpoint, {
      origin,
      size: Number(size),
      root,
    } as Verdict["checkpoint"]);
    assert.deepEqual(verdict.anchor?.block, {
      number: BLOCK,
      hash: `0x${"b1".repeat(32)}`,
      time: "2026-11-22T09:45:00.000Z",
      transaction: `0x${"7a".repeat(32)}`,
    });
    assert.deepEqual(verdict.caveats, ["truth_not_proven", "others_may_exist", "newer_may_exist"]);
    assert.deepEqual(
      verdict.layers.map(({ layer, state }) => [layer, state]),
      [
        ["content", "pass"],
        ["inclusion", "pass"],
        ["checkpoint", "pass"],
        ["anchor", "pass"],
        ["finality", "pass"],
      ],
    );
  });

  it("asks the chain of the policy, not of the file", async () => {
    const asked: AnchorQuestion[] = [];
    await verify(file, async (question) => {
      asked.push(question);
      return answer;
    });
    const expected = {
      chainId: CHAIN_ID,
      contract: CONTRACT,
      ledgerId: LEDGER_ID,
      size: 11,
      block: BLOCK,
    };
    assert.deepEqual(asked, [expected as AnchorQuestion]);
  });

  it("does not ask the chain about a file that is invalid or unpinned", async () => {
    const ask: AskChain = () => assert.fail("asked");
    assert.equal((await verify(file.slice(1), ask)).word, "INVALID");
    assert.equal((await verifyEvidence(file, { policy: null, ask, now })).word, "UNPINNED");
  });

  it("cannot be told without a chain", async () => {
    const verdict = await verify(file, null);
    assert.equal(verdict.word, "CANNOT_TELL");
    assert.isNull(verdict.anchor);
    assert.isAbove(verdict.disclosed.length, 0, "it is signed all the same");
  });

  it("warns of a development chain", async () => {
    for (const chainId of [31337, 1337]) {
      const text = utf8Decode(file).replace(String(CHAIN_ID), String(chainId));
      const verdict = await verifyEvidence(utf8Encode(text), {
        policy: { ...trusted, chainId },
        ask: async () => ({ ...answer, chainId }),
        now,
      });
      assert.equal(verdict.word, "VERIFIED");
      assert.include(verdict.caveats, "development_chain");
    }
  });
});

describe("checkEvidence", () => {
  it("is what a server checks before it hands a file out", () => {
    const { layers, checked } = checkEvidence(file, trusted);
    assert.deepEqual(
      layers.map(({ code }) => code),
      ["content_holds", "included", "checkpoint_signed"],
    );
    assert.deepEqual(
      checked?.ignored.map(({ name }) => name),
      [witnessKey.name],
    );
    assert.equal(checked?.content?.kind, "order");
    assert.equal(checked?.content?.entry.seq, 2);
    assert.isNotNull(checkEvidence(file, null).checked);
  });

  it("ends at the first layer that fails", () => {
    const other = { ...trusted, chainId: 1 };
    const { layers, checked } = checkEvidence(file, other);
    assert.isNull(checked);
    assert.equal(layers.at(-1)?.code, "anchor_other_chain");
    assert.lengthOf(checkEvidence(new Uint8Array(3), trusted).layers, 1);
  });
});

describe("one flipped bit", { timeout: 180_000 }, () => {
  const text = utf8Decode(file);
  const cosignature = text.indexOf(`— ${witnessKey.name}`);
  const lineAt = utf8Encode(text.slice(0, cosignature)).length;
  const lineEnd = utf8Encode(text.slice(0, text.indexOf("\\n", cosignature))).length;

  it("anywhere makes the file invalid, but in the line of a key that is not pinned", async () => {
    let spared = 0;
    for (let at = 0; at < file.length; at++) {
      // Every byte, two of its bits, so that each bit has its turn within a few bytes.
      for (const bit of [at % 8, (at + 3) % 8]) {
        const copy = file.slice();
        copy[at] = (copy[at] as number) ^ (1 << bit);
        const { word } = await verify(copy);
        if (at >= lineAt && at < lineEnd && word === "VERIFIED") spared++;
        else assert.include(["INVALID", "DIVERGED"], word, `byte ${at}, bit ${bit}`);
      }
    }
    assert.isAbove(spared, 30, "the line of the witness was reached");
  });

  it("in what the chain says makes it anything but verified", async () => {
    const source = canonicalBytes(answer as unknown as JsonValue);
    const harmless = /"(blockHash|blockTime|previousSize|transaction|latest|finalized|number)"/;
    const names = utf8Decode(source);
    for (let at = 0; at < source.length; at++) {
      const copy = source.slice();
      copy[at] = (copy[at] as number) ^ (1 << (at % 7));
      let changed: AnchorAnswer;
      try {
        changed = JSON.parse(utf8Decode(copy));
      } catch {
        continue;
      }
      const { word } = await verify(file, async () => changed);
      // Times and hashes of blocks are shown, not judged.
      const member = names.slice(0, at).match(/"[A-Za-z]+":(?!.*"[A-Za-z]+":)/)?.[0] ?? "";
      if (!harmless.test(member)) assert.notEqual(word, "VERIFIED", `${member} at ${at}`);
    }
  });
});

describe("bytes of any kind", { timeout: 180_000 }, () => {
  it("get a verdict", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (bytes) => {
        const verdict = await verify(bytes);
        assert.equal(verdict.word, "INVALID");
        assert.equal(decidingLayer(verdict.layers)?.layer, "content");
      }),
      { numRuns: 250 },
    );
  });

  it("get one when they are JSON of a similar shape", async () => {
    const leaf = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom("record", "counterfoil/evidence/v1", 0, -1, ""),
    );
    const like = fc.letrec<{ node: unknown }>((tie) => ({
      node: fc.oneof(
        { maxDepth: 3 },
        leaf,
        fc.dictionary(
          fc.constantFrom(
            "anchor",
            "record",
            "claim",
            "format",
            "names",
            "fields",
            "entry",
            "index",
            "inclusion",
            "checkpoint",
            "__proto__",
          ),
          tie("node"),
        ),
        fc.array(tie("node")),
      ),
    })).node;
    await fc.assert(
      fc.asyncProperty(
        like,
        fc.constantFrom("anchor", "record", "checkpoint"),
        async (value, member) => {
          for (const changed of [
            value,
            { ...json, [member]: value },
            { ...json, record: { ...json.record, fields: value } },
          ]) {
            let bytes: Uint8Array;
            try {
              bytes = canonicalBytes(changed as JsonValue);
            } catch {
              return;
            }
            const { word } = await verify(bytes);
            assert.include(["INVALID", "VERIFIED"], word);
            // The one change that may stand: no anchor is claimed any more.
            if (word === "VERIFIED") assert.isNull((changed as typeof json).anchor);
          }
        },
      ),
      { numRuns: 250 },
    );
  });

  it("are bounded before anything is done with them", async () => {
    const large = new Uint8Array(MAX_EVIDENCE_BYTES + 1).fill(0x5b);
    const verdict = await verify(large);
    assert.equal(decidingLayer(verdict.layers)?.code, "too_large");
    const deep = await verify(large.slice(1));
    assert.equal(decidingLayer(deep.layers)?.code, "too_deep");
  });

  it("are quick to refuse at their bounds", async () => {
    const many = structuredClone(json);
    many.record.inclusion = Array.from({ length: 65 }, () => many.record.inclusion[0] as string);
    assert.equal(decidingLayer((await verify(fileOf(many))).layers)?.code, "too_large");
    const wide = structuredClone(json);
    wide.record.fields = Array.from({ length: 129 }, () => ({ digest: "" }));
    assert.equal(decidingLayer((await verify(fileOf(wide))).layers)?.code, "too_large");
  });
});

describe("a chain that says anything", { timeout: 180_000 }, () => {
  const words = ["CANNOT_TELL", "NOT_ANCHORED", "DIVERGED", "INVALID", "NOT_FINAL", "VERIFIED"];

  it("gets a verdict", async () => {
    const anything = fc.oneof(
      fc.anything(),
      fc.record(
        Object.fromEntries(
          Object.entries(answer).map(([name, value]) => [
            name,
            fc.oneof(fc.constant(value), fc.anything()),
          ]),
        ),
      ),
    );
    await fc.assert(
      fc.asyncProperty(anything, async (said) => {
        const { word } = await verify(file, async () => said as AnchorAnswer);
        assert.include(words, word);
      }),
      { numRuns: 250 },
    );
  });

  it("is not believed when its answer throws, never was an object, or is endless", async () => {
    const trap = new Proxy(
      {},
      {
        ownKeys: () => {
          throw new Error("trap");
        },
      },
    );
    const getter = {
      ...answer,
      get event(): never {
        throw new Error("trap");
      },
    };
    const circular: Record<string, unknown> = { ...answer };
    circular.event = circular;
    for (const said of [trap, getter, circular, undefined, null, 7, "x", [], () => 1]) {
      const verdict = await verify(file, async () => said as unknown as AnchorAnswer);
      assert.equal(verdict.word, "CANNOT_TELL");
      assert.equal(decidingLayer(verdict.layers)?.code, "chain_answer_unusable");
    }
  });

  it("may throw at once, or reject with anything", async () => {
    const throwing: AskChain = () => {
      throw new Error("at once");
    };
    for (const ask of [
      throwing,
      () => Promise.reject(new Error("later")),
      () => Promise.reject(null),
    ]) {
      assert.equal((await verify(file, ask)).word, "CANNOT_TELL");
    }
  });
});

function parseRecord(): RecordEvidence {
  const parsed = parseEvidence(file);
  assert(parsed.claim === "record");
  return parsed;
}

describe("encodeEvidence", () => {
  it("gives back what was read", () => {
    const parsed = parseEvidence(file);
    assert.deepEqual([...encodeEvidence(parsed)], [...file]);
    const open = encodeEvidence({ ...parsed, anchor: null });
    assert.isNull(parseEvidence(open).anchor);
  });

  it("writes nothing that it would not read", () => {
    const parsed = parseRecord();
    const record = { ...parsed.record, names: parsed.record.names.toReversed() };
    assert.equal(
      codeOf(() => encodeEvidence({ ...parsed, record })),
      "name_order",
    );
    const fields = Array.from({ length: 129 }, () => ({
      digest: asFieldDigest(new Uint8Array(32)),
    }));
    assert.equal(
      codeOf(() => encodeEvidence({ ...parsed, record: { ...parsed.record, fields } })),
      "too_large",
    );
    assert.equal(
      codeOf(() => asLeafIndex(-1)),
      "bad_number",
    );
  });
});
