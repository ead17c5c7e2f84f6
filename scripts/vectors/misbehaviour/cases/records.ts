/** Records in places where they cannot be. */
import { flip } from "../../case.ts";
import type { WriteOptions, Written } from "../../streams/ledger.ts";
import { idOf } from "../../streams/ledger.ts";
import type { Person } from "../../streams/people.ts";
import { anna, CONSENT, mei } from "../../streams/story.ts";
import { seed } from "../../world.ts";
import { type Book, tell } from "../book.ts";
import { accusesNobody, honest, type MisbehaviourCase, proves } from "../case.ts";
import { promisedRecord, record, stream } from "../statements.ts";

/** Entry 8 is this record. */
function filed(name: string, options: Partial<WriteOptions>, who: Person = mei) {
  let written: Written | null = null;
  const turned = tell({
    8: ({ ledger }) => {
      written = ledger.write(who, name, { label: "filed", ...options });
    },
  });
  return { turned, written: written as unknown as Written };
}

const shown = ({ turned, written }: { turned: Book; written: Written }, withheld: string[] = []) =>
  record(turned.ledger, 10, written, withheld);

export function recordCases(): MisbehaviourCase[] {
  return [...layoutCases(), ...streamCases()];
}

function layoutCases(): MisbehaviourCase[] {
  const kind = "record_layout";
  const id = idOf("filed");
  const own = `order/${id}`;
  const misplaced = (
    name: string,
    texts: readonly [string, string],
    it: ReturnType<typeof filed>,
    withheld: string[] = [],
  ) => proves(`record-layout-${name}`, texts, { kind, a: shown(it, withheld) });
  const right = (
    name: string,
    texts: readonly [string, string],
    it: ReturnType<typeof filed>,
    withheld: string[] = [],
  ) => honest(`record-layout-${name}`, texts, { kind, a: shown(it, withheld) });
  return [
    misplaced(
      "version-not-its-number",
      ["Version 5 of a customer is number 2 of its stream.", "客户记录的第 5 版是其流的第 2 号。"],
      filed("customer", { version: 5 }),
    ),
    right(
      "version-its-number",
      ["Version 2 of a customer is number 2 of its stream.", "客户记录的第 2 版是其流的第 2 号。"],
      filed("customer", { version: 2 }),
    ),
    right(
      "version-withheld",
      ["The same, and its version is withheld.", "同上，版本未披露。"],
      filed("customer", { version: 5 }),
      ["@version"],
    ),
    misplaced(
      "event-with-a-version",
      ["A second version of an event.", "事件的第 2 版。"],
      filed(CONSENT, { version: 2 }),
    ),
    right("event", ["An event.", "事件。"], filed(CONSENT, {})),
    misplaced(
      "later-version-among-the-first",
      [
        "Version 2 of an order in the stream of first versions.",
        "订单的第 2 版处在第 1 版的流中。",
      ],
      filed("order", { version: 2 }),
    ),
    right("first-version", ["Version 1 of an order.", "订单的第 1 版。"], filed("order", {})),
    misplaced(
      "first-version-among-the-later",
      ["Version 1 of an order in a stream of later versions.", "订单的第 1 版处在后续版本的流中。"],
      filed(own, {}),
    ),
    right(
      "later-version",
      ["Version 2 of an order in the stream of its own.", "订单的第 2 版处在其自己的流中。"],
      filed(own, { version: 2 }),
    ),
    right(
      "later-version-withheld",
      ["A later version that does not say which.", "没有说明是第几版的后续版本。"],
      filed(own, { version: 2 }),
      ["@version"],
    ),
    misplaced(
      "later-version-not-its-number",
      [
        "Version 3 of an order is number 1 of the stream of its own.",
        "订单的第 3 版是其自己的流的第 1 号。",
      ],
      filed(own, { version: 3 }),
    ),
    misplaced(
      "stream-of-another-record",
      ["A version in the stream of another order.", "处在另一订单的流中的版本。"],
      filed(`order/${idOf("another")}`, { version: 2 }),
    ),
    right(
      "stream-of-another-record-unseen",
      ["The same, and neither @id nor version is shown.", "同上，@id 与版本均未披露。"],
      filed(`order/${idOf("another")}`, { version: 2 }),
      ["@id"],
    ),
    misplaced(
      "no-such-stream",
      [
        "A customer record in a stream that customers do not have.",
        "客户记录处在客户不会有的流中。",
      ],
      filed("customer/old", { version: 1 }),
    ),
    misplaced(
      "stream-withheld",
      ["Version 4 of an order, number 1 of whatever stream.", "订单的第 4 版，是某个流的第 1 号。"],
      filed(own, { version: 4 }),
      ["@stream"],
    ),
    right(
      "stream-withheld-first",
      ["Version 1 of an order, number 1 of whatever stream.", "订单的第 1 版，是某个流的第 1 号。"],
      filed("order", {}),
      ["@stream"],
    ),
    right(
      "stream-withheld-fitting",
      ["Version 2 of an order, number 1 of whatever stream.", "订单的第 2 版，是某个流的第 1 号。"],
      filed(own, { version: 2 }),
      ["@stream"],
    ),
    right(
      "unknown-kind",
      ["A kind that this version does not know has no layout.", "此版本不认识的类型没有布局。"],
      filed("invoice/x", { version: 7 }),
    ),
    proves("record-layout-promised", ["Promised by a receipt.", "由回执承诺。"], {
      kind,
      a: promisedRecord(filed(CONSENT, { version: 2 }).written),
    }),
  ];
}

