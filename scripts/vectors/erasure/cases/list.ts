/** What a forger could make of the list, once it is declared: wider, narrower, of another fate, of somebody else. */
import { base64Encode } from "../../../../portal/verify/bytes.ts";
import { OTHER_LEDGER_ID } from "../../build.ts";
import type { Written } from "../../streams/ledger.ts";
import { seed } from "../../world.ts";
import type { ErasureCase } from "../case.ts";
import type { CertificateJson } from "../certificate.ts";
import { type EntryJson, groundsOf, type ListJson, secretsOf } from "../list.ts";
import { anna, type Erasure, erased, KEPT, OTHER_ERASURE_ID, TREE_SIZE } from "../story.ts";

const invalid = (
  name: string,
  code: string,
  texts: ErasureCase["texts"],
  rest: Partial<ErasureCase>,
): ErasureCase => ({ name, texts, expect: `INVALID content/${code}`, ...rest });

/** The list told is another than the one declared. */
const told = (list: (told: Erasure) => ListJson): Partial<ErasureCase> => ({ recipe: { list } });

const changed = (change: (list: ListJson, told: Erasure) => void): Partial<ErasureCase> =>
  told((erasure) => {
    const list = structuredClone(erasure.list);
    change(list, erasure);
    return list;
  });

/** The entry of the list by the name of its record. */
const entryOf = (list: ListJson, { records }: Erasure, name: string): EntryJson =>
  list.entries.find(({ index }) => index === records[name]?.index) as EntryJson;

const withGrounds = (list: ListJson): void => {
  list.grounds = groundsOf(list.entries);
};

const salted = (entry: EntryJson): EntryJson => ({
  ...entry,
  salt: base64Encode(seed("salt of a forger").slice(0, 16)),
});

const swap = <T>(all: T[], i: number, j: number): void => {
  [all[i], all[j]] = [all[j] as T, all[i] as T];
};

/** Erased without the second consent, told with it. */
const narrow = (list: ListJson, records: Erasure["records"]): ListJson => ({
  ...list,
  entries: list.entries.filter(({ index }) => index !== records.second?.index),
});

