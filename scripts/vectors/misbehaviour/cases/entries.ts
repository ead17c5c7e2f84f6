/** Entries that break a rule by themselves, or where a checkpoint ends. */
import { concat, u64 } from "../../../../portal/verify/bytes.ts";
import { leafHash } from "../../../../portal/verify/merkle.ts";
import type { Written } from "../../streams/ledger.ts";
import { seed } from "../../world.ts";
import { type Book, consent, honestBook, stranger, type Turns, tell } from "../book.ts";
import { accusesNobody, honest, type MisbehaviourCase, proves } from "../case.ts";
import { checkpoint, entry, promised } from "../statements.ts";

const book = honestBook();
const at = (turned: Book, index: number, size = 10) => entry(turned.ledger, size, index);
const raw = (bytes: Uint8Array): Turns => ({ 7: ({ ledger }) => void ledger.append(bytes) });
const record = (seq: Uint8Array, prev: Uint8Array) =>
  concat(Uint8Array.of(1), seed("a root"), seed("a key"), seq, prev);
const ZERO = new Uint8Array(32);

export function entryCases(): MisbehaviourCase[] {
  return [...formCases(), ...placeCases()];
}

function formCases(): MisbehaviourCase[] {
  const formless = (name: string, texts: readonly [string, string], bytes: Uint8Array) =>
    proves(`entry-form-${name}`, texts, { kind: "entry_form", a: at(tell(raw(bytes)), 7) });
  const third = book.consent[2] as Written;
  const strange = Uint8Array.of(9, 9);
  return [
    formless(
      "unknown-type",
      ["An entry of an unknown type.", "类型未知的条目。"],
      Uint8Array.of(4),
    ),
    formless("empty", ["An entry without bytes.", "没有字节的条目。"], new Uint8Array(0)),
    formless(
      "number-zero",
      ["A record entry of number 0.", "编号为 0 的记录条目。"],
      record(u64(0), ZERO),
    ),
    formless(
      "beginning-with-a-past",
      ["Number 1 that follows something.", "第 1 号却接在别的条目之后。"],
      record(u64(1), seed("prev")),
    ),
    formless(
      "later-without-a-past",
      ["Number 2 that follows nothing.", "第 2 号却不接在任何条目之后。"],
      record(u64(2), ZERO),
    ),
    formless(
      "number-too-large",
      ["A number of 2^53.", "编号为 2^53。"],
      record(Uint8Array.of(0, 0x20, 0, 0, 0, 0, 0, 0), seed("prev")),
    ),
    formless(
      "record-too-long",
      ["A record entry with a byte too many.", "多一个字节的记录条目。"],
      concat(record(u64(1), ZERO), Uint8Array.of(0)),
    ),
    formless(
      "state-after-the-year-9999",
      ["A state entry with a time that cannot be.", "时间不可能的状态条目。"],
      concat(Uint8Array.of(2), ZERO, u64(3), u64(253_402_300_800_000)),
    ),
    formless(
      "void-too-long",
      ["A void entry of two bytes.", "两个字节的空条目。"],
      Uint8Array.of(3, 3),
    ),
    proves("entry-form-promised", ["Promised by a receipt.", "由回执承诺。"], {
      kind: "entry_form",
      a: promised({ index: 7, entry: strange, leaf: leafHash(strange) }),
    }),
    honest("entry-form-record", ["A record entry.", "记录条目。"], {
      kind: "entry_form",
      a: at(book, 3),
    }),
    honest("entry-form-state", ["A state entry.", "状态条目。"], {
      kind: "entry_form",
      a: at(book, 4),
    }),
    honest("entry-form-void", ["A void entry.", "空条目。"], {
      kind: "entry_form",
      a: at(book, 5),
    }),
    accusesNobody(
      "entry-form-not-in-the-tree",
      "inclusion_mismatch",
      ["An entry that is not in the tree.", "不在树中的条目。"],
      {
        kind: "entry_form",
        a: { ...at(book, 3), entry: "BA==" },
      },
    ),
    accusesNobody(
      "entry-form-of-another-receipt",
      "receipt_entry_mismatch",
      ["Not the entry that the receipt is for.", "不是回执所针对的条目。"],
      {
        kind: "entry_form",
        a: { ...promised(third), entry: "BA==" },
      },
    ),
    accusesNobody(
      "entry-form-beyond-the-tree",
      "index_beyond_size",
      ["An index beyond the tree.", "超出树的索引。"],
      {
        kind: "entry_form",
        a: { ...at(book, 3), index: 10 },
      },
    ),
  ];
}

function placeCases(): MisbehaviourCase[] {
  const early = (seq: number) =>
    tell({ 7: (it) => void consent(it, { seq, prev: seed("prev"), key: seed("a key") }) });
  const ends = tell({ 9: stranger, 10: stranger });
  const lostEnd = tell({ 9: ({ ledger }) => ledger.lost() });
  return [
    proves(
      "seq-beyond",
      [
        "Number 9 as entry 7: there is no room for eight before it.",
        "条目 7 是第 9 号：前面容不下八个条目。",
      ],
      {
        kind: "seq_beyond",
        a: at(early(9), 7),
      },
    ),
    honest(
      "seq-beyond-just-room",
      [
        "Number 8 as entry 7: there is just room for seven before it.",
        "条目 7 是第 8 号：前面恰好容下七个条目。",
      ],
      {
        kind: "seq_beyond",
        a: at(early(8), 7),
      },
    ),
    honest("seq-beyond-state", ["A state entry has no number.", "状态条目没有编号。"], {
      kind: "seq_beyond",
      a: at(book, 4),
    }),
    proves("seq-beyond-promised", ["Promised by a receipt.", "由回执承诺。"], {
      kind: "seq_beyond",
      a: promised(early(9).consent[2] as Written),
    }),
    proves(
      "no-state-end",
      ["The last entry under a checkpoint is a record.", "检查点下的最后一个条目是记录。"],
      {
        kind: "no_state_end",
        a: checkpoint(ends.ledger, 10),
        b: at(ends, 9),
      },
    ),
    proves(
      "no-state-end-void",
      ["The last entry under a checkpoint is void.", "检查点下的最后一个条目是空条目。"],
      {
        kind: "no_state_end",
        a: checkpoint(lostEnd.ledger, 10),
        b: at(lostEnd, 9),
      },
    ),
    proves(
      "no-state-end-by-another-tree",
      ["What its last entry is, is shown by a larger tree.", "其最后一个条目由较大的树示出。"],
      {
        kind: "no_state_end",
        a: checkpoint(ends.ledger, 10),
        b: at(ends, 9, 14),
      },
    ),
    proves(
      "no-state-end-promised",
      [
        "A receipt promises a record where a checkpoint ends.",
        "回执在检查点的末尾承诺了一条记录。",
      ],
      {
        kind: "no_state_end",
        a: checkpoint(book.ledger, 9),
        b: promised(book.consent[2] as Written),
      },
    ),
    honest("no-state-end-state", ["The last entry is a state entry.", "最后一个条目是状态条目。"], {
      kind: "no_state_end",
      a: checkpoint(book.ledger, 10),
      b: at(book, 9),
    }),
    honest("no-state-end-elsewhere", ["A record that is not the last entry.", "不在末尾的记录。"], {
      kind: "no_state_end",
      a: checkpoint(book.ledger, 10),
      b: at(book, 8),
    }),
    honest("no-state-end-behind", ["A record right behind the tree.", "紧接在树之后的记录。"], {
      kind: "no_state_end",
      a: checkpoint(book.ledger, 10),
      b: at(book, 10, 14),
    }),
  ];
}
