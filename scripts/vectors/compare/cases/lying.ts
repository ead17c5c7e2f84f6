/** What a ledger that lied hands out: trees, receipts, entries, records. */
import { asLeafHash } from "../../../../portal/verify/brands.ts";
import { type Book, consent, honestBook, stranger, tell } from "../../misbehaviour/book.ts";
import { checkpoint } from "../../misbehaviour/statements.ts";
import type { Written } from "../../streams/ledger.ts";
import { CONSENT, mei } from "../../streams/story.ts";
import { seed } from "../../world.ts";
import { type CompareCase, finds, findsNothing } from "../case.ts";
import {
  answerFile,
  checkpointFile,
  historyFile,
  proofFile,
  receiptFile,
  recordFile,
  tlogProofFile,
} from "../files.ts";

const book = honestBook();
const fork = tell({ 3: stranger });
const [first, second, third] = book.consent as [Written, Written, Written];
const torn = tell({ 8: (it) => void consent(it, { prev: seed("something else") }) });
const history = (turned: Book, size: number, ...events: readonly Written[]) =>
  historyFile(turned, mei, { size, name: CONSENT, events });

export function lyingCases(): CompareCase[] {
  return [...treeLies(), ...receiptLies(), ...entryLies(), ...recordLies()];
}

function treeLies(): CompareCase[] {
  return [
    finds(
      "two_roots",
      "split-view-of-one-size",
      ["One size, two trees.", "同一大小，两棵树。"],
      [recordFile(book, 10, third), checkpointFile(fork, 10)],
    ),
    finds(
      "prefix",
      "split-view-by-a-path",
      [
        "A file that shows the last entry of a smaller tree shows that the larger one does not begin with it.",
        "示出较小树最后一个条目的文件，即示出较大的树不以其开头。",
      ],
      [tlogProofFile(book, 14, 4), checkpointFile(fork, 5)],
    ),
    finds(
      "prefix",
      "split-view-by-what-comes-behind",
      ["So does one that shows the entry right behind it.", "示出紧随其后条目的文件亦然。"],
      [checkpointFile(fork, 10), recordFile(book, 14, book.customer[1] as Written)],
    ),
    finds(
      "two_nodes",
      "split-view-by-common-places",
      ["Two files whose paths have places in common.", "路径有共同位置的两个文件。"],
      [recordFile(book, 10, second), recordFile(fork, 14, fork.consent[0] as Written)],
    ),
    findsNothing(
      "split-view-unseen",
      [
        "Of two bare checkpoints nothing can be told, though the ledger did fork.",
        "仅凭两个单独的检查点无法判断，尽管账本确已分叉。",
      ],
      [checkpointFile(fork, 5), checkpointFile(book, 14)],
    ),
    finds(
      "two_roots",
      "a-proof-beside-anything",
      [
        "A proof of misbehaviour proves it, whatever is beside it.",
        "违规证明本身即可证明，无论与何物比较。",
      ],
      [
        proofFile({
          kind: "two_roots",
          a: checkpoint(book.ledger, 10),
          b: checkpoint(fork.ledger, 10),
        }),
        receiptFile(first),
      ],
    ),
  ];
}

function receiptLies(): CompareCase[] {
  const lost = tell({ 8: ({ ledger }) => ledger.lost() });
  return [
    finds(
      "two_receipts",
      "receipts-for-one-index",
      ["Two receipts for one index.", "同一索引的两张回执。"],
      [receiptFile(third), receiptFile({ index: 8, leaf: asLeafHash(seed("another leaf")) })],
    ),
    finds(
      "receipt_leaf",
      "receipt-and-another-record",
      ["A receipt, and another record in its place.", "回执与占据其位置的另一条记录。"],
      [receiptFile(second), tlogProofFile(fork, 10, 3)],
    ),
    finds(
      "receipt_leaf",
      "receipt-and-a-path",
      ["A receipt, and a path that reveals the leaf beside its own.", "回执与显露相邻叶子的路径。"],
      [receiptFile(second), tlogProofFile(fork, 10, 2)],
    ),
    finds(
      "receipt_void",
      "receipt-and-void-entry",
      ["A receipt, and a void entry in its place.", "回执与占据其位置的空条目。"],
      [receiptFile(third), tlogProofFile(lost, 10, 8)],
    ),
    finds(
      "wrong_prev",
      "answer-and-another-entry-of-its-number",
      [
        "What a write answered, and another entry of that number.",
        "写入的答复，与同编号的另一条目。",
      ],
      [answerFile(third), recordFile(torn, 14, torn.consent[3] as Written)],
    ),
  ];
}

