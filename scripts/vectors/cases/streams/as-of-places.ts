/** Histories with a time at different places between the anchors: what was in the log by then. */
import type { Texts, VectorCase } from "../../case.ts";
import { claimHolds, claimOther } from "../../streams/case.ts";
import { type AtJson, history } from "../../streams/claim.ts";
import { ANCHORS } from "../../streams/story.ts";
import { made, ORDINARY, THIRD_AT, told, USUAL } from "./as-of.ts";

const [FIRST, SECOND, THIRD] = ANCHORS.map(({ size, block }) => ({ size, block }));

export function asOfPlaceCases(): VectorCase[] {
  const at = (
    name: string,
    texts: Texts,
    changes: Partial<AtJson>,
    asOf: ReturnType<typeof told>,
  ) => claimHolds(`at-${name}`, texts, history({ at: { ...ORDINARY, ...changes } }), asOf);
  const started = "2026-11-01T09:00:00.000Z";
  return [
    at(
      "between-two-anchors",
      ["A time between the first and the second anchor.", "第一与第二个锚定之间的时刻。"],
      {},
      told(USUAL),
    ),
    at(
      "before-everything",
      ["A time before the first event and the first anchor.", "首个事件与首个锚定之前的时刻。"],
      { before: null, after: FIRST!, time: "2026-10-01T00:00:00.000Z" },
      told({ state: "none", madeBy: null, endedBy: 1, endsAt: started }, "ccnnnn"),
    ),
    at(
      "before-the-first-anchor",
      [
        "A time behind the first event, before the first anchor.",
        "首个事件之后、首个锚定之前的时刻。",
      ],
      { before: null, after: FIRST!, time: "2026-11-02T00:00:00.000Z" },
      told(made(1, 2, "2026-11-03T08:00:00.000Z"), "ccnnnn"),
    ),
    at(
      "behind-the-last-anchor",
      ["A time behind the last anchor.", "最后锚定之后的时刻。"],
      { before: THIRD!, after: null, time: "2026-11-22T09:50:00.000Z" },
      told(made(6, null, null), "iiiiii"),
    ),
    at(
      "behind-an-older-anchor",
      [
        "No anchor behind the time is named, though there are two: less is proven.",
        "未指明该时刻之后的锚定（实有两个）：所证较少。",
      ],
      { before: FIRST!, after: null },
      told(USUAL, "iicccc"),
    ),
    at(
      "before-the-checkpoints-anchor",
      ["A time before the anchor of the checkpoint itself.", "检查点自身的锚定之前的时刻。"],
      { before: SECOND!, after: THIRD!, time: "2026-11-18T12:00:00.000Z" },
      told(made(5, 6, "2026-11-21T08:00:00.000Z"), "iiiicc"),
    ),
    at(
      "the-time-of-an-event",
      ["The time is that of the third event.", "该时刻即第三个事件的时间。"],
      { time: THIRD_AT },
      told(USUAL),
    ),
    claimOther(
      "at-not-replayed",
      "NOT_REPLAYED",
      "replay/not_replayed",
      ["The bounds hold, but no auditor has cosigned.", "前后锚定成立，但没有审计者联署。"],
      history({ at: ORDINARY, cosign: () => [] }),
      told(USUAL),
    ),
    claimHolds(
      "at-versions-of-a-customer",
      ["Which version of a customer was so.", "当时客户为哪个版本。"],
      history({ at: ORDINARY, stream: "customer", events: (it) => it.customer }),
      told(made(2, 3, "2026-11-16T08:00:00.000Z"), "icn"),
    ),
  ];
}
