/** Step S3: that the records are of this subject and stream, and where their layout puts them. */
import type { JsonValue } from "../../../../portal/verify/jcs.ts";
import type { Texts, VectorCase } from "../../case.ts";
import { claimHolds, claimInvalid } from "../../streams/case.ts";
import { history, orderStream } from "../../streams/claim.ts";
import type { WriteOptions, Written } from "../../streams/ledger.ts";
import { keyOf } from "../../streams/people.ts";
import { anna, CONSENT, mei, ORDER_B, type Story, story } from "../../streams/story.ts";

const last = (list: readonly Written[]): Written => list.at(-1) as Written;

/** The story with one more consent event, which says something of itself that is not so. */
function liar(options: Partial<WriteOptions>, stream = CONSENT): Story {
  return story({
    more: ({ ledger, consent }) => {
      const key = keyOf(mei, CONSENT);
      const body = { channel: "email", event: "given", purpose: "newsletter", validUntil: null };
      consent.push(ledger.write(mei, stream, { label: "liar", body, key, ...options }));
    },
  });
}

function events(): VectorCase[] {
  const lies = (
    name: string,
    code: string,
    texts: Texts,
    envelope: Record<string, JsonValue>,
    stream = CONSENT,
  ) => claimInvalid(name, `binding/${code}`, texts, history({ story: liar({ envelope }, stream) }));
  return [
    lies(
      "event-of-another-subject",
      "record_of_other_subject",
      ["An event in the stream is about somebody else.", "流中的某个事件属于另一主体。"],
      { "@subject": anna.subject },
    ),
    lies(
      "event-of-another-stream-by-its-record",
      "record_of_other_stream",
      ["An event in the stream says that it is of another.", "流中的某个事件自称属于另一流。"],
      {},
      "consent/calls",
    ),
    lies(
      "event-of-another-kind",
      "record_of_other_stream",
      ["A customer in a stream of consent.", "同意流中出现了客户记录。"],
      { "@kind": "customer", "@stream": "customer" },
    ),
    lies(
      "event-with-a-second-version",
      "version_not_of_layout",
      [
        "An event that is a version 2, which events do not have.",
        "事件为第 2 版，而事件没有版本。",
      ],
      { "@version": 2 },
    ),
    claimInvalid(
      "event-of-another-stream-by-its-entry",
      "binding/entry_of_other_stream",
      ["The entry of an event lies in another stream.", "某个事件的条目位于另一流。"],
      history({ story: liar({ key: keyOf(mei, "consent/calls") }) }),
    ),
    claimInvalid(
      "event-of-somebody-else",
      "binding/entry_of_other_stream",
      [
        "An entry of somebody else between the events, wholly withheld.",
        "事件之间夹有他人的条目，且全部未披露。",
      ],
      history({
        story: story({
          more: ({ ledger, consent }) => {
            consent.push(ledger.write(anna, CONSENT, { label: "Anna's consent" }));
          },
        }),
        withhold: () => null,
      }),
    ),
  ];
}

/** Histories of kinds that have versions. */
function versions(): VectorCase[] {
  const customer = (name: string, code: string, texts: Texts, version: number) =>
    claimInvalid(
      name,
      `binding/${code}`,
      texts,
      history({
        stream: "customer",
        events: (it) => it.customer,
        story: story({
          more: ({ ledger, customer: list }) => {
            list.push(ledger.write(mei, "customer", { label: "customer", version }));
          },
        }),
      }),
    );
  const orders = (changes: Partial<WriteOptions>) =>
    story({
      more: ({ ledger, orderA }) => {
        orderA.push(ledger.write(mei, orderStream, { label: "order A", version: 4, ...changes }));
      },
    });
  const own = (it: Story) => it.orderA.slice(1);
  const many = (name: string, code: string, texts: Texts, changes: Partial<WriteOptions>) =>
    claimInvalid(
      name,
      `binding/${code}`,
      texts,
      history({ stream: orderStream, events: own, story: orders(changes) }),
    );
  return [
    customer(
      "history-of-a-customer-with-a-version-skipped",
      "version_not_of_layout",
      ["The fourth entry is version 5.", "第四个条目为第 5 版。"],
      5,
    ),
    customer(
      "history-of-a-customer-with-a-version-twice",
      "version_not_of_layout",
      ["The fourth entry is version 3 again.", "第四个条目仍为第 3 版。"],
      3,
    ),
    many(
      "history-of-an-order-with-a-version-skipped",
      "version_not_of_layout",
      ["The third entry of its own stream is version 5.", "其自有流的第三个条目为第 5 版。"],
      { version: 5 },
    ),
    many(
      "history-of-an-order-with-another-id",
      "id_not_of_layout",
      [
        "A version in the order's own stream is of another order.",
        "订单自有流中的某个版本属于另一订单。",
      ],
      { envelope: { "@id": ORDER_B } },
    ),
    claimInvalid(
      "history-of-orders-with-a-second-version",
      "binding/version_not_of_layout",
      ["A version 2 in the stream of first versions.", "首版流中出现了第 2 版。"],
      history({
        stream: "order",
        events: (it) => [it.orderA[0]!, last(it.orderB)],
        story: story({
          more: (it) => {
            it.orderB.push(it.ledger.write(mei, "order", { label: "order B", version: 2 }));
            it.orderB.shift();
          },
        }),
      }),
    ),
    claimHolds(
      "history-of-a-customer",
      ["All versions of a customer.", "客户的全部版本。"],
      history({ stream: "customer", events: (it) => it.customer }),
    ),
    claimHolds(
      "history-of-orders",
      ["All orders of a person, in their first versions.", "某人的全部订单，均为首版。"],
      history({ stream: "order", events: (it) => [it.orderA[0]!, it.orderB[0]!] }),
    ),
    claimHolds(
      "history-of-one-order",
      ["All later versions of one order.", "某一订单的全部后续版本。"],
      history({ stream: orderStream, events: own }),
    ),
    claimHolds(
      "history-with-versions-withheld",
      ["Versions and ids need not be disclosed.", "版本与标识无须披露。"],
      history({ stream: orderStream, events: own, withhold: () => ["@id", "@version"] }),
    ),
  ];
}

export function streamRecordCases(): VectorCase[] {
  return [...events(), ...versions()];
}
