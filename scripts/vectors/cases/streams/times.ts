/** Step S6: the anchors around a time. */
import type { JsonObject } from "../../../../portal/verify/jcs.ts";
import type { Texts, VectorCase } from "../../case.ts";
import { boundAnswer, boundAnswers, claimHolds, claimInvalid } from "../../streams/case.ts";
import { type AtJson, type BoundJson, history } from "../../streams/claim.ts";
import { ANCHORS, CONSENT, type Story } from "../../streams/story.ts";
import { made, told } from "./as-of.ts";
import { mapUpTo } from "./newest.ts";

const [FIRST, SECOND, THIRD] = ANCHORS.map(({ size, block }) => ({ size, block })) as [
  NonNullable<BoundJson>,
  NonNullable<BoundJson>,
  NonNullable<BoundJson>,
];

const BETWEEN = "2026-11-10T00:00:00.000Z";
export const ordinary: AtJson = { before: FIRST, after: SECOND, time: BETWEEN };

export const at = (changes: Partial<AtJson> = {}) => history({ at: { ...ordinary, ...changes } });

/** The bounds' answers, one of them with changes. */
function said(
  side: "before" | "after",
  changes: JsonObject,
  event: JsonObject = {},
  of = ordinary,
) {
  const size = of[side]?.size ?? 0;
  return { bounds: { ...boundAnswers(of), [side]: boundAnswer(size, changes, event) } };
}

export const NOTHING = { event: null, rootAtFinalized: null, rootAtLatest: null };
export const OTHER_ROOT = `0x${"ee".repeat(32)}`;

function sizes(): VectorCase[] {
  const refused = (name: string, code: string, texts: Texts, changes: Partial<AtJson>, size = 24) =>
    claimInvalid(
      `at-${name}`,
      `time/${code}`,
      texts,
      history({ size, at: { ...ordinary, ...changes } }),
    );
  return [
    refused(
      "bounds-in-the-wrong-order",
      "bounds_out_of_order",
      ["The later anchor stands before the earlier.", "较晚的锚定列在较早的之前。"],
      { before: SECOND, after: FIRST },
    ),
    refused(
      "bounds-of-one-size",
      "bounds_out_of_order",
      ["Both anchors are of one size.", "两个锚定的大小相同。"],
      { before: SECOND, after: SECOND },
    ),
    refused(
      "after-beyond-the-checkpoint",
      "bound_beyond_checkpoint",
      ["The anchor behind the time is larger than the checkpoint.", "该时刻之后的锚定大于检查点。"],
      { before: SECOND, after: THIRD, time: "2026-11-18T00:00:00.000Z" },
      16,
    ),
    refused(
      "before-beyond-the-checkpoint",
      "bound_beyond_checkpoint",
      ["The anchor before the time is larger than the checkpoint.", "该时刻之前的锚定大于检查点。"],
      { before: SECOND, after: THIRD, time: "2026-11-18T00:00:00.000Z" },
      8,
    ),
  ];
}

/** A state entry whose map ends before an anchor that was there at the time. */
function frozen(): VectorCase[] {
  const asked = { before: SECOND, after: THIRD, time: "2026-11-18T12:00:00.000Z" };
  /** As of the third checkpoint, but the map ends so early that it has only so many of the events. */
  const ended = (mapSize: number, events: number) => {
    const turned = mapUpTo(mapSize, CONSENT, (it) => it.consent[events - 1]!.leaf);
    const pick = (it: Story) => it.consent.slice(0, events);
    const bounds = { before: boundAnswer(16), after: boundAnswer(24, {}, {}, turned) };
    return [history({ story: turned, events: pick, at: asked }), { bounds }] as const;
  };
  const [short, answers] = ended(13, 3);
  const [exact, others] = ended(15, 4);
  return [
    claimInvalid(
      "at-anchored-beyond-the-map",
      "time/anchored_beyond_map",
      [
        "The map ends before a withdrawal that was anchored by the time.",
        "映射止于一次撤回之前，而该撤回在该时刻已锚定。",
      ],
      short,
      answers,
    ),
    claimHolds(
      "at-anchored-up-to-the-end-of-the-map",
      [
        "The map ends just where the anchor before the time ends.",
        "映射恰好止于该时刻之前的锚定所止之处。",
      ],
      exact,
      { ...others, ...told(made(4, null, null), "iiii") },
    ),
  ];
}