function streamCases(): MisbehaviourCase[] {
  const kind = "wrong_stream";
  const body = { event: "withdrawn", validUntil: null };
  const hidden = filed(CONSENT, {
    body,
    key: seed("out of sight"),
    seq: 1,
    prev: new Uint8Array(32),
  });
  const right = filed(CONSENT, { body, label: "filed where it belongs" });
  const caveats = ["key_holder", "holds_secret"];
  const b = stream(mei, CONSENT);
  const other = structuredClone(b) as { stream: { secret: string } };
  other.stream.secret = flip(other.stream.secret, 0);
  const changed = structuredClone(shown(hidden)) as {
    record: { fields: { disclosure: string }[] };
  };
  changed.record.fields.pop();
  return [
    proves(
      "wrong-stream",
      [
        "A withdrawal under a key that its subject cannot find.",
        "撤回被归档到其主体找不到的键之下。",
      ],
      { kind, a: shown(hidden), b },
      { caveats },
    ),
    proves(
      "wrong-stream-promised",
      ["Promised by a receipt.", "由回执承诺。"],
      { kind, a: promisedRecord(hidden.written), b },
      { caveats: ["key_holder", "broken_promise", "holds_secret"] },
    ),
    honest("wrong-stream-right", ["A withdrawal where it belongs.", "归档正确的撤回。"], {
      kind,
      a: shown(right),
      b,
    }),
    honest("wrong-stream-of-somebody-else", ["The secret of somebody else.", "他人的秘密。"], {
      kind,
      a: shown(hidden),
      b: stream(anna, CONSENT),
    }),
    honest(
      "wrong-stream-of-another-name",
      ["The key of another of her streams.", "其另一个流的键。"],
      {
        kind,
        a: shown(hidden),
        b: stream(mei, "consent/sms"),
      },
    ),
    honest(
      "wrong-stream-subject-withheld",
      ["The record does not say whose it is.", "记录没有说明属于谁。"],
      {
        kind,
        a: shown(hidden, ["@subject"]),
        b,
      },
    ),
    honest(
      "wrong-stream-name-withheld",
      ["The record does not say which stream it is in.", "记录没有说明在哪个流中。"],
      {
        kind,
        a: shown(hidden, ["@stream"]),
        b,
      },
    ),
    accusesNobody(
      "wrong-stream-invented-secret",
      "subject_mismatch",
      ["A secret that the identifier does not commit to.", "标识符未承诺的秘密。"],
      {
        kind,
        a: shown(right),
        b: other as never,
      },
    ),
    accusesNobody(
      "wrong-stream-field-missing",
      "field_count",
      ["A record that is not the entry's.", "不属于该条目的记录。"],
      {
        kind,
        a: changed as never,
        b,
      },
    ),
    accusesNobody(
      "wrong-stream-of-another-record",
      "record_root_mismatch",
      ["The record of another entry.", "另一条目的记录。"],
      {
        kind,
        a: { ...shown(right), record: (shown(hidden) as { record: never }).record },
        b,
      },
    ),
    accusesNobody(
      "wrong-stream-of-another-class",
      "class_not_of_kind",
      ["The secret of another class.", "另一类别的秘密。"],
      {
        kind,
        a: shown(hidden),
        b: { stream: { ...(stream(mei, "customer") as { stream: object }).stream, name: CONSENT } },
      },
    ),
  ];
}
