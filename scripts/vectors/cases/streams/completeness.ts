/** Step S5 of the claim history: none missing, none twice, none between. */
import { base64Encode } from "../../../../portal/verify/bytes.ts";
import type { Texts, VectorCase } from "../../case.ts";
import { altered, claimHolds, claimInvalid } from "../../streams/case.ts";
import { type ClaimJson, history, plainStory } from "../../streams/claim.ts";
import type { Written } from "../../streams/ledger.ts";
import { keyOf } from "../../streams/people.ts";
import { CONSENT, consentEvent, mei, type Story, story } from "../../streams/story.ts";
import { seed } from "../../world.ts";

const refused = (name: string, code: string, texts: Texts, of: ClaimJson) =>
  claimInvalid(name, `completeness/${code}`, texts, of);

type Pick = (events: readonly Written[]) => readonly Written[];

const picked = (pick: Pick, told: Story = plainStory()) =>
  history({ story: told, events: ({ consent }) => pick(consent) });

const without = (...seqs: number[]): Pick => {
  return (all) => all.filter(({ seq }) => !seqs.includes(seq));
};

function selections(): VectorCase[] {
  return [
    refused(
      "history-without-the-last-withdrawal",
      "newer_exists",
      ["The last event, a withdrawal, is dropped.", "删去了最后一个事件：一次撤回。"],
      picked(without(6)),
    ),
    refused(
      "history-without-the-last-two",
      "newer_exists",
      ["The last two events are dropped.", "删去了最后两个事件。"],
      picked(without(5, 6)),
    ),
    refused(
      "history-without-the-first",
      "history_begins_late",
      ["The first event is dropped.", "删去了第一个事件。"],
      picked(without(1)),
    ),
    refused(
      "history-without-a-middle-event",
      "event_missing",
      ["An event in the middle is dropped.", "删去了中间的一个事件。"],
      picked(without(4)),
    ),
    refused(
      "history-of-the-last-event-alone",
      "history_begins_late",
      ["Only the last event is there.", "只有最后一个事件。"],
      picked(without(1, 2, 3, 4, 5)),
    ),
    refused(
      "history-with-an-event-doubled",
      "event_doubled",
      ["An event is there twice.", "某个事件出现两次。"],
      picked((all) => all.flatMap((one) => (one.seq === 3 ? [one, one] : [one]))),
    ),
    refused(
      "history-with-the-last-event-doubled",
      "event_doubled",
      ["The last event is there twice.", "最后一个事件出现两次。"],
      picked((all) => [...all, all.at(-1)!]),
    ),
    refused(
      "history-with-events-swapped",
      "events_out_of_order",
      ["Two neighbours are exchanged.", "相邻两个事件互换。"],
      picked(([a, b, c, d, ...more]) => [a!, b!, d!, c!, ...more]),
    ),
    refused(
      "history-newest-first",
      "events_out_of_order",
      ["The newest event comes first.", "最新的事件排在最前。"],
      picked((all) => all.toReversed()),
    ),
  ];
}

/** The log itself has two entries of one number: what a forger who runs the ledger can write, and no auditor lets pass. */
function forks(): VectorCase[] {
  const twin = (changes: { readonly seq: number; readonly prev: Uint8Array }): Story =>
    story({
      more: (it) => {
        const label = "twin";
        const body = { channel: "email", event: "given", purpose: "newsletter", validUntil: null };
        it.consent.push(it.ledger.write(mei, CONSENT, { label, body, ...changes }));
      },
      map: (truth, { consent }) => {
        const key = base64Encode(keyOf(mei, CONSENT));
        return truth.map((leaf) =>
          base64Encode(leaf.key) === key ? { ...leaf, value: consent[5]!.leaf } : leaf,
        );
      },
    });
  const { consent } = plainStory();
  const third = twin({ seq: 3, prev: consent[1]!.leaf });
  const loose = twin({ seq: 7, prev: seed("another entry") });
  return [
    refused(
      "history-with-an-event-inserted",
      "event_doubled",
      ["A second entry with number 3 stands beside the first.", "编号 3 的条目之旁插入了第二个。"],
      picked(([a, b, c, d, e, f, g]) => [a!, b!, c!, g!, d!, e!, f!], third),
    ),
    refused(
      "history-with-an-event-exchanged",
      "event_foreign",
      [
        "A second entry with number 3 stands in the place of the first.",
        "以第二个编号 3 的条目取代了第一个。",
      ],
      picked(([a, b, , d, e, f, g]) => [a!, b!, g!, d!, e!, f!], third),
    ),
    refused(
      "history-with-an-event-that-follows-another",
      "event_foreign",
      [
        "The last event names another predecessor than the one before it.",
        "最后一个事件所指前驱不是其前一事件。",
      ],
      picked((all) => all, loose),
    ),
    refused(
      "history-with-an-event-behind-the-newest",
      "newer_exists",
      ["A seventh event follows, of which the map does not know.", "映射之外另有第七个事件。"],
      picked((all) => all, twin({ seq: 7, prev: consent[5]!.leaf })),
    ),
    refused(
      "history-of-events-logged-in-reverse",
      "index_not_ascending",
      [
        "The seventh event stands in the log behind the eighth.",
        "第七个事件在日志中位于第八个之后。",
      ],
      history({ story: reversed() }),
    ),
  ];
}