function events(): VectorCase[] {
  const one = (name: string, code: string, texts: Texts, rest: ReturnType<typeof said>) =>
    claimInvalid(`at-${name}`, `time/${code}`, texts, at(), rest);
  return [
    one(
      "before-not-anchored",
      "bound_not_anchored",
      ["The chain has no root of the earlier size.", "链上没有较早大小的根。"],
      said("before", NOTHING),
    ),
    one(
      "after-not-anchored",
      "bound_not_anchored",
      ["The chain has no root of the later size.", "链上没有较晚大小的根。"],
      said("after", NOTHING),
    ),
    one(
      "before-event-missing",
      "bound_event_missing",
      ["The block named does not hold the earlier event.", "所指区块中没有较早的事件。"],
      said("before", { event: null }),
    ),
    one(
      "after-event-missing",
      "bound_event_missing",
      ["The block named does not hold the later event.", "所指区块中没有较晚的事件。"],
      said("after", { event: null }),
    ),
    one(
      "before-event-in-another-block",
      "bound_event_differs",
      ["The earlier event lies in another block.", "较早的事件位于另一区块。"],
      said("before", {}, { blockNumber: 7_100_001 }),
    ),
    one(
      "after-event-of-another-size",
      "bound_event_differs",
      ["The later event is of another size.", "较晚的事件属于另一大小。"],
      said("after", {}, { size: 17 }),
    ),
    one(
      "after-event-of-another-root",
      "bound_event_differs",
      ["The later event has another root than the contract.", "较晚的事件与合约中的根不同。"],
      said("after", {}, { root: OTHER_ROOT }),
    ),
    one(
      "bounds-not-neighbours",
      "bounds_not_adjacent",
      ["Between the two anchors there was another.", "两个锚定之间另有一个。"],
      said("after", {}, { previousSize: 12 }),
    ),
    claimInvalid(
      "at-an-anchor-passed-over",
      "time/bounds_not_adjacent",
      [
        "The first and the third anchor; the second, behind the time, is passed over.",
        "采用第一和第三个锚定，略过了该时刻之后的第二个。",
      ],
      at({ after: THIRD }),
    ),
    claimInvalid(
      "at-before-an-anchor-that-is-not-the-first",
      "time/bounds_not_adjacent",
      [
        "No anchor before the time is said to exist; the one behind it was not the first.",
        "声称该时刻之前没有锚定，而之后的锚定并非首个。",
      ],
      at({ before: null }),
    ),
    claimInvalid(
      "at-an-anchor-before-although-the-first",
      "time/bounds_not_adjacent",
      ["The event behind the time says that it was the first.", "该时刻之后的事件表明其为首个。"],
      at(),
      said("after", {}, { previousSize: 0 }),
    ),
  ];
}

function clocks(): VectorCase[] {
  const seconds = (index: 0 | 1) => ANCHORS[index].time;
  const iso = (ms: number) => new Date(ms).toISOString();
  const refused = (name: string, code: string, texts: Texts, time: string) =>
    claimInvalid(`at-${name}`, `time/${code}`, texts, at({ time }));
  const holds = (name: string, texts: Texts, time: string, state: ReturnType<typeof made>) =>
    claimHolds(`at-${name}`, texts, at({ time }), told(state));
  return [
    refused(
      "a-millisecond-before-the-block-before",
      "before_too_late",
      ["The time lies a millisecond before the earlier block.", "该时刻比较早的区块早一毫秒。"],
      iso(seconds(0) * 1000 - 1),
    ),
    refused(
      "the-time-of-the-block-behind",
      "after_too_early",
      ["The time is that of the later block.", "该时刻即较晚区块的时间。"],
      iso(seconds(1) * 1000),
    ),
    refused(
      "a-time-behind-both",
      "after_too_early",
      ["The time lies behind both blocks.", "该时刻晚于两个区块。"],
      "2026-11-20T00:00:00.000Z",
    ),
    refused(
      "a-time-before-both",
      "before_too_late",
      ["The time lies before both blocks.", "该时刻早于两个区块。"],
      "2026-11-02T00:00:00.000Z",
    ),
    holds(
      "the-time-of-the-block-before",
      ["The time is that of the earlier block.", "该时刻即较早区块的时间。"],
      iso(seconds(0) * 1000),
      made(2, 3, "2026-11-08T08:00:00.000Z"),
    ),
    holds(
      "a-millisecond-before-the-block-behind",
      ["The time lies a millisecond before the later block.", "该时刻比较晚的区块早一毫秒。"],
      iso(seconds(1) * 1000 - 1),
      made(4, 5, "2026-11-18T08:00:00.000Z"),
    ),
  ];
}

export function timeCases(): VectorCase[] {
  return [...sizes(), ...frozen(), ...events(), ...clocks()];
}
