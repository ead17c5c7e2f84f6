/** What an honest ledger hands out. */

import { honestBook } from "../../misbehaviour/book.ts";
import type { Written } from "../../streams/ledger.ts";
import { anna, CONSENT, mei } from "../../streams/story.ts";
import { type CompareCase, findsNothing } from "../case.ts";
import {
  absentFile,
  answerFile,
  checkpointFile,
  historyFile,
  receiptFile,
  recordFile,
  tlogProofFile,
} from "../files.ts";

const book = honestBook();
const [first, second, third, fourth] = book.consent as [Written, Written, Written, Written];
const history = (size: number, ...events: readonly Written[]) =>
  historyFile(book, mei, { size, name: CONSENT, events });

export function honestCases(): CompareCase[] {
  return [
    findsNothing(
      "honest-checkpoints",
      [
        "Two bare checkpoints: nothing in them could be compared.",
        "两个单独的检查点：其中没有可比较的内容。",
      ],
      [checkpointFile(book, 5), checkpointFile(book, 14)],
    ),
    findsNothing(
      "honest-checkpoint-and-larger-tree",
      [
        "A checkpoint, and a path that shows how a larger tree begins.",
        "一个检查点，以及示出较大的树如何开头的路径。",
      ],
      [checkpointFile(book, 5), tlogProofFile(book, 14, 5)],
    ),
    findsNothing(
      "honest-histories",
      ["A history, and the same later on.", "一段历史，以及其后来的样子。"],
      [history(5, first, second), history(14, first, second, third, fourth)],
    ),
    findsNothing(
      "honest-history-twice",
      ["One file twice.", "同一文件两次。"],
      [history(10, first, second, third), history(10, first, second, third)],
    ),
    findsNothing(
      "honest-absent-before-it-began",
      ["A stream that did not exist yet, and then did.", "一个起初尚不存在、后来存在的流。"],
      [absentFile(book, 5, mei, "customer"), recordFile(book, 10, book.customer[0] as Written)],
    ),
    findsNothing(
      "honest-absent-and-terminal",
      [
        "What is absent for one person, and what another one holds.",
        "一人没有的流，与另一人持有的内容。",
      ],
      [absentFile(book, 14, anna, CONSENT), history(14, first, second, third, fourth)],
    ),
    findsNothing(
      "honest-receipt-kept",
      ["A receipt, and the record.", "回执与记录。"],
      [receiptFile(third), recordFile(book, 14, third)],
    ),
    findsNothing(
      "honest-answer-and-history",
      ["What a write answered, and the history with it.", "写入的答复，与包含它的历史。"],
      [answerFile(second), history(10, first, second, third)],
    ),
    findsNothing(
      "honest-receipts",
      ["Two receipts.", "两张回执。"],
      [receiptFile(first), receiptFile(second)],
    ),
    findsNothing(
      "honest-tlog-proof-without-its-leaf",
      ["A path whose leaf the receipt tells.", "其叶子由回执得知的路径。"],
      [tlogProofFile(book, 14, 8, false), receiptFile(third)],
    ),
    findsNothing(
      "honest-behind-a-known-event",
      [
        "A history behind a known event, and one from the beginning.",
        "从已知事件之后开始的历史，与从头开始的历史。",
      ],
      [
        historyFile(book, mei, { size: 10, name: CONSENT, events: [], from: third }),
        history(14, first, second, third, fourth),
      ],
    ),
  ];
}
