/** Histories with a time: what was so then (docs/FORMAT.md §11.4). */
import type { AsOfExpectation, Texts, VectorCase } from "../../case.ts";
import { claimHolds } from "../../streams/case.ts";
import { history, type Withhold } from "../../streams/claim.ts";
import { ANCHORS, type ConsentEvent, EVENTS, story } from "../../streams/story.ts";

const [FIRST, SECOND] = ANCHORS.map(({ size, block }) => ({ size, block }));
const TIME = "2026-11-10T00:00:00.000Z";
/** Between the first anchor and the second. */
export const ORDINARY = { before: FIRST!, after: SECOND!, time: TIME };

const WORDS = { i: "in_log", c: "by_clock", n: "not_anchored" } as const;

type State = Pick<AsOfExpectation, "state" | "madeBy" | "endedBy" | "endsAt">;

export const made = (by: number, endedBy: number | null, endsAt: string | null): State => ({
  state: "made",
  madeBy: by,
  endedBy,
  endsAt,
});
const expired = (by: number, endedBy: number | null, endsAt: string | null): State => ({
  ...made(by, endedBy, endsAt),
  state: "expired",
});
export const UNKNOWN: State = { state: "unknown", madeBy: null, endedBy: null, endsAt: null };

/** Of six events two are below the first anchor, two behind it, two behind the second; `i`, `c` and `n` stand for it. */
export function told(state: State, standings = "iiccnn", named: readonly number[] = []) {
  const words = [...standings].map((one) => WORDS[one as keyof typeof WORDS]);
  return { asOf: { ...state, standings: words, named } };
}

/** The ordinary third and fourth event. */
export const THIRD_AT = "2026-11-08T08:00:00.000Z";
const FOURTH_AT = "2026-11-12T08:00:00.000Z";
/** What ordinarily was so: the third event's state, which the fourth ends. */
export const USUAL = made(3, 4, FOURTH_AT);

/** The story with some events changed, by their numbers. */
function turned(
  name: string,
  texts: Texts,
  changes: Readonly<Record<number, Partial<ConsentEvent>>>,
  state: State,
  rest: { readonly withhold?: Withhold; readonly named?: readonly number[] } = {},
): VectorCase {
  const events = EVENTS.map((one, i) => ({ ...one, ...changes[i + 1] }));
  const of = history({
    story: story({ events }),
    at: ORDINARY,
    ...(rest.withhold && { withhold: rest.withhold }),
  });
  return claimHolds(`as-of-${name}`, texts, of, told(state, "iiccnn", rest.named));
}

function orders(): VectorCase[] {
  const third = (event: string) => ({ event, occurredAt: THIRD_AT });
  const taken = ["refused", "withdrawn", "expired", "invalidated"].map((event) =>
    turned(
      `${event}-beside-given`,
      [
        `Of two events of one time the one that is ${event} comes last, though it was logged first.`,
        `同一时刻的两个事件中，${event} 排在最后，尽管先写入日志。`,
      ],
      { 3: third(event), 4: third("given") },
      made(3, 5, "2026-11-18T08:00:00.000Z"),
    ),
  );
  return [
    ...taken,
    turned(
      "given-twice-at-once",
      [
        "Of two events of one time and sort the later number comes last.",
        "同一时刻的两个同类事件中，编号较大者排在最后。",
      ],
      { 3: third("given"), 4: third("given") },
      made(4, 5, "2026-11-18T08:00:00.000Z"),
    ),
    turned(
      "logged-late",
      [
        "An event that occurred before the third was logged behind it.",
        "在第三个事件之前发生的事件，在其后才写入日志。",
      ],
      { 4: { occurredAt: "2026-11-07T08:00:00.000Z" } },
      made(3, 5, "2026-11-18T08:00:00.000Z"),
    ),
    turned(
      "ended-by-two-at-once",
      [
        "Two events of one time end the state: the one that is not a withdrawal comes first.",
        "同一时刻的两个事件终止该状态：非撤回者在先。",
      ],
      { 5: { occurredAt: FOURTH_AT } },
      made(3, 5, FOURTH_AT),
    ),
  ];
}

function validity(): VectorCase[] {
  const until = (name: string, texts: Texts, validUntil: string, state: State, event = "given") =>
    turned(`valid-${name}`, texts, { 3: { event, validUntil } }, state);
  const sooner = "2026-11-11T00:00:00.000Z";
  return [
    until(
      "until-before",
      ["The consent was over before the time.", "同意在该时刻之前已到期。"],
      "2026-11-09T00:00:00.000Z",
      expired(3, 4, FOURTH_AT),
    ),
    until(
      "until-exactly-then",
      ["The consent was over at exactly the time.", "同意恰在该时刻到期。"],
      TIME,
      expired(3, 4, FOURTH_AT),
    ),
    until(
      "until-before-the-next-event",
      ["The consent ends before the next event.", "同意在下一事件之前到期。"],
      sooner,
      made(3, null, sooner),
    ),
    until(
      "until-the-next-event",
      ["The consent ends when the next event occurs.", "同意恰在下一事件发生时到期。"],
      FOURTH_AT,
      made(3, null, FOURTH_AT),
    ),
    until(
      "until-behind-the-next-event",
      ["The next event comes before the consent ends.", "下一事件先于同意到期。"],
      "2027-01-01T00:00:00.000Z",
      USUAL,
    ),
    until(
      "until-a-day-that-is-no-time",
      ["What the consent is valid until is no time.", "同意的有效期限不是时刻。"],
      "2026-11-09",
      USUAL,
    ),
    until(
      "until-of-a-withdrawal",
      ["A withdrawal does not expire.", "撤回不会到期。"],
      "2026-11-09T00:00:00.000Z",
      USUAL,
      "withdrawn",
    ),
    turned(
      "without-the-fields",
      ["Records without the fields that are looked at.", "记录没有所需查看的字段。"],
      { 3: { bare: true }, 4: { bare: true } },
      USUAL,
    ),
  ];
}

