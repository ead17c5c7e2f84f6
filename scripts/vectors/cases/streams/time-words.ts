/** Step S6: what cannot be told, is not final, and which of two reasons comes first. */
import type { JsonObject, JsonValue } from "../../../../portal/verify/jcs.ts";
import type { Texts, VectorCase } from "../../case.ts";
import { auditor } from "../../streams/auditor.ts";
import {
  boundAnswer,
  boundAnswers,
  claimAnswer,
  claimInvalid,
  claimOther,
} from "../../streams/case.ts";
import { ANCHORS } from "../../streams/story.ts";
import { ORIGIN } from "../../world.ts";
import { at, NOTHING, OTHER_ROOT, ordinary } from "./times.ts";

/** The earlier anchor's, had its block come behind the time. */
const lateEvent = () => {
  const { event } = boundAnswer(8, {}, { blockTime: ANCHORS[1].time - 1 });
  return event as JsonObject;
};

export function timeWordCases(): VectorCase[] {
  const open = (
    name: string,
    word: string,
    code: string,
    texts: Texts,
    bounds: Partial<Record<"before" | "after", JsonValue>>,
  ) =>
    claimOther(`at-${name}`, word, `time/${code}`, texts, at(), {
      bounds: { ...boundAnswers(ordinary), ...bounds },
    });
  const first = (changes: JsonObject) => ({ before: boundAnswer(8, changes) });
  const second = (changes: JsonObject) => ({ after: boundAnswer(16, changes) });
  return [
    open(
      "chain-down-for-the-bound-before",
      "CANNOT_TELL",
      "chain_not_asked",
      ["The chain cannot be asked about the earlier anchor.", "无法就较早的锚定查询链。"],
      { before: null },
    ),
    open(
      "chain-down-for-the-bound-behind",
      "CANNOT_TELL",
      "chain_not_asked",
      ["The chain cannot be asked about the later anchor.", "无法就较晚的锚定查询链。"],
      { after: null },
    ),
    open(
      "chain-is-another-for-a-bound",
      "CANNOT_TELL",
      "chain_is_another",
      ["Asked about the earlier anchor, the chain is another.", "就较早的锚定查询时，链是另一条。"],
      first({ chainId: 1 }),
    ),
    open(
      "ledger-not-on-chain-for-a-bound",
      "CANNOT_TELL",
      "ledger_not_on_chain",
      [
        "Asked about the later anchor, the chain has no such ledger.",
        "就较晚的锚定查询时，链上没有该账本。",
      ],
      second({ registered: false }),
    ),
    open(
      "answer-unusable-for-a-bound",
      "CANNOT_TELL",
      "chain_answer_unusable",
      ["The answer about the earlier anchor contradicts itself.", "关于较早锚定的回答自相矛盾。"],
      first({ finalized: null }),
    ),
    open(
      "answer-malformed-for-a-bound",
      "CANNOT_TELL",
      "chain_answer_unusable",
      [
        "The answer about the later anchor has a member too many.",
        "关于较晚锚定的回答多出一个成员。",
      ],
      second({ note: null }),
    ),
    open(
      "event-unavailable-for-a-bound",
      "CANNOT_TELL",
      "anchor_event_unavailable",
      ["The later anchor's events could not be read.", "无法读取较晚锚定的事件。"],
      second({ event: "unavailable" }),
    ),
    open(
      "before-not-final",
      "NOT_FINAL",
      "bound_not_final",
      ["The earlier anchor is not final.", "较早的锚定尚未最终确定。"],
      first({ rootAtFinalized: null }),
    ),
    open(
      "after-not-final",
      "NOT_FINAL",
      "bound_not_final",
      ["The later anchor is not final.", "较晚的锚定尚未最终确定。"],
      second({ rootAtFinalized: null }),
    ),
    open(
      "after-with-another-final-root",
      "NOT_FINAL",
      "bound_not_final",
      ["The later anchor has another root in final blocks.", "较晚的锚定在最终区块中的根不同。"],
      second({ rootAtFinalized: OTHER_ROOT }),
    ),
    open(
      "no-final-block-for-a-bound",
      "NOT_FINAL",
      "bound_not_final",
      [
        "Asked about the later anchor, the chain names no final block.",
        "就较晚的锚定查询时，链未给出最终区块。",
      ],
      second({ finalized: null, rootAtFinalized: null }),
    ),
    open(
      "chain-down-behind-a-bound-that-fits",
      "CANNOT_TELL",
      "chain_not_asked",
      [
        "The earlier block lies behind the time, but that is looked at when both are known.",
        "较早的区块晚于该时刻，但须两者皆知才予查看。",
      ],
      { ...first({ event: lateEvent() }), after: null },
    ),
    claimInvalid(
      "at-before-not-anchored-and-chain-down",
      "time/bound_not_anchored",
      [
        "The chain has not the earlier root; that it cannot be asked about the later comes behind.",
        "链上没有较早的根；随后才是无法就较晚者查询链。",
      ],
      at(),
      { bounds: { before: boundAnswer(8, NOTHING), after: null } },
    ),
    open(
      "chain-down-before-a-bound-that-is-not-anchored",
      "CANNOT_TELL",
      "chain_not_asked",
      [
        "The chain cannot be asked about the earlier; that it has not the later root comes behind.",
        "无法就较早者查询链；随后才是链上没有较晚的根。",
      ],
      { before: null, after: boundAnswer(16, NOTHING) },
    ),
    claimOther(
      "at-unpinned",
      "UNPINNED",
      "checkpoint/no_policy",
      ["A time is asked about, but no policy was given.", "询问某一时刻，却没有策略。"],
      at(),
      { policy: null, ignored: [ORIGIN, auditor.name] },
    ),
    claimOther(
      "at-checkpoint-not-final",
      "NOT_FINAL",
      "finality/not_final",
      [
        "The checkpoint is not final; the bounds are not looked at.",
        "检查点尚未最终确定；不再查看前后锚定。",
      ],
      at(),
      { answer: claimAnswer(at(), { rootAtFinalized: null }) },
    ),
  ];
}
