/** Every word that a certificate can lead to: what the policy, the chain and the reader's own replay say of it. */
import { BLOCK_TIME, OTHER_LEDGER_ID, policyKey } from "../../build.ts";
import { auditor, auditorForger, cosignature, cosignerId } from "../../streams/auditor.ts";
import { streamPolicy } from "../../streams/case.ts";
import { forgerKey, ORIGIN } from "../../world.ts";
import { type ErasureCase, SINCE_TIME } from "../case.ts";
import { BLOCKS } from "../certificate.ts";

const OTHER_ROOT = `0x${"ee".repeat(32)}`;
const NOTHING = { event: null, rootAtFinalized: null, rootAtLatest: null };
const NOW_AND_THEN = BLOCK_TIME - SINCE_TIME;

export const WORDS: readonly ErasureCase[] = [
  {
    name: "unpinned",
    texts: ["No policy was given.", "没有给出信任策略。"],
    policy: null,
    expect: "UNPINNED checkpoint/no_policy",
    ignored: [ORIGIN, auditor.name],
  },
  {
    name: "development-chain",
    texts: [
      "Of a ledger on a development chain, which cannot be asked.",
      "账本在开发链上，而该链无法查询。",
    ],
    policy: { ...streamPolicy(), chainId: 31337 },
    change: (file) => {
      file.anchor = null;
    },
    answer: null,
    expect: "CANNOT_TELL anchor/chain_not_asked",
    besides: ["development_chain"],
  },
  {
    name: "not-anchored",
    texts: ["The chain has no such root.", "链上没有该根。"],
    answer: NOTHING,
    expect: "NOT_ANCHORED anchor/not_anchored",
  },
  {
    name: "diverged",
    texts: ["The chain has another root.", "链上的根不同。"],
    answer: { rootAtLatest: OTHER_ROOT, rootAtFinalized: OTHER_ROOT, event: null },
    expect: "DIVERGED anchor/root_differs",
  },
  {
    name: "not-final",
    texts: ["The root is in no final block yet.", "尚无最终区块包含该根。"],
    answer: { finalized: { number: BLOCKS[0] }, rootAtFinalized: null },
    expect: "NOT_FINAL finality/not_final",
  },
  {
    name: "not-replayed",
    texts: ["No pinned auditor has cosigned.", "没有受信的审计方共同签名。"],
    recipe: { cosign: () => [] },
    expect: "NOT_REPLAYED replay/not_replayed",
  },
  {
    name: "cosigned-by-forger",
    texts: ["The auditor's line was made by another key.", "审计方的签名行出自另一把密钥。"],
    recipe: {
      cosign: (text) => [cosignature(auditorForger, text, { keyId: cosignerId(auditor) })],
    },
    expect: "INVALID replay/cosignature_fails",
  },
  {
    name: "own-replay-differs",
    texts: ["The reader's own replay gives another map.", "读者自行重放得到的映射不同。"],
    replay: ({ checkpoint }) => {
      const [, size, root = ""] = checkpoint.split("\n");
      return { root, size: Number(size), mapRoot: root, mapSize: Number(size) - 1 };
    },
    expect: "DIVERGED replay/replay_differs",
  },
  {
    name: "stale",
    texts: ["Older than the policy allows.", "超出策略允许的时限。"],
    policy: { ...streamPolicy(), maxAgeSeconds: 60 },
    expect: "STALE age/too_old",
  },
  {
    name: "signed-by-forger",
    texts: ["The policy has another key for the log.", "策略中的日志密钥是另一把。"],
    policy: streamPolicy({ keys: [policyKey("log", forgerKey)] }),
    expect: "INVALID checkpoint/not_signed",
  },
  {
    name: "other-ledger",
    texts: [
      "Of another ledger than the policy's; no anchor is named.",
      "属于另一个账本；没有指明锚定。",
    ],
    policy: { ...streamPolicy(), ledgerId: OTHER_LEDGER_ID },
    change: (file) => {
      file.anchor = null;
    },
    expect: "INVALID anchor/anchor_other_ledger",
  },
  {
    name: "other-chain",
    texts: ["The anchor named is on another chain.", "所指明的锚定在另一条链上。"],
    policy: { ...streamPolicy(), chainId: 1 },
    expect: "INVALID anchor/anchor_other_chain",
  },
  {
    name: "since-before-the-declaration",
    texts: [
      "The anchor since which it is said to be known does not cover the declaration.",
      "所称最早记载声明的锚定并不涵盖该声明。",
    ],
    change: (file) => {
      file.since = { block: BLOCKS[0], size: file.declaration.index };
    },
    expect: "INVALID time/since_before_declaration",
  },
  {
    name: "since-beyond-the-checkpoint",
    texts: ["That anchor is larger than the checkpoint.", "该锚定大于检查点。"],
    change: (file) => {
      file.since = { block: BLOCKS[0], size: 1_000 };
    },
    expect: "INVALID time/bound_beyond_checkpoint",
  },
  {
    name: "since-not-anchored",
    texts: ["The chain does not know that anchor.", "链上没有该锚定。"],
    since: NOTHING,
    expect: "INVALID time/bound_not_anchored",
  },
  {
    name: "since-in-another-block",
    texts: ["That anchor is said to be in an earlier block.", "所称的锚定区块更早。"],
    change: (file) => {
      file.since = { ...(file.since as { size: number }), block: BLOCKS[0] - NOW_AND_THEN };
    },
    expect: "INVALID time/bound_event_differs",
  },
  {
    name: "since-without-event",
    texts: ["The block named holds no such anchor.", "所指明的区块不含该锚定。"],
    since: { event: null },
    expect: "INVALID time/bound_event_missing",
  },
  {
    name: "since-not-final",
    texts: ["That anchor is in no final block yet.", "尚无最终区块包含该锚定。"],
    since: { finalized: { number: BLOCKS[0] - 1 }, rootAtFinalized: null },
    expect: "NOT_FINAL time/bound_not_final",
  },
  {
    name: "since-cannot-be-asked",
    texts: ["The chain cannot be asked about that anchor.", "无法向链查询该锚定。"],
    since: null,
    expect: "CANNOT_TELL time/chain_not_asked",
  },
];
