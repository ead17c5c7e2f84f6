/** Step 8: answers that are none; and an event that could not be read. */
import type { JsonObject, JsonValue } from "../../../portal/verify/jcs.ts";
import { BLOCK, BLOCK_TIME, type EvidenceJson, evidence, policy } from "../build.ts";
import { answer, changed, eventOf, other, type Texts, type VectorCase, verified } from "../case.ts";

const OTHER_ROOT = `0x${"ee".repeat(32)}`;

const unanchored = (): EvidenceJson =>
  changed((file) => {
    file.anchor = null;
  });

/** The ordinary answer's event, with members changed. */
function event(changes: JsonObject): JsonObject {
  const ordinary = answer(evidence()).event as JsonObject;
  return { ...ordinary, ...changes };
}

/** No answer, beside the ordinary file or one that names no block. */
function unusable(name: string, texts: Texts, changes: JsonObject, of = evidence()): VectorCase {
  const reason = "anchor/chain_answer_unusable";
  return other(name, "CANNOT_TELL", reason, texts, { of, answer: answer(evidence(), changes) });
}

function contradictions(): VectorCase[] {
  const told = (name: string, texts: Texts, changes: JsonObject, of = evidence()) =>
    unusable(`contradiction-${name}`, texts, changes, of);
  return [
    told(
      "final-block-above-latest",
      ["The final block is above the newest.", "最终区块高于最新区块。"],
      { finalized: { number: BLOCK + 76 } },
    ),
    told(
      "final-root-without-final-block",
      ["A root in final blocks, but no final block.", "有最终的根，却没有最终区块。"],
      { finalized: null },
    ),
    told(
      "final-root-without-latest-root",
      ["A root in final blocks, but none in the newest.", "最终区块有根，最新区块却没有。"],
      { rootAtLatest: null },
    ),
    told(
      "final-root-below-the-event",
      [
        "A root in the final block, which is below the block of its event.",
        "最终区块已有该根，却低于其事件所在区块。",
      ],
      { finalized: { number: BLOCK - 1 } },
    ),
    told(
      "final-root-below-the-found-event",
      [
        "A root in the final block, which is below the block of the event that was found.",
        "最终区块已有该根，却低于找到的事件所在区块。",
      ],
      { finalized: { number: BLOCK - 1 } },
      unanchored(),
    ),
    told("event-above-latest", ["The event lies above the newest block.", "事件高于最新区块。"], {
      event: event({ blockNumber: BLOCK + 76 }),
    }),
    told(
      "found-event-above-latest",
      ["The event that was found lies above the newest block.", "找到的事件高于最新区块。"],
      { event: event({ blockNumber: BLOCK + 76 }) },
      unanchored(),
    ),
    told(
      "found-event-of-another-size",
      ["The event that was found is of another size.", "找到的事件属于另一大小。"],
      { event: event({ size: 12 }) },
      unanchored(),
    ),
    told(
      "found-event-without-root",
      ["An event was found, but there is no root.", "找到了事件，但没有根。"],
      { rootAtFinalized: null, rootAtLatest: null },
      unanchored(),
    ),
    told(
      "before-divergence",
      ["An answer that contradicts itself proves no divergence.", "自相矛盾的回答不能证明分歧。"],
      {
        event: eventOf(11, OTHER_ROOT),
        finalized: { number: BLOCK + 76 },
        rootAtFinalized: OTHER_ROOT,
        rootAtLatest: OTHER_ROOT,
      },
    ),
    told(
      "before-divergence-with-an-event",
      [
        "The event found has the file's root, the chain another one.",
        "找到的事件带有文件的根，而链上的根不同。",
      ],
      { rootAtFinalized: OTHER_ROOT, rootAtLatest: OTHER_ROOT },
      unanchored(),
    ),
  ];
}

/** What looks like a contradiction, and is none. */
function harmless(): VectorCase[] {
  const held = (name: string, texts: Texts, changes: JsonObject) =>
    verified(name, texts, { answer: answer(evidence(), changes) });
  return [
    held("event-in-the-final-block", ["The event is in the final block.", "事件在最终区块中。"], {
      finalized: { number: BLOCK },
    }),
    held("latest-block-is-final", ["The newest block is the final one.", "最新区块即最终区块。"], {
      finalized: { number: BLOCK },
      latest: { number: BLOCK },
    }),
    other(
      "diverged-and-event-of-the-file",
      "DIVERGED",
      "anchor/root_differs",
      [
        "The block named holds the event as the file says; the contract has another root.",
        "所指区块中的事件与文件相符；合约中的根不同。",
      ],
      {
        answer: answer(evidence(), { rootAtFinalized: OTHER_ROOT, rootAtLatest: OTHER_ROOT }),
      },
    ),
  ];
}

