/** Checkpoints beside what the chain has. */
import type { JsonObject } from "../../../../portal/verify/jcs.ts";
import { answer, flip } from "../../case.ts";
import { type Book, honestBook, stranger, tell } from "../book.ts";
import { accusesNobody, honest, type MisbehaviourCase, open, proves, reader } from "../case.ts";
import { anchor, beginning, checkpoint, note } from "../statements.ts";

const book = honestBook();
const fork = tell({ 3: stranger });
const kind = "off_chain";
const caveats = ["key_holder", "anchorer"];
/** What a chain answers that anchored a ledger at this size. */
const anchored = ({ ledger }: Book, size: number, changes: JsonObject = {}) =>
  answer({ checkpoint: note(ledger, size) }, changes);

export function chainCases(): MisbehaviourCase[] {
  const same = { kind, a: checkpoint(fork.ledger, 10), b: anchor(10) };
  const told = { caveats, answer: anchored(book, 10) };
  return [
    proves(
      "off-chain",
      ["The chain has another root for this size.", "链上对该大小有另一个根。"],
      same,
      told,
    ),
    honest(
      "off-chain-the-same",
      ["The chain has this root.", "链上就是这个根。"],
      { ...same, a: checkpoint(book.ledger, 10) },
      told,
    ),
    open(
      "off-chain-not-anchored",
      "CANNOT_TELL",
      "not_anchored",
      ["The chain has no root for this size.", "链上对该大小没有根。"],
      same,
      {
        caveats,
        answer: anchored(book, 10, { event: null, rootAtFinalized: null, rootAtLatest: null }),
      },
    ),
    open(
      "off-chain-chain-down",
      "CANNOT_TELL",
      "chain_not_asked",
      ["The chain cannot be asked.", "无法查询链。"],
      same,
      { caveats },
    ),
    open(
      "off-chain-another-chain",
      "CANNOT_TELL",
      "chain_is_another",
      ["Another chain.", "另一条链。"],
      same,
      {
        caveats,
        answer: anchored(book, 10, { chainId: 5 }),
      },
    ),
    open(
      "off-chain-no-ledger",
      "CANNOT_TELL",
      "ledger_not_on_chain",
      ["A chain that does not have the ledger.", "没有该账本的链。"],
      same,
      {
        caveats,
        answer: anchored(book, 10, {
          registered: false,
          event: null,
          rootAtFinalized: null,
          rootAtLatest: null,
        }),
      },
    ),
    open(
      "off-chain-malformed-answer",
      "CANNOT_TELL",
      "chain_answer_unusable",
      ["An answer that is none.", "不成答复的答复。"],
      same,
      {
        caveats,
        answer: anchored(book, 10, { latest: null }),
      },
    ),
    open(
      "off-chain-contradictory-answer",
      "CANNOT_TELL",
      "chain_answer_unusable",
      ["An answer that contradicts itself.", "自相矛盾的答复。"],
      same,
      {
        caveats,
        answer: anchored(book, 10, { event: anchored(book, 14).event as JsonObject }),
      },
    ),
    proves(
      "off-chain-not-final",
      ["The root is in the newest blocks only.", "该根只在最新的区块中。"],
      same,
      {
        caveats: [...caveats, "chain_may_move"],
        answer: anchored(book, 10, { rootAtFinalized: null }),
      },
    ),
    proves("off-chain-development-chain", ["On a development chain.", "在开发链上。"], same, {
      caveats: [...caveats, "development_chain"],
      policy: reader({ chainId: 31337 }),
      answer: anchored(book, 10, { chainId: 31337 }),
    }),
    open(
      "off-chain-unpinned",
      "UNPINNED",
      "no_policy",
      ["Without a policy the chain is not asked.", "没有策略时不查询链。"],
      same,
      {
        ...told,
        policy: null,
      },
    ),
    accusesNobody(
      "off-chain-with-hashes-for-nothing",
      "wrong_shape",
      ["Hashes, though the sizes are equal.", "大小相同却给出了哈希。"],
      {
        ...same,
        hashes: [],
      },
    ),
    honest(
      "off-chain-no-entries",
      ["A tree of no entries is on no chain.", "没有条目的树不在任何链上。"],
      {
        ...same,
        a: checkpoint(fork.ledger, 0),
        hashes: [],
      },
    ),
    ...smallerCases(),
    ...largerCases(),
  ];
}

/** The checkpoint is smaller than what is on the chain. */
function smallerCases(): MisbehaviourCase[] {
  const hashes = beginning(book.ledger, 5, 10);
  const proof = { kind, a: checkpoint(fork.ledger, 5), b: anchor(10), hashes };
  const told = { caveats, answer: anchored(book, 10) };
  const changed = hashes.with(1, flip(hashes[1] as string, 4));
  return [
    proves(
      "off-chain-smaller",
      ["The tree on the chain does not begin with this one.", "链上的树不以这棵树开头。"],
      proof,
      told,
    ),
    honest(
      "off-chain-smaller-fits",
      ["The tree on the chain begins with this one.", "链上的树以这棵树开头。"],
      { ...proof, a: checkpoint(book.ledger, 5) },
      told,
    ),
    accusesNobody(
      "off-chain-smaller-other-hashes",
      "prefix_mismatch",
      ["Hashes that do not lead to the root on the chain.", "推不出链上之根的哈希。"],
      { ...proof, a: checkpoint(book.ledger, 5), hashes: changed },
      told,
    ),
    accusesNobody(
      "off-chain-smaller-without-hashes",
      "wrong_shape",
      ["Without hashes nothing is shown.", "没有哈希则什么也没有示出。"],
      { kind, a: proof.a, b: proof.b },
      told,
    ),
    accusesNobody(
      "off-chain-smaller-too-short",
      "proof_length",
      ["A hash is missing.", "缺少一个哈希。"],
      { ...proof, hashes: hashes.slice(1) },
      told,
    ),
  ];
}

/** The checkpoint is larger. */
function largerCases(): MisbehaviourCase[] {
  const hashes = beginning(fork.ledger, 10, 14);
  const proof = { kind, a: checkpoint(fork.ledger, 14), b: anchor(10), hashes };
  const told = { caveats, answer: anchored(book, 10) };
  return [
    proves(
      "off-chain-larger",
      ["This tree does not begin with the one on the chain.", "这棵树不以链上的树开头。"],
      proof,
      told,
    ),
    honest(
      "off-chain-larger-fits",
      ["This tree begins with the one on the chain.", "这棵树以链上的树开头。"],
      { ...proof, a: checkpoint(book.ledger, 14), hashes: beginning(book.ledger, 10, 14) },
      told,
    ),
    accusesNobody(
      "off-chain-larger-other-hashes",
      "prefix_mismatch",
      ["Hashes that are not of this tree.", "不属于这棵树的哈希。"],
      { ...proof, a: checkpoint(book.ledger, 14) },
      told,
    ),
  ];
}
