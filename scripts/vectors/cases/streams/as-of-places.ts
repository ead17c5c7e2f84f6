/** Histories with a time at different places between the anchors: what was in the log by then. */
import type { Texts, VectorCase } from "../../case.ts";
import { claimHolds, claimInvalid, claimOther } from "../../streams/case.ts";
import { type AtJson, history, orderStream } from "../../streams/claim.ts";
import { ANCHORS } from "../../streams/story.ts";
import { made, ORDINARY, THIRD_AT, told, UNKNOWN, USUAL } from "./as-of.ts";

const [FIRST, SECOND, THIRD] = ANCHORS.map(({ size, block }) => ({ size, block }));

/** The later versions of an order, and what was so then. */
const ofOrder = (time: string) =>
  history({ at: { ...ORDINARY, time }, stream: orderStream, events: (it) => it.orderA.slice(1) });

export function asOfPlaceCases(): VectorCase[] {
  const at = (
    name: string,
    texts: Texts,
    changes: Partial<AtJson>,
    asOf: ReturnType<typeof told>,
  ) => claimHolds(`at-${name}`, texts, history({ at: { ...ORDINARY, ...changes } }), asOf);
  const without = (name: string, texts: Texts, changes: Partial<AtJson>) =>
    claimInvalid(
      `at-${name}`,
      "content/wrong_shape",
      texts,
      history({ at: { ...ORDINARY, ...changes } }),
    );
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
    without(
      "behind-the-last-anchor",
      [
        "A time behind the last anchor: of that no checkpoint tells yet.",
        "最后锚定之后的时刻：尚无检查点可以说明。",
      ],
      { before: THIRD!, after: null, time: "2026-11-22T09:50:00.000Z" },
    ),
    without(
      "behind-an-older-anchor",
      [
        "No anchor behind the time is named, though there are two.",
        "未指明该时刻之后的锚定（实有两个）。",
      ],
      { before: FIRST!, after: null },
    ),
    without(
      "without-anchors",
      ["No anchor on either side of the time is named.", "该时刻前后均未指明锚定。"],
      { before: null, after: null },
    ),
    claimInvalid(
      "at-a-later-time-set-on-an-old-history",
      "content/wrong_shape",
      [
        "The history as of the first checkpoint, and a time far behind it: what came since is not in it.",
        "截至首个检查点的历史，却询问远在其后的时刻：其间的内容不在其中。",
      ],
      history({ size: 8, at: { before: FIRST!, after: null, time: "2026-11-18T12:00:00.000Z" } }),
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
      ["The bounds hold, but no auditor has cosigned.", "前后锚定成立，但没有审计方联署。"],
      history({ at: ORDINARY, cosign: () => [] }),
      told(USUAL),
    ),
    claimHolds(
      "at-versions-of-a-customer",
      ["Which version of a customer was so.", "当时客户为哪个版本。"],
      history({ at: ORDINARY, stream: "customer", events: (it) => it.customer }),
      told(made(2, 3, "2026-11-16T08:00:00.000Z"), "icn"),
    ),
    claimHolds(
      "at-before-the-second-version-of-an-order",
      [
        "Only later versions are in this stream: what was so before the second is not known.",
        "此流只含后续版本：第 2 版之前的状态不得而知。",
      ],
      ofOrder("2026-11-08T00:00:00.000Z"),
      told(UNKNOWN, "cn"),
    ),
    claimHolds(
      "at-behind-the-second-version-of-an-order",
      ["The second version of an order was in force.", "当时订单的第 2 版有效。"],
      ofOrder("2026-11-12T00:00:00.000Z"),
      told(made(1, 2, "2026-11-19T08:00:00.000Z"), "cn"),
    ),
  ];
}
