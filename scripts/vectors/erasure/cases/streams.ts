/** What a forger could make of the person's streams, and of the places of their entries: also what the firm itself has declared of them, though it is not so. */
import { base64Encode, equalBytes } from "../../../../portal/verify/bytes.ts";
import { sha256 } from "../../../../portal/verify/hash.ts";
import type { Written } from "../../streams/ledger.ts";
import { seed } from "../../world.ts";
import type { ErasureCase } from "../case.ts";
import { type CertificateJson, ordinaryStreams, type StreamJson } from "../certificate.ts";
import { type EntryJson, type ListJson, listOf } from "../list.ts";
import {
  anna,
  ERASURE_ID,
  type Erasure,
  mei,
  meiAgain,
  type Records,
  TREE_SIZE,
  type Turn,
} from "../story.ts";

const invalid = (
  name: string,
  reason: string,
  texts: ErasureCase["texts"],
  rest: Partial<ErasureCase>,
): ErasureCase => ({ name, texts, expect: `INVALID ${reason}`, ...rest });

const changing = (change: (file: CertificateJson) => void): Partial<ErasureCase> => ({ change });

/** The firm declares another list, and tells it as it has declared it. */
const declared = (
  change: (list: ListJson, records: Records) => void,
  turn: Turn = {},
): Partial<ErasureCase> => ({
  recipe: {
    turn: {
      ...turn,
      list: (list, records) => {
        change(list, records);
        return list;
      },
    },
  },
});

const at = (list: ListJson, record: Written | undefined): EntryJson =>
  list.entries.find(({ index }) => index === record?.index) as EntryJson;
const leaveOut = (list: ListJson, record: Written | undefined): void => {
  list.entries = list.entries.filter(({ index }) => index !== record?.index);
};

const streamOf = ({ streams }: CertificateJson, name: string): StreamJson =>
  streams.find((one) => one.name === name && one.subject === mei.subject) as StreamJson;
const secretsOf = ({ list }: CertificateJson) =>
  (list.subjects.find(({ subject }) => subject === mei.subject) as ListJson["subjects"][number])
    .secrets;
const noise = (label: string): string => base64Encode(seed(label));
const lessOf = (drop: string) => (told: Erasure) =>
  ordinaryStreams(told).filter(([who, name]) => who !== mei || name !== drop);

const BINDING: readonly ErasureCase[] = [
  invalid(
    "other-secret",
    "binding/subject_mismatch",
    ["A secret that the identifier does not commit to.", "标识符并未承诺该秘密值。"],
    changing((file) => {
      secretsOf(file).consent = { secret: noise("a secret of nobody") };
    }),
  ),
  invalid(
    "identifier-without-entries-of-other-secrets",
    "binding/subject_mismatch",
    [
      "The list names an identifier of which nothing is told, beside secrets that it does not commit to.",
      "清单列有一个没有任何说明的标识符，旁边的秘密值并非其所承诺的。",
    ],
    {
      recipe: {
        turn: {
          list: ({ entries }) => listOf(ERASURE_ID, TREE_SIZE, [mei, meiAgain, anna], entries),
          outcomes: [{ event: "acknowledged", message: { subject: anna.subject } }],
        },
      },
      ...changing(({ list }) => {
        const annas = list.subjects.find(({ subject }) => subject === anna.subject);
        for (const name of Object.keys(annas?.secrets ?? {}))
          Object.assign(annas?.secrets ?? {}, { [name]: { secret: noise(`no ${name} of hers`) } });
      }),
    },
  ),
  invalid(
    "hash-in-place-of-a-secret",
    "binding/erasure_secret_missing",
    ["Of a class that is told there is only the hash.", "所列类别只给出了哈希。"],
    changing((file) => {
      secretsOf(file).consent = { hash: base64Encode(sha256(mei.secrets.consent)) };
    }),
  ),
  invalid(
    "stream-not-named",
    "binding/erasure_streams",
    ["The stream of an entry is not named.", "一个条目所在的流没有列出。"],
    { recipe: { streams: lessOf("customer") } },
  ),
  invalid(
    "nothing-shown-of-a-stream",
    "binding/erasure_streams",
    ["Of a stream without entries nothing is shown.", "对一个没有条目的流没有任何说明。"],
    changing((file) => {
      streamOf(file, "payment").map = null;
    }),
  ),
  invalid(
    "stream-of-no-identifier",
    "binding/erasure_other_subject",
    ["A stream of an identifier that is not in the list.", "一个流属于清单以外的标识符。"],
    { recipe: { streams: (told) => [...ordinaryStreams(told), [anna, "payment"]] } },
  ),
  invalid(
    "streams-out-of-order",
    "content/erasure_order",
    ["The streams are out of order.", "流的顺序不对。"],
    changing(({ streams }) => {
      streams.reverse();
    }),
  ),
  invalid(
    "stream-twice",
    "content/erasure_order",
    ["A stream is named twice.", "一个流列出了两次。"],
    changing(({ streams }) => {
      streams.splice(1, 0, streams[0] as StreamJson);
    }),
  ),
  invalid(
    "stream-of-no-kind",
    "binding/kind_unknown",
    ["A stream of a kind that is in no table.", "流的种类不在表中。"],
    { recipe: { streams: (told) => [...ordinaryStreams(told), [mei, "invention"]] } },
  ),
  invalid(
    "stream-of-no-layout",
    "binding/stream_not_of_layout",
    ["A stream that its kind cannot have.", "该种类不可能有这样的流。"],
    { recipe: { streams: (told) => [...ordinaryStreams(told), [mei, "customer/old"]] } },
  ),
  invalid(
    "entry-of-somebody-else-declared",
    "binding/entry_of_other_stream",
    [
      "The firm has declared an entry of somebody else as this person's.",
      "企业把别人的条目声明为此人的条目。",
    ],
    declared((list, { customer, annas }) => {
      at(list, customer).index = annas?.index as number;
      list.entries.sort((a, b) => a.index - b.index);
    }),
  ),
  invalid(
    "entry-in-another-stream-declared",
    "binding/entry_of_other_stream",
    [
      "The firm has declared a consent as one of another stream.",
      "企业把一条同意声明为另一个流的条目。",
    ],
    declared((list, { first }) => {
      at(list, first).stream = "customer";
    }),
  ),
  invalid(
    "entry-of-the-other-identifier-declared",
    "binding/entry_of_other_stream",
    [
      "The firm has declared an entry under the person's other identifier.",
      "企业把条目声明在此人的另一个标识符之下。",
    ],
    declared((list, { customer }) => {
      at(list, customer).subject = meiAgain.subject;
    }),
  ),
  invalid(
    "next-of-another-stream",
    "binding/entry_of_other_stream",
    ["What is said to come next is of another stream.", "所称的下一条目属于另一个流。"],
    {
      recipe: {
        streams: (told) => [
          ...lessOf("access")(told),
          [mei, "access", told.records.other as Written],
        ],
      },
    },
  ),
];