function entryLies(): CompareCase[] {
  const odd = tell({ 7: ({ ledger }) => void ledger.append(Uint8Array.of(4)) });
  const early = tell({
    7: (it) => void consent(it, { seq: 9, prev: seed("prev"), key: seed("a key") }),
  });
  const open = tell({ 9: (it) => void consent(it) });
  const again = tell({
    8: (it) => void consent(it, { seq: 2, prev: it.consent[0]?.leaf as Uint8Array }),
  });
  const skipping = tell({
    8: (it) => void consent(it, { prev: it.consent[0]?.leaf as Uint8Array }),
  });
  const swapped = tell({
    3: (it) => void consent(it, { seq: 4, prev: seed("prev") }),
    8: (it) => void consent(it, { seq: 2, prev: it.consent[0]?.leaf as Uint8Array }),
  });
  const alone = (
    kind: string,
    name: string,
    texts: readonly [string, string],
    file: Uint8Array,
    fault: string | null = null,
  ) => finds(kind, name, texts, [file, file], { faults: [fault, fault] });
  return [
    alone(
      "entry_form",
      "entry-of-no-form",
      ["An entry of no form.", "没有形式的条目。"],
      tlogProofFile(odd, 10, 7),
    ),
    alone(
      "seq_beyond",
      "entry-without-room",
      ["An entry with too great a number.", "编号过大的条目。"],
      tlogProofFile(early, 10, 7),
    ),
    alone(
      "no_state_end",
      "checkpoint-that-ends-with-a-record",
      ["A record that a checkpoint ends with.", "检查点末尾的记录。"],
      recordFile(open, 10, open.consent[3] as Written),
    ),
    finds(
      "two_seq",
      "two-records-of-one-number",
      ["Two records of one number.", "同编号的两条记录。"],
      [
        recordFile(again, 10, again.consent[1] as Written),
        recordFile(again, 14, again.consent[2] as Written),
      ],
    ),
    alone(
      "wrong_prev",
      "history-that-is-torn",
      [
        "A history that proves nothing, but that the ledger tore it.",
        "这段历史不能证明什么，却证明了账本将其割裂。",
      ],
      history(torn, 10, ...torn.consent.slice(0, 3)),
      "event_foreign",
    ),
    finds(
      "foreign_prev",
      "record-that-skips-one",
      [
        "A record that follows the one before the one before it.",
        "越过前一条而接在更前一条之后的记录。",
      ],
      [
        recordFile(skipping, 10, skipping.consent[2] as Written),
        recordFile(skipping, 10, skipping.consent[0] as Written),
      ],
    ),
    finds(
      "order",
      "records-in-the-wrong-order",
      ["Number 4 stands before number 2.", "第 4 号在第 2 号之前。"],
      [
        recordFile(swapped, 10, swapped.consent[1] as Written),
        recordFile(swapped, 10, swapped.consent[2] as Written, []),
      ],
    ),
  ];
}

function recordLies(): CompareCase[] {
  const doubled = tell({ 8: (it) => void consent(it, { version: 2 }) });
  const hidden = tell({
    8: (it) => void consent(it, { key: seed("out of sight"), seq: 1, prev: new Uint8Array(32) }),
  });
  const withdrawal = hidden.consent[2] as Written;
  return [
    finds(
      "record_layout",
      "event-of-version-2",
      ["An event with a second version.", "带有第 2 版的事件。"],
      [recordFile(doubled, 10, doubled.consent[2] as Written), checkpointFile(doubled, 5)],
    ),
    finds(
      "wrong_stream",
      "withdrawal-out-of-sight",
      [
        "A record that its subject's stream does not have, and the stream.",
        "主体的流中没有的记录，与该流。",
      ],
      [recordFile(hidden, 10, withdrawal), history(hidden, 10, ...hidden.consent.slice(0, 2))],
    ),
    finds(
      "wrong_stream",
      "promised-withdrawal-out-of-sight",
      ["The same, and the record is only promised.", "同上，记录只是承诺。"],
      [answerFile(withdrawal), history(hidden, 10, ...hidden.consent.slice(0, 2))],
    ),
  ];
}
