/** Times that are not true. The chain bounds when an entry was recorded; nothing bounds when a thing happened. */
import { audits } from "../auditing.ts";
import { type Cheat, cheat, type Look } from "../cheat.ts";
import { day, FIRST_BLOCK, Firm, seconds } from "../firm.ts";
import { judge, type Shown, verifies } from "../readers.ts";

interface When {
  readonly occurred: string;
  readonly recorded: string;
}
const on = (occurred: number, recorded = occurred, time?: string): When => ({
  occurred: day(occurred),
  recorded: day(recorded, time),
});

/** Anchored on the 5th, the 9th and the 13th, each behind one more event. */
const ANCHORS = [3, 5, 7].map((size, i) => ({ size, time: seconds(day(5 + 4 * i)) }));
const bound = (i: number) => ({ block: FIRST_BLOCK + i, size: 3 + 2 * i });

interface Asked extends Shown {
  /** The history, asked what was so at a time between the anchors before and after it. */
  readonly at: (time: string, before: number | null) => Uint8Array;
}

function told(...times: readonly [When, When, When]): Asked {
  const firm = new Firm();
  const events = times.map(({ occurred, recorded }, i) => {
    const event = firm.consent(i % 2 === 0 ? "given" : "withdrawn", 1, {
      ...{ occurredAt: occurred, recordedAt: recorded },
    });
    firm.state(day(5 + 4 * i, "07:00:00"));
    return event;
  });
  const at = (time: string, before: number | null) => {
    const bounds = {
      before: before === null ? null : bound(before),
      after: bound((before ?? -1) + 1),
    };
    return firm.history(events, { at: { ...bounds, time } });
  };
  return { firm, shown: firm.history(events), at };
}

const FIRST = on(2);
const SECOND = on(7);
const THIRD = on(11);

/** Asks what was so at a time, and looks at one event: where the chain puts it, and what its own word has against it. */
function asks(
  seq: number,
  [time, before]: readonly [string, number | null],
  says: Pick<Look<Asked>, "honest" | "cheat" | "of">,
): Look<Asked> {
  return {
    by: "verify",
    ...says,
    async sees({ firm, at }) {
      const file = at(time, before);
      const { word, asOf } = await judge(firm, file, { ask: firm.chain(...ANCHORS) });
      const event = asOf?.events.find((one) => one.seq === seq);
      return [word, event?.standing, event?.discrepancy].filter(Boolean).join(" ");
    },
  };
}

/** Between the first anchor and the second. */
const ON_THE_SIXTH = [day(6), 0] as const;

const backdated = cheat(
  "backdated-event",
  (cheats: boolean) => told(FIRST, SECOND, cheats ? on(3) : on(3, 11)),
  [
    asks(3, ON_THE_SIXTH, {
      of: "the state at a time before the true one",
      honest: "VERIFIED not_anchored",
      cheat: "VERIFIED not_anchored recorded_but_not_anchored",
    }),
    verifies("VERIFIED", { of: "the history without a time" }),

    audits("cosigns"),
  ],
);

const invented = cheat(
  "time-of-the-event-invented",
  (cheats: boolean) => told(FIRST, SECOND, cheats ? on(3, 11) : on(11)),
  [
    asks(3, ON_THE_SIXTH, {
      of: "where the event stood",
      honest: "VERIFIED not_anchored",
      cheat: "VERIFIED not_anchored",
    }),
    verifies("VERIFIED", { of: "the history without a time" }),

    audits("cosigns"),
  ],
);

const setBack = cheat(
  "clock-before-the-anchor-before",
  (cheats: boolean) => told(FIRST, cheats ? on(7, 3) : SECOND, THIRD),
  [
    asks(2, [day(4), null], {
      of: "the state before that anchor",
      honest: "VERIFIED not_anchored",
      cheat: "VERIFIED not_anchored recorded_but_not_anchored",
    }),
    asks(2, ON_THE_SIXTH, {
      of: "the state behind that anchor",
      honest: "VERIFIED by_clock",
      cheat: "VERIFIED by_clock",
    }),

    audits("cosigns"),
  ],
);

const ahead = cheat(
  "clock-ahead-of-the-anchor",
  (cheats: boolean) => told(cheats ? on(2, 6) : FIRST, SECOND, THIRD),
  [
    asks(1, ON_THE_SIXTH, {
      of: "the state behind its anchor",
      honest: "VERIFIED in_log",
      cheat: "VERIFIED in_log recorded_after_anchored",
    }),
    verifies("VERIFIED", { of: "the history without a time" }),

    audits("cosigns"),
  ],
);

const between = cheat(
  "clock-between-two-anchors",
  (cheats: boolean) => told(FIRST, cheats ? on(7, 5, "09:00:00") : SECOND, THIRD),
  [
    asks(2, ON_THE_SIXTH, {
      of: "the state at any time",
      honest: "VERIFIED by_clock",
      cheat: "VERIFIED by_clock",
    }),

    audits("cosigns"),
  ],
);

export const TIME_CHEATS: readonly Cheat[] = [backdated, invented, setBack, ahead, between];
