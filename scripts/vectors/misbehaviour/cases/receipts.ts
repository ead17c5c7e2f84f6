/** Receipts beside each other, and beside trees. */

import type { Written } from "../../streams/ledger.ts";
import { seed } from "../../world.ts";
import { honestBook, stranger, tell } from "../book.ts";
import { accusesNobody, honest, type MisbehaviourCase, proves } from "../case.ts";
import { node, receipt } from "../statements.ts";

const book = honestBook();
/** Entry 3 is somebody else's, and entry 8 was lost. */
const fork = tell({ 3: stranger, 8: ({ ledger }) => ledger.lost() });

export function receiptCases(): MisbehaviourCase[] {
  const [second, third] = [book.consent[1] as Written, book.consent[2] as Written];
  const other = seed("another leaf");
  const kept = receipt(second);
  return [
    proves("two-receipts", ["One index, promised twice.", "同一索引承诺了两次。"], {
      kind: "two_receipts",
      a: kept,
      b: receipt({ index: 3, leaf: other }),
    }),
    honest(
      "two-receipts-of-one-promise",
      ["One promise, given twice at two times.", "同一承诺在两个时间各给出一次。"],
      {
        kind: "two_receipts",
        a: kept,
        b: receipt({ ...second, time: Date.parse("2026-11-21T09:00:00.000Z") }),
      },
    ),
    honest("two-receipts-of-two-indexes", ["Two indexes.", "两个索引。"], {
      kind: "two_receipts",
      a: kept,
      b: receipt(third),
    }),
    proves(
      "receipt-leaf",
      ["What was promised to one record is another's.", "承诺给一条记录的位置属于另一条。"],
      {
        kind: "receipt_leaf",
        a: kept,
        b: node(fork.ledger, 10, 0, 3),
      },
    ),
    honest("receipt-leaf-kept", ["The promise was kept.", "承诺已履行。"], {
      kind: "receipt_leaf",
      a: kept,
      b: node(book.ledger, 10, 0, 3),
    }),
    honest("receipt-leaf-elsewhere", ["A leaf at another index.", "另一索引处的叶子。"], {
      kind: "receipt_leaf",
      a: kept,
      b: node(book.ledger, 10, 0, 8),
    }),
    honest("receipt-leaf-of-a-subtree", ["A subtree of that number.", "该编号的子树。"], {
      kind: "receipt_leaf",
      a: kept,
      b: node(book.ledger, 10, 1, 3),
    }),
    honest(
      "receipt-leaf-void",
      ["A void entry is a broken promise, and told as such.", "空条目是违背的承诺，应如实说明。"],
      {
        kind: "receipt_leaf",
        a: receipt(third),
        b: node(fork.ledger, 10, 0, 8),
      },
    ),
    proves("receipt-void", ["What was promised was lost, openly.", "所承诺的已公开丢失。"], {
      kind: "receipt_void",
      a: receipt(third),
      b: node(fork.ledger, 10, 0, 8),
    }),
    honest(
      "receipt-void-by-another-entry",
      ["Another record is there: that is worse.", "该处是另一条记录：性质更重。"],
      {
        kind: "receipt_void",
        a: kept,
        b: node(fork.ledger, 10, 0, 3),
      },
    ),
    honest("receipt-void-elsewhere", ["A void entry at another index.", "另一索引处的空条目。"], {
      kind: "receipt_void",
      a: kept,
      b: node(book.ledger, 10, 0, 5),
    }),
    accusesNobody(
      "receipt-leaf-beyond-the-tree",
      "subtree_incomplete",
      ["The tree does not reach so far.", "该树没有那么大。"],
      {
        kind: "receipt_leaf",
        a: kept,
        b: (() => {
          const copy = structuredClone(node(book.ledger, 5, 0, 3)) as { node: { index: number } };
          copy.node.index = 8;
          return copy as never;
        })(),
      },
    ),
  ];
}
