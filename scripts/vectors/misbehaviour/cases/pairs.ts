/** Two entries of a stream that do not fit each other. */
import { leafHash } from "../../../../portal/verify/merkle.ts";
import type { Written } from "../../streams/ledger.ts";
import { seed } from "../../world.ts";
import { type Book, consent, honestBook, stranger, tell } from "../book.ts";
import { honest, type MisbehaviourCase, proves } from "../case.ts";
import { entry, promised } from "../statements.ts";

const book = honestBook();
const at = (turned: Book, index: number, size = 10) => entry(turned.ledger, size, index);

export function pairCases(): MisbehaviourCase[] {
  return [...seqCases(), ...prevCases(), ...orderCases()];
}

function seqCases(): MisbehaviourCase[] {
  const again = tell({
    8: (it) => void consent(it, { seq: 2, prev: it.consent[0]?.leaf as Uint8Array }),
  });
  const twice = tell({
    8: ({ ledger, consent: events }) => void ledger.append((events[1] as Written).entry),
  });
  const fork = tell({ 3: stranger, 8: (it) => void consent(it) });
  const two = (a: Book, i: number, b: Book, j: number) => ({ a: at(a, i), b: at(b, j) });
  return [
    proves("two-seq", ["Two entries of one stream and number.", "同一流中编号相同的两个条目。"], {
      kind: "two_seq",
      ...two(again, 3, again, 8),
    }),
    proves(
      "two-seq-under-two-checkpoints",
      ["Under two checkpoints, of a ledger that forked.", "分别在已分叉账本的两个检查点之下。"],
      {
        kind: "two_seq",
        ...two(book, 3, fork, 8),
      },
    ),
    proves("two-seq-the-same-entry", ["One entry at two places.", "同一条目在两个位置。"], {
      kind: "two_seq",
      ...two(twice, 3, twice, 8),
    }),
    proves("two-seq-promised", ["One of them is only promised.", "其中一个只是承诺。"], {
      kind: "two_seq",
      a: promised(book.consent[1] as Written),
      b: at(fork, 8),
    }),
    proves("two-seq-both-promised", ["Both are promised.", "两个都是承诺。"], {
      kind: "two_seq",
      a: promised(book.consent[1] as Written),
      b: promised(fork.consent[1] as Written),
    }),
    proves(
      "two-seq-at-one-place",
      ["Two entries at one place, of one number.", "同一位置的两个条目，编号相同。"],
      {
        kind: "two_seq",
        ...two(book, 3, tell({ 3: (it) => void consent(it, { label: "another" }) }), 3),
      },
    ),
    honest("two-seq-one-entry", ["One entry, shown twice.", "同一条目示出两次。"], {
      kind: "two_seq",
      a: at(book, 3),
      b: at(book, 3, 14),
    }),
    honest(
      "two-seq-promised-and-kept",
      ["A promise, and that it was kept.", "一个承诺及其履行。"],
      {
        kind: "two_seq",
        a: promised(book.consent[1] as Written),
        b: at(book, 3),
      },
    ),
    honest("two-seq-of-two-streams", ["Number 1 of two streams.", "两个流的第 1 号。"], {
      kind: "two_seq",
      ...two(book, 1, book, 2),
    }),
    honest("two-seq-of-two-numbers", ["Two numbers of one stream.", "同一流的两个编号。"], {
      kind: "two_seq",
      ...two(book, 1, book, 3),
    }),
    honest("two-seq-of-states", ["State entries have no numbers.", "状态条目没有编号。"], {
      kind: "two_seq",
      ...two(book, 4, book, 9),
    }),
  ];
}

