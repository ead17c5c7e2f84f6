/** Step S5 of the claims current and absent: what the map shows. */
import { base64Encode } from "../../../../portal/verify/bytes.ts";
import type { Texts, VectorCase } from "../../case.ts";
import { example } from "../../example/world.ts";
import { auditor, cosignature } from "../../streams/auditor.ts";
import { altered, claimHolds, claimInvalid, claimOther } from "../../streams/case.ts";
import {
  absent,
  type ClaimJson,
  current,
  currentOrderB,
  history,
  orderStream,
  plainStory,
} from "../../streams/claim.ts";
import type { MapLeaf } from "../../streams/map.ts";
import { keyOf, type Person } from "../../streams/people.ts";
import { CONSENT, mei, type Story, story, theFirm } from "../../streams/story.ts";

const refused = (name: string, code: string, texts: Texts, of: ClaimJson) =>
  claimInvalid(name, `completeness/${code}`, texts, of);

/** The map as a forger would like it: another value for a stream, or null for no such stream. */
export function forged(stream: string, value: (it: Story) => Uint8Array | null): Story {
  const key = base64Encode(keyOf(mei, stream));
  return story({
    map: (truth, it) => {
      const head = value(it);
      return truth.flatMap((leaf): MapLeaf[] => {
        if (base64Encode(leaf.key) !== key) return [leaf];
        return head === null ? [] : [{ key: leaf.key, value: head }];
      });
    },
  });
}

/** A ledger whose last map is over the first `mapSize` entries, as far as the stream goes: there its newest entry is this one. */
export function mapUpTo(
  mapSize: number,
  stream: string,
  value: (it: Story) => Uint8Array,
  who: Person = mei,
): Story {
  const key = base64Encode(keyOf(who, stream));
  return story({
    mapSize,
    map: (truth, it) =>
      truth.map((leaf) => (base64Encode(leaf.key) === key ? { ...leaf, value: value(it) } : leaf)),
  });
}

function older(): VectorCase[] {
  return [
    refused(
      "current-customer-of-an-older-version",
      "newer_exists",
      ["Version 2 as current; there is version 3.", "声称第 2 版为当前版本，实有第 3 版。"],
      current({ record: (it) => it.customer[1]! }),
    ),
    refused(
      "current-customer-of-the-first-version",
      "newer_exists",
      ["Version 1 as current; there is version 3.", "声称第 1 版为当前版本，实有第 3 版。"],
      current({ record: (it) => it.customer[0]! }),
    ),
    refused(
      "current-order-of-an-older-version",
      "newer_exists",
      [
        "Version 2 of an order as current; there is version 3.",
        "声称订单的第 2 版为当前版本，实有第 3 版。",
      ],
      current({ stream: orderStream, record: (it) => it.orderA[1]! }),
    ),
    refused(
      "current-order-of-the-first-version",
      "newer_exists",
      [
        "Version 1 of an order as current; the map has a stream of later versions.",
        "声称订单的第 1 版为当前版本；映射中有其后续版本的流。",
      ],
      current({ stream: orderStream, record: (it) => it.orderA[0]! }),
    ),
    refused(
      "current-order-of-the-first-version-by-anothers-absence",
      "map_terminal_elsewhere",
      [
        "Version 1 of an order as current, with the proof that another order has no stream.",
        "声称订单的第 1 版为当前版本，却附上另一订单没有流的证明。",
      ],
      altered(current({ stream: orderStream, record: (it) => it.orderA[0]! }), (it) => {
        it.map = currentOrderB().map;
      }),
    ),
    refused(
      "current-of-events-that-is-not-the-last",
      "newer_exists",
      ["The last but one event as the newest.", "声称倒数第二个事件为最新。"],
      current({ stream: CONSENT, record: (it) => it.consent[4]! }),
    ),
    claimHolds(
      "current-as-of-the-first-checkpoint",
      ["Version 1, as of the first checkpoint.", "截至首个检查点的第 1 版。"],
      current({ size: 8, record: (it) => it.customer[0]! }),
    ),
    claimHolds(
      "current-as-of-the-second-checkpoint",
      ["Version 2, as of the second checkpoint.", "截至第二个检查点的第 2 版。"],
      current({ size: 16, record: (it) => it.customer[1]! }),
    ),
    claimHolds("current", ["Version 3 of a customer.", "客户的第 3 版。"], current()),
    claimHolds(
      "current-order-before-its-first-change",
      [
        "Version 1 of an order, as of a checkpoint before it was changed.",
        "订单变更之前的检查点下的第 1 版。",
      ],
      current({ size: 8, stream: orderStream, record: (it) => it.orderA[0]! }),
    ),
  ];
}