function withheld(): VectorCase[] {
  const hides = (
    name: string,
    texts: Texts,
    seq: number,
    field: string | null,
    state: State,
    named: readonly number[] = [],
  ) =>
    turned(name, texts, {}, state, {
      named,
      withhold: (one) => (one.seq !== seq ? [] : field === null ? null : [field]),
    });
  return [
    claimHolds(
      "at-with-everything-withheld",
      [
        "Nothing is disclosed: the state is unknown, the entries are not.",
        "未披露任何内容：状态未知，条目可知。",
      ],
      history({ at: ORDINARY, withhold: () => null }),
      told(UNKNOWN, "iiccnn", [1, 2, 5, 6]),
    ),
    hides(
      "without-a-late-time",
      ["When the last event occurred is withheld.", "未披露最后事件的发生时间。"],
      6,
      "@occurredAt",
      UNKNOWN,
    ),
    hides(
      "without-a-late-record",
      ["The last event is wholly withheld.", "最后的事件完全未披露。"],
      6,
      null,
      UNKNOWN,
      [6],
    ),
    hides(
      "without-an-early-event",
      ["What the first event was is withheld.", "未披露首个事件的内容。"],
      1,
      "event",
      UNKNOWN,
    ),
    hides(
      "without-an-early-validity",
      ["Until when the first event was valid is withheld.", "未披露首个事件的有效期限。"],
      1,
      "validUntil",
      UNKNOWN,
    ),
    hides(
      "without-a-later-event",
      [
        "What the fourth event was, behind the time, is withheld.",
        "未披露该时刻之后第四个事件的内容。",
      ],
      4,
      "event",
      USUAL,
    ),
    hides(
      "anchored-and-silent-about-when-it-was-recorded",
      [
        "When the second event, which was anchored by then, was recorded is withheld.",
        "第二个事件当时已锚定，而未披露其记录时间。",
      ],
      2,
      "@recordedAt",
      USUAL,
      [2],
    ),
    hides(
      "not-anchored-and-silent-about-when-it-was-recorded",
      [
        "When the fifth event, which was not anchored, was recorded is withheld.",
        "第五个事件当时尚未锚定，而未披露其记录时间。",
      ],
      5,
      "@recordedAt",
      USUAL,
      [5],
    ),
    hides(
      "silent-about-when-it-was-recorded-in-the-gap",
      [
        "When an event between the anchors was recorded is withheld.",
        "未披露两个锚定之间的事件的记录时间。",
      ],
      3,
      "@recordedAt",
      USUAL,
    ),
    hides(
      "without-the-purpose",
      ["What does not matter is withheld.", "未披露无关内容。"],
      3,
      "purpose",
      USUAL,
    ),
  ];
}

function discrepancies(): VectorCase[] {
  const records = (
    name: string,
    texts: Texts,
    seq: number,
    recordedAt: string,
    named: readonly number[],
  ) => turned(name, texts, { [seq]: { recordedAt } }, USUAL, { named });
  return [
    records(
      "anchored-before-it-was-recorded",
      [
        "The second event was anchored before it says that it was recorded.",
        "第二个事件在自称记录之前已被锚定。",
      ],
      2,
      "2026-11-05T09:45:01.000Z",
      [2],
    ),
    records(
      "anchored-when-it-was-recorded",
      [
        "The second event says that it was recorded within the second of its anchor's block.",
        "第二个事件自称的记录时间与其锚定区块在同一秒内。",
      ],
      2,
      "2026-11-05T09:45:00.999Z",
      [],
    ),
    records(
      "recorded-but-not-anchored",
      [
        "The fifth event says that it was recorded by then; the next anchor does not hold it.",
        "第五个事件自称当时已记录；其后的锚定却不包含它。",
      ],
      5,
      TIME,
      [5],
    ),
    records(
      "recorded-a-millisecond-later",
      [
        "The fifth event says that it was recorded a millisecond behind the time.",
        "第五个事件自称在该时刻后一毫秒记录。",
      ],
      5,
      "2026-11-10T00:00:00.001Z",
      [],
    ),
    records(
      "recorded-in-the-gap",
      [
        "Of an event between the anchors only the ledger's clock speaks.",
        "两个锚定之间的事件，仅凭账本的时钟。",
      ],
      4,
      "2026-11-09T00:00:00.000Z",
      [],
    ),
    turned(
      "of-two-that-do-not-fit",
      ["One event on either side does not fit.", "前后各有一个事件不符。"],
      {
        1: { recordedAt: "2026-11-20T00:00:00.000Z" },
        6: { recordedAt: "2026-11-01T00:00:00.000Z" },
      },
      USUAL,
      { named: [1, 6] },
    ),
  ];
}

export function asOfCases(): VectorCase[] {
  return [...orders(), ...validity(), ...withheld(), ...discrepancies()];
}
