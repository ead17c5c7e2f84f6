/** Certificates that hold, and what is told of them. */
import { base64Encode } from "../../../../portal/verify/bytes.ts";
import { sha256 } from "../../../../portal/verify/hash.ts";
import type { Written } from "../../streams/ledger.ts";
import type { ErasureCase } from "../case.ts";
import type { CertificateJson } from "../certificate.ts";
import { groundsOf, type ListJson, listOf, secretsOf } from "../list.ts";
import { anna, ERASURE_ID, erased, mei, meiAgain, type Records, TREE_SIZE } from "../story.ts";

const hashOf = (name: "access" | "statutory") => ({
  hash: base64Encode(sha256(mei.secrets[name])),
});

/** All that is told is erased; of the classes that are not told there is no secret. */
function nothingKept(_: ListJson, { customer, first, second, third }: Records): ListJson {
  const entries = [customer, first, second, third].map((one) => erased(one as Written));
  const list = listOf(ERASURE_ID, TREE_SIZE, [mei], entries);
  const { personal, consent } = secretsOf(mei) as Record<
    "personal" | "consent",
    { secret: string }
  >;
  const secrets = { personal, consent, access: hashOf("access"), statutory: hashOf("statutory") };
  return { ...list, subjects: [{ subject: mei.subject, secrets }] };
}

const withoutSecond = (list: ListJson, { second }: Records): ListJson => ({
  ...list,
  entries: list.entries.filter(({ index }) => index !== second?.index),
});

function held(list: ListJson, { order }: Records): ListJson {
  const entries = list.entries.map((one) =>
    one.index === order?.index ? { ...one, ground: "hold 7/26", until: null } : one,
  );
  return { ...list, entries, grounds: groundsOf(entries) };
}

/** Nothing of Anna's is in it. */
const withAnna = ({ entries }: ListJson): ListJson =>
  listOf(ERASURE_ID, TREE_SIZE, [mei, meiAgain, anna], entries);

const NO_PARTNER = ["partner_keys", "partner_word"];

export const HOLD: readonly ErasureCase[] = [
  {
    name: "holds",
    texts: [
      "Of a person of two identifiers five entries are erased and three kept; two partners have signed, and it was completed.",
      "一个有两个标识符的人：删除五个条目，保留三个；两个合作方已签名，删除已完成。",
    ],
    expect: "VERIFIED",
  },
  {
    name: "no-outcomes-yet",
    texts: [
      "As of the first checkpoint behind the declaration: nothing has become of it yet.",
      "截至声明后的第一个检查点：尚无后续记录。",
    ],
    recipe: { early: true },
    expect: "VERIFIED",
    without: NO_PARTNER,
  },
  {
    name: "no-anchor-before-the-checkpoint",
    texts: ["No anchor is named but the checkpoint's.", "除检查点的锚定外没有指明其他锚定。"],
    change: (file) => {
      file.since = null;
    },
    expect: "VERIFIED",
  },
  {
    name: "nothing-kept",
    texts: [
      "Of one identifier all that is told is erased; of the classes that are not told there is the hash only.",
      "只有一个标识符，所列内容全部删除；未涉及的类别只给出哈希。",
    ],
    recipe: {
      turn: { list: nothingKept, outcomes: [] },
      streams: () => [
        [mei, "consent/newsletter"],
        [mei, "customer"],
      ],
    },
    expect: "VERIFIED",
    extents: ["all", "all"],
    without: [...NO_PARTNER, "one_person"],
  },
  {
    name: "erased-before",
    texts: [
      "The second consent is not in the list, as it was erased before: not all of its stream is told.",
      "第二条同意此前已被删除，不在清单中：该流并未全部列出。",
    ],
    recipe: { turn: { list: withoutSecond } },
    expect: "VERIFIED",
    extents: ["all", "some", "all", "all", "all", "none", "all", "none"],
    besides: ["streams_in_part"],
  },
  {
    name: "no-map-of-a-stream",
    texts: [
      "Nothing shows that the last order told was the last.",
      "没有内容表明所列的最后一笔订单就是当时的最后一笔。",
    ],
    change: ({ streams }) => {
      for (const one of streams)
        if (one.name === "order" && one.subject === mei.subject) one.map = null;
    },
    expect: "VERIFIED",
    extents: ["all", "all", "all", "to_here", "all", "none", "all", "none"],
    besides: ["streams_in_part"],
  },
  {
    name: "message-not-shown",
    texts: [
      "The message that one of the partners acknowledged is not in the file.",
      "其中一个合作方所确认的消息不在文件里。",
    ],
    change: ({ outcomes }) => {
      (outcomes[0] as CertificateJson["outcomes"][number]).message = null;
    },
    expect: "VERIFIED",
    besides: ["message_not_shown"],
  },
  {
    name: "identifier-without-entries",
    texts: [
      "The list names an identifier of which it has no entry, and a partner acknowledged a message about that one: this counts for nobody.",
      "清单列有一个没有任何条目的标识符，而合作方所确认的消息正涉及它：该确认不算在任何人名下。",
    ],
    recipe: {
      turn: {
        list: withAnna,
        outcomes: [{ event: "acknowledged", message: { subject: anna.subject } }],
      },
    },
    expect: "VERIFIED",
    besides: ["identifiers_without_entries", "message_not_shown"],
  },
  {
    name: "entry-while-the-map-was-made",
    texts: [
      "An entry lies between the map's and the state entry.",
      "在映射与状态条目之间有一个条目。",
    ],
    recipe: { turn: { gap: true } },
    expect: "VERIFIED",
    besides: ["entries_between"],
  },
  {
    name: "held-without-end",
    texts: [
      "An order is kept as long as a legal hold lasts.",
      "一笔订单在诉讼保全存续期间予以保留。",
    ],
    recipe: { turn: { list: held } },
    expect: "VERIFIED",
  },
];
