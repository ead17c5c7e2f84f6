/** Steps 7 to 12: what the policy pins of the chain, and what the chain answers. */
import type { JsonValue } from "../../../portal/verify/jcs.ts";
import {
  BLOCK,
  type EvidenceJson,
  evidence,
  fileOf,
  LEDGER_ID,
  OTHER_CONTRACT,
  OTHER_LEDGER_ID,
  policy,
} from "../build.ts";
import {
  answer,
  changed,
  eventOf,
  invalid,
  other,
  type Texts,
  type VectorCase,
  verified,
} from "../case.ts";

const OTHER_ROOT = `0x${"ee".repeat(32)}`;
const ZERO_ROOT = `0x${"00".repeat(32)}`;
const NOTHING = { event: null, rootAtFinalized: null, rootAtLatest: null };

type Anchor = NonNullable<EvidenceJson["anchor"]>;

function elsewhere(name: string, code: string, texts: Texts, where: Partial<Anchor>): VectorCase {
  const file = changed((it) => {
    if (it.anchor) Object.assign(it.anchor, where);
  });
  return invalid(name, `anchor/${code}`, texts, { file: fileOf(file) });
}

const unanchored = (): EvidenceJson =>
  changed((file) => {
    file.anchor = null;
  });

function anchorCases(): VectorCase[] {
  const said = (changes: Record<string, JsonValue>) => ({ answer: answer(evidence(), changes) });
  const event = (changes: Record<string, JsonValue>) => {
    const ordinary = answer(evidence());
    return said({ event: { ...(ordinary.event as Record<string, JsonValue>), ...changes } });
  };
  return [
    verified("verified", ["An ordinary file.", "普通文件。"]),
    elsewhere(
      "anchor-on-another-chain",
      "anchor_other_chain",
      ["The file names another chain than the policy.", "文件指定的链与策略不同。"],
      { chainId: 1 },
    ),
    elsewhere(
      "anchor-at-another-contract",
      "anchor_other_contract",
      ["The file names another contract than the policy.", "文件指定的合约与策略不同。"],
      { contract: OTHER_CONTRACT },
    ),
    elsewhere(
      "anchor-of-another-ledger",
      "anchor_other_ledger",
      ["The file names another ledger than the policy.", "文件指定的账本与策略不同。"],
      { ledgerId: OTHER_LEDGER_ID },
    ),
    other(
      "chain-down",
      "CANNOT_TELL",
      "anchor/chain_not_asked",
      ["The chain cannot be asked.", "无法查询链。"],
      { answer: null },
    ),
    other(
      "chain-is-another",
      "CANNOT_TELL",
      "anchor/chain_is_another",
      ["The chain says that it is another one.", "链声明自己是另一条链。"],
      said({ chainId: 1 }),
    ),
    other(
      "ledger-not-on-chain",
      "CANNOT_TELL",
      "anchor/ledger_not_on_chain",
      ["The chain has no such contract or ledger.", "链上没有该合约或账本。"],
      said({ registered: false, ...NOTHING }),
    ),
    other(
      "chain-answers-nonsense",
      "CANNOT_TELL",
      "anchor/chain_answer_unusable",
      ["The root that came back is too short.", "返回的根过短。"],
      said({ rootAtLatest: "0x1234" }),
    ),
    other(
      "chain-answer-lacks-a-member",
      "CANNOT_TELL",
      "anchor/chain_answer_unusable",
      ["An answer without a latest block.", "返回内容缺少最新区块。"],
      said({ latest: null }),
    ),
    other(
      "open-tail",
      "NOT_ANCHORED",
      "anchor/not_anchored",
      ["Not on the chain yet.", "尚未上链。"],
      { of: unanchored(), answer: answer(evidence(), NOTHING) },
    ),
    other(
      "zero-root",
      "NOT_ANCHORED",
      "anchor/not_anchored",
      ["The contract says zero: never anchored.", "合约返回零：从未锚定。"],
      {
        of: unanchored(),
        answer: answer(evidence(), {
          ...NOTHING,
          rootAtFinalized: ZERO_ROOT,
          rootAtLatest: ZERO_ROOT,
        }),
      },
    ),
    other(
      "anchor-gone-from-the-chain",
      "NOT_ANCHORED",
      "anchor/not_anchored",
      [
        "The file names a block, but the chain no longer has the root.",
        "文件指明了区块，但链上已没有该根。",
      ],
      said(NOTHING),
    ),
    other(
      "diverged",
      "DIVERGED",
      "anchor/root_differs",
      ["The chain has another root of this size.", "链上该大小对应的根不同。"],
      said({
        event: eventOf(11, OTHER_ROOT),
        rootAtFinalized: OTHER_ROOT,
        rootAtLatest: OTHER_ROOT,
      }),
    ),
    other(
      "diverged-without-anchor",
      "DIVERGED",
      "anchor/root_differs",
      ["The file speaks of no anchor; the chain has another root.", "文件未提锚定；链上的根不同。"],
      {
        of: unanchored(),
        answer: answer(evidence(), {
          event: null,
          rootAtFinalized: null,
          rootAtLatest: OTHER_ROOT,
        }),
      },
    ),
    invalid(
      "anchor-block-empty",
      "anchor/anchor_event_missing",
      ["The block named does not hold the event.", "所指区块中没有该事件。"],
      said({ event: null }),
    ),
    invalid(
      "anchor-in-another-block",
      "anchor/anchor_event_differs",
      ["The event lies in another block.", "事件位于另一个区块。"],
      event({ blockNumber: BLOCK + 1 }),
    ),
    invalid(
      "anchor-event-of-another-size",
      "anchor/anchor_event_differs",
      ["The block holds the event of another size.", "该区块中的事件属于另一大小。"],
      event({ size: 12 }),
    ),
    invalid(
      "anchor-event-of-another-root",
      "anchor/anchor_event_differs",
      ["The block holds an event with another root.", "该区块中的事件带有另一个根。"],
      event({ root: OTHER_ROOT }),
    ),
    verified(
      "anchored-since-the-file-was-made",
      [
        "The file names no block yet; the chain has the root by now.",
        "文件尚未指明区块；链上现已有该根。",
      ],
      { of: unanchored(), answer: answer(evidence(), { event: null }) },
    ),
    verified(
      "anchored-since-and-found",
      ["The file names no block yet; the reader has found it.", "文件尚未指明区块；读取者已找到。"],
      { of: unanchored(), answer: answer(evidence()) },
    ),
    other(
      "reader-contradicts-itself",
      "CANNOT_TELL",
      "anchor/chain_answer_unusable",
      [
        "The reader found an event that contradicts the root it read.",
        "读取者找到的事件与其读到的根矛盾。",
      ],
      { of: unanchored(), answer: answer(evidence(), { event: eventOf(11, OTHER_ROOT) }) },
    ),
  ];
}