/** A forger who runs the ledger, and signs whatever it takes: the file holds together, but for what an auditor says. */
function forgedMaps(): VectorCase[] {
  const open = (name: string, texts: Texts, of: ClaimJson) =>
    claimOther(name, "NOT_REPLAYED", "replay/not_replayed", texts, of);
  const cosign = () => [];
  return [
    open(
      "forged-map-without-the-last-withdrawal",
      ["The map itself knows nothing of the last withdrawal.", "映射本身不知道最后一次撤回。"],
      history({
        cosign,
        events: (it) => it.consent.slice(0, 5),
        story: forged(CONSENT, (it) => it.consent[4]!.leaf),
      }),
    ),
    open(
      "forged-map-with-an-older-version",
      ["The map itself has version 2 as the newest.", "映射本身以第 2 版为最新。"],
      current({
        cosign,
        record: (it) => it.customer[1]!,
        story: forged("customer", (it) => it.customer[1]!.leaf),
      }),
    ),
    open(
      "forged-map-without-the-stream-of-later-versions",
      [
        "The map itself knows nothing of an order's later versions.",
        "映射本身不知道订单的后续版本。",
      ],
      current({
        cosign,
        stream: orderStream,
        record: (it) => it.orderA[0]!,
        story: forged(orderStream, () => null),
      }),
    ),
    open(
      "forged-map-without-a-stream",
      ["The map itself knows nothing of the person's consent.", "映射本身不知道此人的同意。"],
      absent({ cosign, stream: CONSENT, story: forged(CONSENT, () => null) }),
    ),
  ];
}

function absence(): VectorCase[] {
  const alone = (told: Story) => ({
    story: told,
    cosign: (text: string) => [cosignature(auditor, text)],
  });
  return [
    claimHolds("absent", ["A person without payments.", "没有付款的人。"], absent()),
    claimHolds(
      "absent-as-of-the-first-checkpoint",
      [
        "As of the first checkpoint there was no second order.",
        "截至首个检查点，订单没有后续版本。",
      ],
      absent({ size: 8, stream: orderStream }),
    ),
    claimHolds(
      "absent-from-an-empty-map",
      ["The map of a ledger without streams.", "没有任何流的账本的映射。"],
      absent(alone(story({ map: () => [] }))),
    ),
    refused(
      "absent-although-there",
      "stream_exists",
      ["The map has the stream that is said to be absent.", "映射中有声称不存在的流。"],
      absent({ stream: CONSENT }),
    ),
    refused(
      "absent-although-there-by-one-entry",
      "stream_exists",
      ["The map has a stream of one entry.", "映射中有仅含一个条目的流。"],
      absent({ stream: "order" }),
    ),
    refused(
      "history-of-a-stream-that-the-map-has-not",
      "stream_absent",
      ["Six events, of which the map knows nothing.", "六个事件，映射对此一无所知。"],
      history({ story: forged(CONSENT, () => null) }),
    ),
    refused(
      "current-of-a-stream-that-the-map-has-not",
      "stream_absent",
      ["A version of which the map knows nothing.", "映射不知道的某个版本。"],
      current({ story: forged("customer", () => null) }),
    ),
  ];
}

/** The ledger of the worked example at the end of docs/FORMAT.md. */
function worked(): VectorCase[] {
  const { ledger, first } = example();
  const told = { ...plainStory(), ledger, first };
  return [
    claimHolds(
      "worked-example",
      [
        "The first record of FORMAT.md's worked example is the current one.",
        "FORMAT.md 示例中的首条记录为当前版本。",
      ],
      current({ story: told, who: theFirm, stream: "ledger", record: () => first }),
    ),
  ];
}

export function newestCases(): VectorCase[] {
  return [...older(), ...forgedMaps(), ...absence(), ...worked()];
}
