/** Step S1: the records and entries in the files of stream claims. */
import { base64Encode, concat, u64 } from "../../../../portal/verify/bytes.ts";
import type { Texts, VectorCase } from "../../case.ts";
import { altered, claimHolds, claimInvalid } from "../../streams/case.ts";
import {
  absent,
  type CommonJson,
  current,
  type HistoryJson,
  history,
  plainStory,
} from "../../streams/claim.ts";
import type { Written } from "../../streams/ledger.ts";
import { story } from "../../streams/story.ts";
import { seed } from "../../world.ts";

/** The third event with so much withheld, the others whole. */
const third = (withheld: readonly string[] | null) => (written: Written) =>
  written.seq === 3 ? withheld : [];

function withheld(): VectorCase[] {
  const event = (field: string, code: string, texts: Texts) =>
    claimInvalid(
      `event-without-${field.slice(1)}`,
      `content/${code}`,
      texts,
      history({ withhold: third([field]) }),
    );
  const record = (field: string, code: string, texts: Texts) =>
    claimInvalid(
      `current-without-${field.slice(1)}`,
      `content/${code}`,
      texts,
      current({ withhold: () => [field] }),
    );
  return [
    event("@kind", "kind_withheld", ["An event withholds its kind.", "某个事件未披露种类。"]),
    event("@schema", "schema_withheld", ["An event withholds its schema.", "某个事件未披露模式。"]),
    event("@stream", "stream_withheld", ["An event withholds its stream.", "某个事件未披露流。"]),
    event("@subject", "subject_withheld", [
      "An event withholds its subject.",
      "某个事件未披露主体。",
    ]),
    record("@id", "id_withheld", ["The current record withholds its id.", "当前记录未披露标识。"]),
    record("@version", "version_withheld", [
      "The current record withholds its version.",
      "当前记录未披露版本。",
    ]),
    record("@stream", "stream_withheld", [
      "The current record withholds its stream.",
      "当前记录未披露流。",
    ]),
    record("@subject", "subject_withheld", [
      "The current record withholds its subject.",
      "当前记录未披露主体。",
    ]),
    claimHolds(
      "current-mostly-withheld",
      ["Only what must be disclosed.", "仅披露必须披露的字段。"],
      current({
        withhold: ({ names }) =>
          names.filter((name) => !/^@(id|kind|schema|stream|subject|version)$/.test(name)),
      }),
    ),
  ];
}

function records(): VectorCase[] {
  const changedField = (it: HistoryJson, to: (text: string) => string) => {
    const field = it.events[1]?.record?.fields.at(-1);
    if (field && "disclosure" in field) field.disclosure = to(field.disclosure);
  };
  const ended = plainStory().consent;
  return [
    claimInvalid(
      "event-with-anothers-value",
      "content/record_root_mismatch",
      ["A field of an event is that of another event.", "某个事件的字段取自另一事件。"],
      altered(history(), (it) => changedField(it, () => ended[0]?.disclosures.at(-1) as string)),
    ),
    claimInvalid(
      "events-with-each-others-records",
      "content/record_root_mismatch",
      [
        "The entries are in order, the records of two of them are exchanged.",
        "条目次序正确，其中两个的记录互换。",
      ],
      altered(history(), (it) => {
        const [a, b] = it.events;
        if (a && b) [a.record, b.record] = [b.record, a.record];
      }),
    ),
    claimInvalid(
      "event-without-a-field",
      "content/field_count",
      ["A field of an event is left out.", "某个事件缺少一个字段。"],
      altered(history(), (it) => {
        it.events[1]?.record?.fields.pop();
      }),
    ),
    claimInvalid(
      "event-without-name-and-field",
      "content/schema_mismatch",
      ["A field of an event and its name are left out.", "某个事件的字段及其名称一并缺失。"],
      altered(history(), (it) => {
        it.events[1]?.record?.fields.pop();
        it.events[1]?.record?.names.pop();
      }),
    ),
  ];
}

