/** The file itself: read and written in one spelling, judged, and told in words. The rules of each kind: the vectors. */
import { assert, describe, it } from "vitest";
import { asLeafIndex, asNodeHash, asTreeSize } from "../../../portal/verify/brands.ts";
import { utf8Decode, utf8Encode } from "../../../portal/verify/bytes.ts";
import { checkMisbehaviour } from "../../../portal/verify/check-misbehaviour.ts";
import {
  encodeMisbehaviour,
  type Misbehaviour,
  misbehaviour,
  parseMisbehaviour,
} from "../../../portal/verify/misbehaviour.ts";
import { renderMisbehaviour } from "../../../portal/verify/render-misbehaviour.ts";
import type { EntryStatement } from "../../../portal/verify/statement.ts";
import { prefixHashes } from "../../../portal/verify/subtree.ts";
import { verifyMisbehaviour } from "../../../portal/verify/verify-misbehaviour.ts";
import { referenceRoot } from "../../helpers/reference-merkle.ts";
import { codeOf } from "./code-of.ts";
import { auditor, mei, secondAuditor, trusted, World } from "./stream-world.ts";

/** Two ledgers of one firm, which part at the entry that `fork` writes. */
function forked(fork: (world: World) => void, before = 5): readonly [World, World] {
  const [one, other] = [new World(), new World()];
  for (const world of [one, other]) {
    world.strangers(before);
    world.seal();
  }
  fork(other);
  for (const world of [one, other]) {
    world.strangers(4);
    world.seal();
  }
  return [one, other];
}

const policy = trusted([auditor, secondAuditor]);
const checkpoint = (world: World, size: number, cosigners = [auditor]) =>
  ({ form: "checkpoint", checkpoint: world.checkpoint(size, cosigners) }) as const;

function entry(world: World, index: number, size: number): EntryStatement {
  return {
    form: "entry",
    checkpoint: world.checkpoint(size),
    entry: world.entries[index] as Uint8Array,
    inclusion: world.path(index, size),
    index: asLeafIndex(index),
  };
}

function node(world: World, index: number, size: number) {
  const hash = asNodeHash(world.leaves(size)[index] as Uint8Array);
  const path = world.path(index, size);
  const text = world.checkpoint(size);
  return { form: "node", checkpoint: text, node: { level: 0, index, hash, path } } as const;
}

const hashesOf = (world: World, size1: number, size2: number) =>
  prefixHashes(asTreeSize(size1), asTreeSize(size2), async (ids) =>
    ids.map(({ level, index }) =>
      referenceRoot(world.leaves(size2).slice(index * 2 ** level, (index + 1) * 2 ** level)),
    ),
  );

const verify = (proof: Misbehaviour, reader = policy) =>
  verifyMisbehaviour(encodeMisbehaviour(proof), { policy: reader, ask: null });

/** Proven, told whole in both languages, and written as it was read. */
async function assertProven(proof: Misbehaviour, says: RegExp): Promise<void> {
  const verdict = await verify(proof);
  assert.equal(verdict.word, "DIVERGED", JSON.stringify(verdict.reason));
  assert.equal(verdict.exitCode, 30);
  assert.equal(verdict.kind, proof.kind);
  for (const language of ["en", "zh"] as const) {
    const told = renderMisbehaviour(verdict, language);
    const all = [told.sentence, told.finding, ...told.sides, ...told.caveats].join("\n");
    assert.notMatch(all, /[{}]|undefined|null/);
  }
  assert.match(renderMisbehaviour(verdict, "en").finding ?? "", says);
  const source = encodeMisbehaviour(proof);
  assert.deepEqual([...encodeMisbehaviour(parseMisbehaviour(source))], [...source]);
  assert.deepEqual(JSON.parse(JSON.stringify(verdict)), verdict, "a verdict is plain data");
}

async function assertNothing(proof: Misbehaviour, code = "no_contradiction"): Promise<void> {
  const verdict = await verify(proof);
  assert.deepEqual([verdict.word, verdict.reason?.code], ["INVALID", code]);
  assert.isNull(renderMisbehaviour(verdict, "en").finding);
}