function malformed(): VectorCase[] {
  const said = (name: string, texts: Texts, changes: Record<string, JsonValue>) =>
    unusable(`chain-answer-${name}`, texts, changes);
  return [
    said("with-surplus-member", ["A member too many.", "多出一个成员。"], { note: null }),
    said("event-with-surplus-member", ["The event has a member too many.", "事件多出一个成员。"], {
      event: event({ note: null }),
    }),
    said("event-previous-size", ["The previous size is negative.", "前一大小为负数。"], {
      event: event({ previousSize: -1 }),
    }),
    said("event-block-hash", ["A block hash of 31 bytes.", "区块哈希只有 31 字节。"], {
      event: event({ blockHash: `0x${"b1".repeat(31)}` }),
    }),
    said(
      "event-transaction",
      ["The transaction is spelled with capitals.", "交易哈希使用了大写。"],
      {
        event: event({ transaction: `0x${"7A".repeat(32)}` }),
      },
    ),
    said("event-root", ["The event's root is null.", "事件的根为 null。"], {
      event: event({ root: null }),
    }),
    said("event-time", ["A time behind the year 9999.", "时间晚于 9999 年。"], {
      event: event({ blockTime: 253_402_300_800 }),
    }),
    said("event-as-other-text", ["A word for the event that there is not.", "事件为未知的词。"], {
      event: "missing",
    }),
    said("root-with-newline", ["A root ends in a newline.", "根以换行结尾。"], {
      rootAtFinalized: `${answer(evidence()).rootAtFinalized}\n`,
    }),
    said("block-as-text", ["A block number as a text.", "区块编号是文本。"], {
      latest: { number: "7300075" },
    }),
    said("registered-as-number", ["A number for true.", "以数字代替 true。"], { registered: 1 }),
  ];
}

/** The log query failed or was refused; all others were answered. */
function unavailable(): VectorCase[] {
  const said = (changes: JsonObject = {}) =>
    answer(evidence(), { event: "unavailable", ...changes });
  const limited = policy({ maxAgeSeconds: 900 });
  const of = unanchored();
  return [
    other(
      "event-unavailable",
      "CANNOT_TELL",
      "anchor/anchor_event_unavailable",
      ["The events of the block named could not be read.", "无法读取所指区块的事件。"],
      { answer: said() },
    ),
    other(
      "event-unavailable-and-diverged",
      "DIVERGED",
      "anchor/root_differs",
      ["Unread events do not hide another root.", "未能读取事件并不掩盖不同的根。"],
      { answer: said({ rootAtFinalized: OTHER_ROOT, rootAtLatest: OTHER_ROOT }) },
    ),
    other(
      "event-unavailable-and-not-anchored",
      "NOT_ANCHORED",
      "anchor/not_anchored",
      ["Unread events, and no root.", "未能读取事件，也没有根。"],
      { answer: said({ rootAtFinalized: null, rootAtLatest: null }) },
    ),
    other(
      "event-unavailable-in-a-contradictory-answer",
      "CANNOT_TELL",
      "anchor/chain_answer_unusable",
      ["Unread events, and a contradiction.", "未能读取事件，且自相矛盾。"],
      { answer: said({ finalized: null }) },
    ),
    other(
      "event-unavailable-and-not-final",
      "NOT_FINAL",
      "finality/not_final",
      ["No block named, unread events, not final.", "未指明区块，未能读取事件，尚未最终确定。"],
      { of, answer: said({ rootAtFinalized: null }) },
    ),
    verified(
      "event-unavailable-without-block",
      ["No block named: the roots are enough.", "未指明区块：有根即可。"],
      { of, answer: said() },
    ),
    other(
      "age-with-event-unavailable",
      "STALE",
      "age/age_unknown",
      ["Unread events: the age is unknown.", "未能读取事件：时限无从得知。"],
      { of, policy: limited, answer: said() },
    ),
    verified(
      "age-of-a-found-event",
      [
        "No block named; the event was found, and is new enough.",
        "未指明区块；已找到事件，且未超时限。",
      ],
      { of, policy: limited, answer: answer(evidence()) },
    ),
    other(
      "age-of-a-found-event-too-old",
      "STALE",
      "age/too_old",
      [
        "No block named; the event was found, and is too old.",
        "未指明区块；已找到事件，但已超时限。",
      ],
      {
        of,
        policy: limited,
        answer: answer(evidence(), { event: event({ blockTime: BLOCK_TIME - 1 }) }),
      },
    ),
  ];
}

export function answerCases(): VectorCase[] {
  return [...contradictions(), ...harmless(), ...malformed(), ...unavailable()];
}