function finalityCases(): VectorCase[] {
  const said = (changes: Record<string, JsonValue>) => ({ answer: answer(evidence(), changes) });
  const limited = (seconds: number) => policy({ maxAgeSeconds: seconds });
  return [
    other(
      "not-final",
      "NOT_FINAL",
      "finality/not_final",
      ["Anchored in a block that is not final yet.", "所在区块尚未最终确定。"],
      said({ rootAtFinalized: null }),
    ),
    other(
      "no-final-block",
      "NOT_FINAL",
      "finality/not_final",
      ["The chain names no final block.", "链未给出最终区块。"],
      said({ finalized: null, rootAtFinalized: null }),
    ),
    other(
      "diverged-in-final-blocks",
      "DIVERGED",
      "finality/final_root_differs",
      [
        "The newest block has this root, the final one another.",
        "最新区块有此根，而最终区块的根不同。",
      ],
      said({ rootAtFinalized: OTHER_ROOT }),
    ),
    verified("age-at-the-limit", ["Exactly as old as allowed.", "恰好达到允许的时限。"], {
      policy: limited(900),
    }),
    other(
      "stale",
      "STALE",
      "age/too_old",
      ["One second older than allowed.", "超出允许时限一秒。"],
      { policy: limited(900), now: "2026-11-22T10:00:01.000Z" },
    ),
    other(
      "stale-by-a-millisecond",
      "STALE",
      "age/too_old",
      ["One millisecond older than allowed.", "超出允许时限一毫秒。"],
      { policy: limited(900), now: "2026-11-22T10:00:00.001Z" },
    ),
    verified(
      "anchored-after-the-verifiers-clock",
      ["The verifier's clock is behind the chain's.", "验证者的时钟慢于链。"],
      { policy: limited(1), now: "2026-11-22T09:00:00.000Z" },
    ),
    other(
      "age-unknown",
      "STALE",
      "age/age_unknown",
      ["Nobody knows which block it was.", "无法得知位于哪个区块。"],
      { of: unanchored(), policy: limited(900), answer: answer(evidence(), { event: null }) },
    ),
    other(
      "not-final-and-too-old",
      "NOT_FINAL",
      "finality/not_final",
      ["Of two reasons the first counts.", "两个原因中以前者为准。"],
      { ...said({ rootAtFinalized: null }), policy: limited(1) },
    ),
    verified(
      "development-chain",
      [
        "A chain that its operator can rewrite: verified, and said so.",
        "运行者可以改写的链：通过验证，并予以说明。",
      ],
      {
        of: changed((file) => {
          if (file.anchor) file.anchor.chainId = 31337;
        }),
        policy: policy({ chainId: 31337, ledgerId: LEDGER_ID }),
        ...said({ chainId: 31337 }),
      },
    ),
  ];
}

export function chainCases(): VectorCase[] {
  return [...anchorCases(), ...finalityCases()];
}
