/** Step S3 of the claim current, and its exception: version 1 of a record of layout many. */
import type { VectorCase } from "../../case.ts";
import { claimHolds, claimInvalid } from "../../streams/case.ts";
import { current, currentOrderB, orderStream, plainStory } from "../../streams/claim.ts";
import { idOf, type Written } from "../../streams/ledger.ts";
import { keyOf } from "../../streams/people.ts";
import { anna, CONSENT, mei, ORDER_B, story } from "../../streams/story.ts";

const last = (list: readonly Written[]): Written => list.at(-1) as Written;

export function exceptionCases(): VectorCase[] {
  const orders = plainStory();
  return [
    claimHolds(
      "current-order-never-changed",
      [
        "Version 1 of an order that has no stream of its own.",
        "从未变更的订单：没有自有流的第 1 版。",
      ],
      currentOrderB(),
    ),
    claimHolds(
      "current-order",
      ["The third version of an order.", "订单的第三个版本。"],
      current({ stream: orderStream, record: (it) => last(it.orderA) }),
    ),
    claimInvalid(
      "current-order-by-the-stream-of-another",
      "binding/id_not_of_layout",
      [
        "Version 1 of an order as current, since there is no stream with the id of another.",
        "以另一订单没有自有流为由，声称本订单的第 1 版为当前版本。",
      ],
      current({ stream: `order/${ORDER_B}`, record: (it) => it.orderA[0]! }),
    ),
    claimInvalid(
      "current-order-by-an-invented-stream",
      "binding/id_not_of_layout",
      [
        "Version 1 of an order as current, since there is no stream with an invented id.",
        "以编造的标识没有流为由，声称订单的第 1 版为当前版本。",
      ],
      current({ stream: `order/${idOf("no order")}`, record: (it) => it.orderA[0]! }),
    ),
    claimInvalid(
      "current-order-as-the-newest-of-all-orders",
      "binding/own_stream_not_named",
      [
        "Version 1 of an order as current, since it is the newest in the stream of first versions.",
        "以其为首版流中最新一条为由，声称订单的第 1 版为当前版本。",
      ],
      current({ stream: "order", record: (it) => it.orderB[0]! }),
    ),
    claimInvalid(
      "current-order-in-its-own-stream-from-version-1",
      "binding/entry_of_other_stream",
      ["Version 1 of an order lies in the order's own stream.", "订单的第 1 版位于其自有流中。"],
      currentOrderB({
        story: story({
          more: ({ ledger, orderB }) => {
            orderB[0] = ledger.write(mei, "order", {
              label: "order B",
              key: keyOf(mei, `order/${ORDER_B}`),
              seq: 1,
            });
          },
        }),
      }),
    ),
    claimInvalid(
      "current-order-of-somebody-else",
      "binding/entry_of_other_stream",
      [
        "Version 1 of an order lies in another person's stream of orders.",
        "订单的第 1 版位于他人的订单流中。",
      ],
      currentOrderB({
        story: story({
          more: ({ ledger, orderB }) => {
            orderB[0] = ledger.write(mei, "order", {
              label: "order B",
              key: keyOf(anna, "order"),
              seq: 1,
            });
          },
        }),
      }),
    ),
    claimInvalid(
      "current-order-under-the-id-of-another",
      "binding/id_not_of_layout",
      [
        "The record in the order's stream has another order's id.",
        "订单流中的记录带有另一订单的标识。",
      ],
      current({
        stream: orderStream,
        record: (it) => last(it.orderA),
        story: story({
          more: ({ ledger, orderA }) => {
            const envelope = { "@id": ORDER_B };
            const version = 4;
            orderA.push(ledger.write(mei, orderStream, { label: "order A", version, envelope }));
          },
        }),
      }),
    ),
    claimInvalid(
      "current-customer-with-a-version-of-its-own",
      "binding/version_not_of_layout",
      ["The fourth entry of a customer is version 9.", "客户的第四个条目为第 9 版。"],
      current({
        story: story({
          more: ({ ledger, customer }) => {
            customer.push(ledger.write(mei, "customer", { label: "customer", version: 9 }));
          },
        }),
      }),
    ),
    claimInvalid(
      "current-customer-of-somebody-else",
      "binding/record_of_other_subject",
      ["The newest version in the stream is about somebody else.", "流中最新版本属于另一主体。"],
      current({
        story: story({
          more: ({ ledger, customer }) => {
            const envelope = { "@subject": anna.subject };
            const version = 4;
            customer.push(ledger.write(mei, "customer", { label: "customer", version, envelope }));
          },
        }),
      }),
    ),
    claimInvalid(
      "current-order-of-another-stream",
      "binding/entry_of_other_stream",
      [
        "A later version, in a file about the stream of another order.",
        "后续版本，文件所述却是另一订单的流。",
      ],
      current({ stream: `order/${idOf("order C")}`, record: () => orders.orderA[1] as Written }),
    ),
    claimHolds(
      "current-of-events",
      ["The newest event of a stream.", "流中最新的事件。"],
      current({ stream: CONSENT, record: (it) => last(it.consent) }),
    ),
  ];
}