export const LISTS: readonly ErasureCase[] = [
  invalid(
    "wider",
    "erasure_other_declaration",
    ["An entry more than was declared.", "比声明多一个条目。"],
    {
      recipe: {
        turn: { list: narrow },
        list: ({ list, records: { second } }) => ({
          ...list,
          entries: [...list.entries, salted(erased(second as Written))].sort(
            (one, other) => one.index - other.index,
          ),
        }),
      },
    },
  ),
  invalid(
    "narrower",
    "erasure_other_declaration",
    ["An entry less than was declared.", "比声明少一个条目。"],
    told(({ list, records }) => narrow(list, records)),
  ),
  invalid(
    "another-entry-in-place-of-one",
    "erasure_root_mismatch",
    [
      "As many entries as were declared, but one is another.",
      "条目数目与声明相同，但其中一个被替换。",
    ],
    {
      recipe: {
        turn: { list: narrow },
        list: ({ list, records: { second, third } }) => ({
          ...list,
          entries: list.entries
            .map((one) =>
              one.index === third?.index ? { ...one, index: second?.index as number } : one,
            )
            .sort((one, other) => one.index - other.index),
        }),
      },
    },
  ),
  invalid(
    "kept-told-as-erased",
    "erasure_other_declaration",
    ["What is kept is told as erased.", "把保留的条目说成已删除。"],
    changed((list, told) => {
      Object.assign(entryOf(list, told, "order"), { fate: "erased", ground: null, until: null });
      withGrounds(list);
    }),
  ),
  invalid(
    "erased-told-as-kept",
    "erasure_other_declaration",
    ["What is erased is told as kept.", "把已删除的条目说成保留。"],
    changed((list, told) => {
      Object.assign(entryOf(list, told, "customer"), { fate: "kept", ...KEPT });
    }),
  ),
  invalid(
    "fates-swapped",
    "erasure_root_mismatch",
    [
      "An erased entry and a kept one have changed places.",
      "一个已删除的条目与一个保留的条目互换。",
    ],
    changed((list, told) => {
      Object.assign(entryOf(list, told, "order"), { fate: "erased", ground: null, until: null });
      Object.assign(entryOf(list, told, "customer"), { fate: "kept", ...KEPT });
    }),
  ),
  invalid(
    "kept-longer",
    "erasure_root_mismatch",
    ["Kept a year longer than was declared.", "保留期限比声明多一年。"],
    changed((list, told) => {
      entryOf(list, told, "order").until = 2037;
    }),
  ),
  invalid(
    "other-ground",
    "erasure_root_mismatch",
    ["Kept on another ground than was declared.", "保留依据与声明不同。"],
    changed((list, told) => {
      entryOf(list, told, "order").ground = "because";
      withGrounds(list);
    }),
  ),
  invalid(
    "other-words-for-a-ground",
    "erasure_root_mismatch",
    ["A ground in other words than were declared.", "保留依据的文字与声明不同。"],
    changed(({ grounds }) => {
      (grounds[0]?.texts[0] as { text: string }).text = "Books are kept for one year.";
    }),
  ),
  invalid(
    "ground-not-named",
    "erasure_grounds",
    ["A ground that entries are kept on is not named.", "未列出条目所引用的一个保留依据。"],
    changed(({ grounds }) => {
      grounds.pop();
    }),
  ),
  invalid(
    "salts-swapped",
    "erasure_root_mismatch",
    ["The salts of two entries have changed places.", "两个条目的盐值互换。"],
    changed(({ entries }) => {
      const [a, b] = entries as [EntryJson, EntryJson];
      [a.salt, b.salt] = [b.salt, a.salt];
    }),
  ),
  invalid(
    "entry-twice",
    "erasure_order",
    ["One entry is there twice.", "同一个条目出现两次。"],
    changed(({ entries }) => {
      entries.splice(1, 0, entries[0] as EntryJson);
    }),
  ),
  invalid(
    "entries-out-of-order",
    "erasure_order",
    ["Two entries have changed places.", "两个条目互换了位置。"],
    changed(({ entries }) => swap(entries, 0, 1)),
  ),
  invalid(
    "subjects-out-of-order",
    "erasure_order",
    ["The identifiers have changed places.", "标识符互换了位置。"],
    changed(({ subjects }) => swap(subjects, 0, 1)),
  ),
  invalid(
    "no-entries",
    "erasure_empty",
    ["The list names no entry.", "清单没有任何条目。"],
    changed((list) => {
      Object.assign(list, { entries: [], grounds: [] });
    }),
  ),
  invalid(
    "entry-beyond-the-list",
    "erasure_beyond_size",
    ["An entry that came when the list had been made.", "一个在编制清单之后才有的条目。"],
    changed((list, { records }) => {
      list.entries.push(salted(erased(records.readAgain as Written)));
    }),
  ),
  invalid(
    "later-than-declared",
    "erasure_other_declaration",
    ["The list is said to be of a larger log.", "声称清单是日志更大时编制的。"],
    changed((list) => {
      list.treeSize = TREE_SIZE + 1;
    }),
  ),
  invalid(
    "other-erasure",
    "erasure_other_declaration",
    ["The list is said to be of another erasure.", "声称清单属于另一次删除。"],
    changed((list) => {
      list.erasureId = OTHER_ERASURE_ID;
    }),
  ),
  invalid(
    "other-ledger-in-the-list",
    "anchor_other_ledger",
    ["The list is of another ledger than the anchor.", "清单与锚定属于不同的账本。"],
    changed((list) => {
      list.ledgerId = OTHER_LEDGER_ID;
    }),
  ),
  invalid(
    "other-ledger-of-the-firm",
    "erasure_root_mismatch",
    [
      "The list is of another ledger than was declared; no anchor is named.",
      "清单所属账本与声明不同；没有指明锚定。",
    ],
    {
      ...changed((list) => {
        list.ledgerId = OTHER_LEDGER_ID;
      }),
      change: (file) => {
        file.anchor = null;
      },
    },
  ),
  invalid(
    "identifier-more",
    "erasure_root_mismatch",
    ["An identifier more than was declared.", "比声明多一个标识符。"],
    changed((list) => {
      list.subjects.push({ secrets: secretsOf(anna), subject: anna.subject });
      list.subjects.sort((a, b) => (a.subject < b.subject ? -1 : 1));
    }),
  ),
  invalid(
    "somebody-elses",
    "erasure_root_mismatch",
    ["Told as the entries of another identifier.", "说成是另一个标识符的条目。"],
    changed((list) => {
      const [first] = list.subjects as [ListJson["subjects"][number]];
      const mine = first.subject;
      Object.assign(first, { secrets: secretsOf(anna), subject: anna.subject });
      for (const one of list.entries) if (one.subject === mine) one.subject = anna.subject;
      list.subjects.sort((a, b) => (a.subject < b.subject ? -1 : 1));
    }),
  ),
  invalid(
    "entry-of-no-identifier",
    "erasure_other_subject",
    ["An entry of an identifier that the list does not name.", "一个条目属于清单未列出的标识符。"],
    changed(({ entries }) => {
      (entries[0] as EntryJson).subject = anna.subject;
    }),
  ),
  invalid(
    "entries-not-those-listed",
    "wrong_shape",
    ["Not as many entries of the log as the list has.", "日志条目的数目与清单不符。"],
    {
      change: ({ entries }) => {
        entries.pop();
      },
    },
  ),
  invalid(
    "another-entry-of-the-log",
    "erasure_root_mismatch",
    ["Two entries of the log have changed places.", "日志的两个条目互换。"],
    {
      change: ({ entries }) => swap(entries, 0, 1),
    },
  ),
  invalid(
    "no-record-entry",
    "entry_type",
    ["An entry of the log is a state entry.", "日志的一个条目是状态条目。"],
    {
      change: (file) => {
        (file.entries[0] as CertificateJson["entries"][number]).entry = file.state.entry;
      },
    },
  ),
];