/** The history with another entry in the place of its second event, wholly withheld. */
function withEntry(
  name: string,
  code: string,
  texts: Texts,
  entry: (own: Uint8Array) => Uint8Array,
) {
  const second = plainStory().consent[1] as Written;
  const file = altered(history(), (it) => {
    const event = it.events[1];
    if (event) Object.assign(event, { entry: base64Encode(entry(second.entry)), record: null });
  });
  return claimInvalid(name, `content/${code}`, texts, file);
}

function entries(): VectorCase[] {
  const put = (own: Uint8Array, at: number, bytes: Uint8Array) =>
    concat(own.slice(0, at), bytes, own.slice(at + bytes.length));
  const state = plainStory().ledger.states.get(15)?.entry as Uint8Array;
  const stated = (name: string, code: string, texts: Texts, entry: Uint8Array) =>
    claimInvalid(
      name,
      `content/${code}`,
      texts,
      altered<CommonJson>(absent(), (it) => {
        it.state.entry = base64Encode(entry);
      }),
    );
  return [
    withEntry(
      "event-is-a-state-entry",
      "entry_type",
      ["An event is a state entry.", "某个事件是状态条目。"],
      () => state,
    ),
    withEntry(
      "event-is-a-void-entry",
      "entry_type",
      ["An event is a void entry.", "某个事件是空条目。"],
      () => Uint8Array.of(3),
    ),
    withEntry(
      "event-entry-too-short",
      "entry_length",
      ["An entry of 104 bytes.", "条目有 104 字节。"],
      (own) => own.slice(0, -1),
    ),
    withEntry(
      "event-number-zero",
      "entry_seq",
      ["An entry with number 0.", "条目的编号为 0。"],
      (own) => put(own, 65, u64(0)),
    ),
    withEntry(
      "event-without-predecessor",
      "entry_prev",
      ["The second entry names no predecessor.", "第二个条目未指明前驱。"],
      (own) => put(own, 73, new Uint8Array(32)),
    ),
    stated(
      "state-is-a-record-entry",
      "state_type",
      ["The state entry is a record entry.", "状态条目其实是记录条目。"],
      plainStory().first.entry,
    ),
    stated(
      "state-is-a-void-entry",
      "state_type",
      ["The state entry is a void entry.", "状态条目其实是空条目。"],
      Uint8Array.of(3),
    ),
    stated(
      "state-too-short",
      "entry_length",
      ["A state entry of 48 bytes.", "状态条目有 48 字节。"],
      state.slice(0, -1),
    ),
    stated(
      "state-after-the-year-9999",
      "bad_time",
      ["A state entry with a time after the year 9999.", "状态条目的时间晚于 9999 年。"],
      put(state, 41, u64(253_402_300_800_000)),
    ),
    stated(
      "state-map-size-beyond-integers",
      "bad_number",
      ["A map over 2^53 entries.", "映射覆盖 2^53 个条目。"],
      put(state, 33, Uint8Array.of(0, 32, 0, 0, 0, 0, 0, 0)),
    ),
  ];
}

/** A first event that names a predecessor: there is no such entry, so it is made, and all else to fit. */
function madeToFit(): VectorCase[] {
  const told = story({
    more: (it) => {
      const consent = it.consent;
      consent.length = 0;
      consent.push(
        it.ledger.write(it.customer[0]!.who, "consent", {
          label: "consent with predecessor",
          seq: 1,
          prev: seed("no entry"),
        }),
      );
    },
  });
  return [
    claimInvalid(
      "first-event-with-predecessor",
      "content/entry_prev",
      ["An entry with number 1 names a predecessor.", "编号为 1 的条目指明了前驱。"],
      history({ story: told, stream: "consent" }),
    ),
  ];
}

export function streamContentCases(): VectorCase[] {
  return [...withheld(), ...records(), ...entries(), ...madeToFit()];
}