/** Two more events, whose entries change places in the log. */
function reversed(): Story {
  return story({
    more: (it) => {
      const { consent, ledger } = it;
      consentEvent(it, { event: "given", occurredAt: "2026-11-21T10:00:00.000Z" });
      consentEvent(it, { event: "withdrawn", occurredAt: "2026-11-21T11:00:00.000Z" });
      const [a, b] = consent.slice(6) as [Written, Written];
      ledger.entries[a.index] = b.entry;
      ledger.entries[b.index] = a.entry;
      consent.splice(6, 2, { ...a, index: b.index }, { ...b, index: a.index });
    },
  });
}

function beginnings(): VectorCase[] {
  const at = (n: number) => (it: Story) => it.consent[n - 1] as Written;
  const from = (seq: number, leaf: Uint8Array) => ({ leafHash: base64Encode(leaf), seq });
  const { consent } = plainStory();
  return [
    claimHolds(
      "history-from-the-third-on",
      ["What followed the third event.", "第三个事件之后的内容。"],
      history({ from: at(3) }),
    ),
    claimHolds(
      "history-from-the-last-on",
      ["Nothing followed the last event.", "最后一个事件之后没有内容。"],
      history({ from: at(6) }),
    ),
    refused(
      "history-from-the-third-without-the-fourth",
      "event_missing",
      ["Behind the third event the fourth is dropped.", "第三个事件之后删去了第四个。"],
      history({ from: at(3), events: (it) => it.consent.slice(4) }),
    ),
    refused(
      "history-from-the-third-with-the-third",
      "event_doubled",
      ["The event to begin behind is there itself.", "起点事件自身也在其中。"],
      history({ from: at(3), events: (it) => it.consent.slice(2) }),
    ),
    refused(
      "history-from-the-third-without-events",
      "newer_exists",
      ["Nothing is said to have followed the third event.", "声称第三个事件之后没有内容。"],
      history({ from: at(3), events: () => [] }),
    ),
    refused(
      "history-from-another-leaf-hash",
      "from_mismatch",
      [
        "The entry to begin behind is not the one that the first event follows.",
        "起点条目不是首个事件的前驱。",
      ],
      altered(history({ from: at(3) }), (it) => {
        it.from = from(3, consent[1]!.leaf);
      }),
    ),
    refused(
      "history-from-a-smaller-number",
      "event_missing",
      [
        "The leaf hash is that of the third event, the number is 2.",
        "叶哈希属于第三个事件，编号却为 2。",
      ],
      altered(history({ from: at(3) }), (it) => {
        it.from = from(2, consent[2]!.leaf);
      }),
    ),
    refused(
      "history-from-an-invented-entry",
      "newer_exists",
      [
        "Nothing is said to have followed an entry that is none.",
        "声称某个并不存在的条目之后没有内容。",
      ],
      altered(history({ from: at(6) }), (it) => {
        it.from = from(6, seed("invented entry"));
      }),
    ),
  ];
}

function good(): VectorCase[] {
  const long = story({
    more: (it) => {
      for (let i = 0; i < 94; i++) {
        const event = i % 2 === 0 ? "given" : "withdrawn";
        consentEvent(it, {
          event,
          occurredAt: `2026-11-21T10:00:${String(i % 60).padStart(2, "0")}.000Z`,
        });
      }
    },
  });
  return [
    claimHolds("history", ["Six events, all disclosed.", "六个事件，全部披露。"], history()),
    claimHolds(
      "history-of-entries-alone",
      ["Six events, of which nothing is disclosed.", "六个事件，均未披露内容。"],
      history({ withhold: () => null }),
    ),
    claimHolds(
      "history-partly-withheld",
      [
        "Of some events the record is withheld, of others fields.",
        "部分事件未披露记录，部分未披露字段。",
      ],
      history({
        withhold: ({ seq }) => (seq % 3 === 0 ? null : seq % 3 === 1 ? ["@source", "channel"] : []),
      }),
    ),
    claimHolds(
      "history-as-of-the-first-checkpoint",
      ["As of the first checkpoint there were two events.", "截至首个检查点有两个事件。"],
      history({ size: 8 }),
    ),
    claimHolds(
      "history-as-of-the-second-checkpoint",
      ["As of the second checkpoint there were four events.", "截至第二个检查点有四个事件。"],
      history({ size: 16 }),
    ),
    claimHolds(
      "history-of-a-hundred-events",
      ["A hundred events.", "一百个事件。"],
      history({ story: long, withhold: ({ seq }) => (seq === 100 ? [] : null) }),
    ),
  ];
}

export function completenessCases(): VectorCase[] {
  return [...selections(), ...forks(), ...beginnings(), ...good()];
}