describe("trees", () => {
  const [one, other] = forked((world) => world.strangers(1));
  // One more entry before the fork's own: sizes 11 and 12.
  const [sizeA, sizeB] = [one.entries.length, other.entries.length];

  it("two of one size", async () => {
    const [left, right] = forked((world) => world.put(mei.secrets.access, mei.secrets.consent));
    right.entries.pop();
    const proof = misbehaviour("two_roots", checkpoint(left, 10), checkpoint(right, 10));
    await assertProven(proof, /signed two different trees of 10 entries/);
    await assertNothing({ ...proof, b: proof.a });
    await assertNothing(misbehaviour("two_roots", checkpoint(left, 10), checkpoint(right, 9)));
  });

  it("one that does not begin with the other", async () => {
    const hashes = await hashesOf(other, sizeA, sizeB);
    const proof = misbehaviour("prefix", checkpoint(one, sizeA), checkpoint(other, sizeB), {
      hashes,
    });
    await assertProven(proof, /a tree of 11 entries, and a tree of 12 entries that does not begin/);
    // Of one ledger, nothing.
    await assertNothing({ ...proof, a: checkpoint(other, sizeA) });
    // Hashes of another tree than the larger one.
    await assertNothing(
      { ...proof, hashes: await hashesOf(one, sizeA - 1, sizeA) },
      "proof_length",
    );
    const wrong = [...hashes.slice(0, -1), asNodeHash(new Uint8Array(32))];
    await assertNothing({ ...proof, hashes: wrong }, "prefix_mismatch");
  });

  it("that differ in a leaf both have", async () => {
    const [a, b] = [node(one, 10, sizeA), node(other, 10, sizeB)];
    await assertProven(misbehaviour("two_nodes", a, b), /that differ in entry 10:/);
    await assertNothing(misbehaviour("two_nodes", a, node(other, 9, sizeB)));
    await assertNothing(misbehaviour("two_nodes", node(one, 2, sizeA), node(other, 2, sizeB)));
  });

  it("name the auditors who cosigned them, and one who cosigned both", async () => {
    const hashes = await hashesOf(other, sizeA, sizeB);
    const proof = misbehaviour(
      "prefix",
      checkpoint(one, sizeA, [auditor]),
      checkpoint(other, sizeB, [secondAuditor]),
      { hashes },
    );
    const verdict = await verify(proof);
    assert.deepEqual(
      verdict.sides.map(({ cosigned }) => cosigned),
      [[auditor.name], [secondAuditor.name]],
    );
    assert.deepEqual(verdict.caveats, ["key_holder"]);
    const both = { ...proof, b: checkpoint(other, sizeB, [secondAuditor, auditor]) };
    assert.deepEqual((await verify(both)).caveats, ["key_holder", "auditor_on_both"]);
    const told = renderMisbehaviour(await verify(both), "en").caveats.at(-1) ?? "";
    assert.include(told, auditor.name);
    assert.notInclude(told, secondAuditor.name);
    // An auditor who is not pinned is a stranger whose line is named.
    const alone = await verify(both, trusted([auditor]));
    assert.deepEqual(
      alone.ignored.map(({ name }) => name),
      [secondAuditor.name],
    );
  });
});

describe("two entries of one number", () => {
  const world = new World();
  world.strangers(3);
  const first = world.write(mei, "consent");
  world.heads.clear();
  const again = world.write(mei, "consent");
  const size = world.seal();
  const [a, b] = [entry(world, first.index, size), entry(world, again.index, size)];

  it("under one checkpoint", async () => {
    await assertProven(
      misbehaviour("two_seq", a, b),
      /entry 3 is number 1 of a stream.*entry 4 is number 1/,
    );
    const verdict = await verify(misbehaviour("two_seq", a, b));
    assert.deepEqual(verdict.caveats, ["key_holder", "auditor_vouched"]);
  });

  it("are not one entry shown twice, nor entries of two streams", async () => {
    await assertNothing(misbehaviour("two_seq", a, a));
    await assertNothing(misbehaviour("two_seq", entry(world, 1, size), b));
  });
});

describe("a file", () => {
  const [one, other] = forked((world) => world.put(mei.secrets.access, mei.secrets.consent));
  const proof = misbehaviour("two_roots", checkpoint(one, 11), checkpoint(other, 11));
  const source = encodeMisbehaviour(proof);
  const reason = (bytes: Uint8Array, reader: typeof policy | null = policy) =>
    checkMisbehaviour(bytes, reader).failure?.code ?? null;

  it("says nothing for certain without a policy", async () => {
    const verdict = await verifyMisbehaviour(source, { policy: null, ask: null });
    assert.deepEqual(
      [verdict.word, verdict.exitCode, verdict.reason?.code],
      ["UNPINNED", 21, "no_policy"],
    );
  });

  it("is one spelling, of one shape", () => {
    const text = utf8Decode(source);
    const changed = (from: string, to: string) => reason(utf8Encode(text.replace(from, to)));
    assert.equal(changed('"c":null', '"c": null'), "not_canonical");
    assert.equal(changed("misbehaviour/v1", "misbehaviour/v2"), "unknown_format");
    assert.equal(changed('"two_roots"', '"two_rooks"'), "unknown_misbehaviour");
    assert.equal(changed('"two_roots"', '"prefix"'), "wrong_shape");
    assert.equal(changed('"two_roots"', '"two_nodes"'), "statement_form");
    assert.equal(changed('"value":null', '"value":"AA=="'), "wrong_shape");
    assert.equal(changed('"hashes":null,', ""), "wrong_shape");
    assert.equal(reason(new Uint8Array(1_048_577)), "too_large");
    assert.equal(
      codeOf(() => encodeMisbehaviour({ ...proof, b: null })),
      "wrong_shape",
    );
  });

  it("that one bit was changed in proves nothing, wherever it was, but for lines that it does not rest on", () => {
    const text = utf8Decode(source);
    for (let i = 0; i < source.length; i++) {
      const copy = source.slice();
      copy[i] = (copy[i] as number) ^ (1 << (i % 8));
      if (reason(copy) !== null) continue;
      const line = text.lastIndexOf("\\n—", utf8Decode(source.slice(0, i)).length);
      assert.include(text.slice(line, line + 40), auditor.name, `byte ${i}`);
    }
  });
});