const INCLUSION: readonly ErasureCase[] = [
  invalid(
    "entry-that-is-not-in-the-log",
    "inclusion/inclusion_mismatch",
    ["The way of an entry to the root is another's.", "一个条目到根的路径属于另一个条目。"],
    changing(({ entries }) => {
      const [a, b] = entries;
      if (a && b) [a.inclusion, b.inclusion] = [b.inclusion, a.inclusion];
    }),
  ),
  invalid(
    "way-too-short",
    "inclusion/proof_length",
    ["The way of an entry to the root lacks a step.", "一个条目到根的路径缺一步。"],
    changing(({ entries }) => {
      entries[0]?.inclusion.pop();
    }),
  ),
  invalid(
    "map-behind-the-list",
    "inclusion/erasure_map_behind",
    ["The map speaks of fewer entries than the list.", "映射涵盖的条目比清单少。"],
    { recipe: { turn: { mapSize: 11 }, outcomes: () => [] } },
  ),
  invalid(
    "no-state-at-the-end",
    "inclusion/state_not_last",
    ["The state entry is not the last.", "状态条目不是最后一个。"],
    changing(({ state }) => {
      state.inclusion.pop();
    }),
  ),
  invalid(
    "entry-left-out-before-the-next",
    "inclusion/erasure_left_out",
    ["What comes next was there when the list was made.", "所称的下一条目在编制清单时已经存在。"],
    {
      recipe: {
        turn: {
          list: (list, { second, third }) => {
            leaveOut(list, second);
            leaveOut(list, third);
            return list;
          },
        },
        streams: (told) => [
          ...lessOf("consent/newsletter")(told),
          [mei, "consent/newsletter", told.records.second as Written],
        ],
      },
    },
  ),
];

const COMPLETENESS: readonly ErasureCase[] = [
  invalid(
    "newest-entry-not-declared",
    "completeness/newer_exists",
    ["The firm has not declared the newest consent.", "企业没有声明最新的一条同意。"],
    declared((list, { third }) => leaveOut(list, third)),
  ),
  invalid(
    "stream-not-declared",
    "completeness/stream_exists",
    [
      "A stream of which nothing is declared is said not to be there.",
      "声称一个未声明任何条目的流不存在。",
    ],
    declared((list, { customer }) => leaveOut(list, customer)),
  ),
  invalid(
    "map-of-another-stream",
    "completeness/map_terminal_elsewhere",
    ["The map's proof is of another stream.", "映射证明属于另一个流。"],
    changing((file) => {
      streamOf(file, "customer").map = streamOf(file, "payment").map;
    }),
  ),
  invalid(
    "map-without-a-stream",
    "completeness/stream_absent",
    ["A forged map does not have a stream that there is.", "伪造的映射中没有一个实际存在的流。"],
    {
      recipe: {
        turn: {
          map: (truth, { customer }) =>
            truth.filter(({ value }) => !equalBytes(value, customer?.leaf ?? value)),
        },
      },
    },
  ),
  invalid(
    "map-altered",
    "completeness/map_mismatch",
    ["The map's proof leads to another root.", "映射证明指向另一个根。"],
    changing((file) => {
      const { map } = streamOf(file, "order");
      if (map) map.siblings[0] = noise("a sibling");
    }),
  ),
  invalid(
    "number-twice",
    "completeness/event_doubled",
    ["A forged log has two entries of one number.", "伪造的日志中有两个编号相同的条目。"],
    { recipe: { turn: { forged: { seq: 1, prev: new Uint8Array(32) } } } },
  ),
  invalid(
    "follows-something-else",
    "completeness/event_foreign",
    [
      "A forged log has an entry that does not follow the one before it.",
      "伪造的日志中有一个条目并不承接前一个条目。",
    ],
    { recipe: { turn: { forged: { prev: seed("something else") } } } },
  ),
  invalid(
    "next-does-not-follow",
    "completeness/event_foreign",
    [
      "What is said to come next follows an entry that is not told.",
      "所称的下一条目承接的是未列出的条目。",
    ],
    {
      recipe: {
        turn: {
          late: (ledger) => {
            ledger.write(mei, "access", { label: "reading while the list was made" });
          },
        },
      },
    },
  ),
];

export const STREAMS: readonly ErasureCase[] = [...BINDING, ...INCLUSION, ...COMPLETENESS];
