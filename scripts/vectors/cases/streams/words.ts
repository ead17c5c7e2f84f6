/** Every word of the verdict for each claim about a stream: steps 6 to 12, which they share with the claim record. */
import { policyKey } from "../../build.ts";
import type { Texts, VectorCase } from "../../case.ts";
import { auditor, auditorKey } from "../../streams/auditor.ts";
import {
  altered,
  type ClaimRest,
  claimAnswer,
  claimHolds,
  claimInvalid,
  claimOther,
  streamPolicy,
} from "../../streams/case.ts";
import {
  absent,
  type ClaimJson,
  current,
  history,
  plainStory,
  type Recipe,
} from "../../streams/claim.ts";
import { forgerKey, logKey, nextLogKey, ORIGIN } from "../../world.ts";

const OTHER_ROOT = `0x${"ee".repeat(32)}`;
const MAKERS: Readonly<Record<"absent" | "current" | "history", (recipe?: Recipe) => ClaimJson>> = {
  absent,
  current,
  history,
};
const ZH = { absent: "不存在声明", current: "当前声明", history: "历史声明" } as const;

type Claim = keyof typeof MAKERS;

function ofEach(claim: Claim): VectorCase[] {
  const make = MAKERS[claim];
  const of = make();
  const texts = (en: string, zh: string): Texts => [
    `A claim of ${claim}: ${en}.`,
    `${ZH[claim]}：${zh}。`,
  ];
  const told = (
    name: string,
    word: string,
    reason: string,
    both: Texts,
    rest: ClaimRest,
    file = of,
  ) => claimOther(`${claim}-${name}`, word, reason, both, file, rest);
  const said = (changes: Parameters<typeof claimAnswer>[1]) => ({
    answer: claimAnswer(of, changes),
  });
  const nothing = { event: null, rootAtFinalized: null, rootAtLatest: null };
  const unnamed = altered(of, (it) => {
    it.anchor = null;
  });
  return [
    told("unpinned", "UNPINNED", "checkpoint/no_policy", texts("no policy was given", "没有策略"), {
      policy: null,
      ignored: [ORIGIN, auditor.name],
    }),
    told(
      "chain-down",
      "CANNOT_TELL",
      "anchor/chain_not_asked",
      texts("the chain cannot be asked", "无法查询链"),
      { answer: null },
    ),
    told(
      "not-anchored",
      "NOT_ANCHORED",
      "anchor/not_anchored",
      texts("the chain has no such root", "链上没有该根"),
      said(nothing),
      unnamed,
    ),
    told(
      "diverged",
      "DIVERGED",
      "anchor/root_differs",
      texts("the chain has another root", "链上的根不同"),
      said({ event: null, rootAtFinalized: OTHER_ROOT, rootAtLatest: OTHER_ROOT }),
      unnamed,
    ),
    told(
      "not-final",
      "NOT_FINAL",
      "finality/not_final",
      texts("the block is not final", "区块尚未最终确定"),
      said({ rootAtFinalized: null }),
    ),
    told(
      "stale",
      "STALE",
      "age/too_old",
      texts("older than the policy allows", "超过策略允许的时限"),
      { policy: streamPolicy({ maxAgeSeconds: 600 }) },
    ),
    told(
      "not-signed",
      "INVALID",
      "checkpoint/not_signed",
      texts("a forger has signed", "由伪造者签署"),
      {},
      make({ keys: [forgerKey] }),
    ),
  ];
}

function single(): VectorCase[] {
  const of = history();
  const rotated = streamPolicy({
    keys: [policyKey("log", logKey), policyKey("log", nextLogKey, 17), auditorKey(auditor)],
  });
  const limited = streamPolicy({ maxAgeSeconds: 900 });
  return [
    claimHolds(
      "history-of-an-age-at-the-limit",
      ["Exactly as old as allowed.", "恰好达到允许的时限。"],
      of,
      { policy: limited },
    ),
    claimOther(
      "history-not-replayed-and-too-old",
      "NOT_REPLAYED",
      "replay/not_replayed",
      ["Of two reasons the first step counts.", "两个原因中以步骤在前者为准。"],
      history({ cosign: () => [] }),
      { policy: streamPolicy({ maxAgeSeconds: 1 }) },
    ),
    claimInvalid(
      "history-on-another-chain",
      "anchor/anchor_other_chain",
      ["The file names another chain than the policy.", "文件指定的链与策略不同。"],
      altered(of, (it) => {
        if (it.anchor) it.anchor.chainId = 1;
      }),
    ),
    claimInvalid(
      "history-block-without-event",
      "anchor/anchor_event_missing",
      ["The block named does not hold the checkpoint's event.", "所指区块中没有检查点的事件。"],
      of,
      { answer: claimAnswer(of, { event: null }) },
    ),
    claimInvalid(
      "history-under-a-retired-key",
      "checkpoint/not_signed",
      [
        "Signed by the log key that was replaced from size 17 on.",
        "由自大小 17 起已被更换的日志密钥签署。",
      ],
      of,
      { policy: rotated },
    ),
    claimHolds(
      "history-under-the-key-of-its-time",
      [
        "A checkpoint of size 16, signed by the key of that time.",
        "大小为 16 的检查点，由当时的密钥签署。",
      ],
      history({ size: 16 }),
      { policy: rotated },
    ),
    claimInvalid(
      "history-unpinned-and-incomplete",
      "completeness/newer_exists",
      [
        "What is incomplete is invalid without a policy, too.",
        "不完整的历史，即使没有策略也无效。",
      ],
      history({ events: () => plainStory().consent.slice(0, 5) }),
      { policy: null },
    ),
    claimOther(
      "history-not-signed-by-the-log-key",
      "INVALID",
      "checkpoint/not_signed",
      ["Only the auditor has signed.", "只有审计方签署。"],
      history({ keys: [] }),
    ),
    claimOther(
      "history-diverged-in-final-blocks",
      "DIVERGED",
      "finality/final_root_differs",
      [
        "The newest block has this root, the final one another.",
        "最新区块有此根，而最终区块的根不同。",
      ],
      of,
      { answer: claimAnswer(of, { rootAtFinalized: OTHER_ROOT }) },
    ),
  ];
}

export function wordCases(): VectorCase[] {
  const claims: readonly Claim[] = ["absent", "current", "history"];
  return [...claims.flatMap(ofEach), ...single()];
}