function prevCases(): MisbehaviourCase[] {
  const torn = tell({ 8: (it) => void consent(it, { prev: seed("something else") }) });
  const foreign = (value: Uint8Array) =>
    tell({ 8: (it) => void consent(it, { prev: leafHash(value) }) });
  const entryOf = (turned: Book, index: number) => turned.ledger.entries[index] as Uint8Array;
  const named = (value: Uint8Array) => ({
    kind: "foreign_prev",
    a: at(foreign(value), 8),
    value,
  });
  const [stranger2, first, state] = [entryOf(book, 2), entryOf(book, 1), entryOf(book, 4)];
  return [
    proves(
      "wrong-prev",
      ["An entry does not follow the one before it.", "条目没有接在前一个之后。"],
      {
        kind: "wrong_prev",
        a: at(torn, 3),
        b: at(torn, 8),
      },
    ),
    proves("wrong-prev-promised", ["The one before it is only promised.", "前一个只是承诺。"], {
      kind: "wrong_prev",
      a: promised(torn.consent[1] as Written),
      b: at(torn, 8),
    }),
    honest("wrong-prev-right", ["It does follow.", "确实接在其后。"], {
      kind: "wrong_prev",
      a: at(book, 3),
      b: at(book, 8),
    }),
    honest(
      "wrong-prev-not-neighbours",
      ["Number 3 need not follow number 1.", "第 3 号不必接在第 1 号之后。"],
      {
        kind: "wrong_prev",
        a: at(book, 1),
        b: at(book, 8),
      },
    ),
    honest(
      "wrong-prev-backwards",
      ["The earlier one does not follow the later one.", "较早的不接在较晚的之后。"],
      {
        kind: "wrong_prev",
        a: at(book, 8),
        b: at(book, 3),
      },
    ),
    honest("wrong-prev-of-two-streams", ["Entries of two streams.", "两个流的条目。"], {
      kind: "wrong_prev",
      a: at(book, 2),
      b: at(book, 3),
    }),
    proves(
      "foreign-prev-stream",
      ["It follows an entry of another stream.", "它接在另一个流的条目之后。"],
      named(stranger2),
    ),
    proves(
      "foreign-prev-stream-though-its-number-fits",
      ["Number 2 follows number 1 of another stream.", "第 2 号接在另一个流的第 1 号之后。"],
      {
        kind: "foreign_prev",
        a: at(tell({ 3: (it) => void consent(it, { prev: leafHash(stranger2) }) }), 3),
        value: stranger2,
      },
    ),
    proves(
      "foreign-prev-number",
      ["Number 3 follows number 1.", "第 3 号接在第 1 号之后。"],
      named(first),
    ),
    proves(
      "foreign-prev-state",
      ["It follows a state entry.", "它接在状态条目之后。"],
      named(state),
    ),
    proves(
      "foreign-prev-no-entry",
      ["It follows what is no entry.", "它接在不是条目的内容之后。"],
      named(Uint8Array.of(7)),
    ),
    proves("foreign-prev-promised", ["Promised by a receipt.", "由回执承诺。"], {
      ...named(first),
      a: promised(foreign(first).consent[2] as Written),
    }),
    honest("foreign-prev-right", ["It follows the entry before it.", "它接在前一个条目之后。"], {
      kind: "foreign_prev",
      a: at(book, 8),
      value: entryOf(book, 3),
    }),
    honest("foreign-prev-not-named", ["An entry that it does not name.", "它并未指名的条目。"], {
      kind: "foreign_prev",
      a: at(book, 8),
      value: first,
    }),
    honest(
      "foreign-prev-of-the-first",
      ["Number 1 follows nothing.", "第 1 号不接在任何条目之后。"],
      {
        kind: "foreign_prev",
        a: at(book, 1),
        value: first,
      },
    ),
    honest(
      "foreign-prev-of-a-state",
      ["A state entry follows nothing.", "状态条目不接在任何条目之后。"],
      {
        kind: "foreign_prev",
        a: at(book, 4),
        value: first,
      },
    ),
  ];
}

function orderCases(): MisbehaviourCase[] {
  // Number 2 stands behind number 3.
  const swapped = tell({
    3: (it) => void consent(it, { seq: 3, prev: seed("prev") }),
    8: (it) => void consent(it, { seq: 2, prev: it.consent[0]?.leaf as Uint8Array }),
  });
  const numbered = (seq: number) =>
    tell({ 8: (it) => void consent(it, { seq, prev: seed("prev") }) });
  return [
    proves("order", ["Number 3 stands before number 2.", "第 3 号在第 2 号之前。"], {
      kind: "order",
      a: at(swapped, 8),
      b: at(swapped, 3),
    }),
    proves(
      "order-too-close",
      [
        "Between entries 3 and 8 there is no room for five numbers.",
        "条目 3 与 8 之间容不下五个编号。",
      ],
      {
        kind: "order",
        a: at(numbered(8), 3),
        b: at(numbered(8), 8),
      },
    ),
    proves("order-promised", ["One of them is only promised.", "其中一个只是承诺。"], {
      kind: "order",
      a: at(swapped, 8),
      b: promised(swapped.consent[1] as Written),
    }),
    proves("order-at-one-place", ["Two numbers at one place.", "同一位置的两个编号。"], {
      kind: "order",
      a: at(book, 8),
      b: at(numbered(4), 8),
    }),
    honest(
      "order-just-room",
      [
        "Between entries 3 and 8 there is just room for number 7.",
        "条目 3 与 8 之间恰好容下第 7 号。",
      ],
      {
        kind: "order",
        a: at(numbered(7), 3),
        b: at(numbered(7), 8),
      },
    ),
    honest("order-right", ["Two entries in their order.", "顺序正确的两个条目。"], {
      kind: "order",
      a: at(book, 1),
      b: at(book, 8),
    }),
    honest(
      "order-right-the-later-one-first",
      ["The same, the later one first.", "同上，较晚的在前。"],
      {
        kind: "order",
        a: at(book, 8),
        b: at(book, 1),
      },
    ),
    honest("order-of-two-streams", ["Numbers of two streams.", "两个流的编号。"], {
      kind: "order",
      a: at(book, 6),
      b: at(book, 3),
    }),
  ];
}
