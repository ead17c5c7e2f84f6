/** Trees that do not fit each other, and trees that do. */
import { formatCheckpointText } from "../../../../portal/verify/checkpoint.ts";
import { flip } from "../../case.ts";
import { logKey, ORIGIN, seed, signedNote } from "../../world.ts";
import { honestBook, stranger, tell } from "../book.ts";
import { accusesNobody, honest, type MisbehaviourCase, proves } from "../case.ts";
import { beginning, checkpoint, node } from "../statements.ts";

/** The same but for entry 3, which somebody else wrote. */
const fork = tell({ 3: stranger });
const book = honestBook();

function emptyTree(root: Uint8Array) {
  const text = formatCheckpointText({ origin: ORIGIN, size: 0 as never, root: root as never });
  return { checkpoint: signedNote(text, logKey) };
}

export function treeCases(): MisbehaviourCase[] {
  const [a, b] = [checkpoint(book.ledger, 10), checkpoint(fork.ledger, 10)];
  return [
    proves("two-roots", ["Two roots for one size.", "同一大小的两个根。"], {
      kind: "two_roots",
      a,
      b,
    }),
    honest("two-roots-one-tree", ["One checkpoint twice.", "同一检查点两次。"], {
      kind: "two_roots",
      a,
      b: a,
    }),
    honest(
      "two-roots-of-two-sizes",
      ["Checkpoints of two sizes of one ledger.", "同一账本两个大小的检查点。"],
      {
        kind: "two_roots",
        a,
        b: checkpoint(book.ledger, 14),
      },
    ),
    honest(
      "two-roots-of-two-sizes-forked",
      [
        "Roots of two sizes differ, as they must, even where the ledger did fork.",
        "两个大小的根理应不同，即使账本确已分叉。",
      ],
      { kind: "two_roots", a, b: checkpoint(fork.ledger, 14) },
    ),
    proves(
      "empty-root",
      ["A tree of no entries with an invented root.", "没有条目的树，却有编造的根。"],
      {
        kind: "empty_root",
        a: emptyTree(seed("no tree")),
      },
    ),
    honest("empty-root-as-it-is", ["A tree of no entries with its root.", "没有条目的树及其根。"], {
      kind: "empty_root",
      a: checkpoint(book.ledger, 0),
    }),
    honest("empty-root-of-a-tree", ["A tree that has entries.", "有条目的树。"], {
      kind: "empty_root",
      a,
    }),
    ...prefixCases(),
    ...nodeCases(),
  ];
}

function prefixCases(): MisbehaviourCase[] {
  const hashes = beginning(book.ledger, 5, 14);
  const [a, b] = [checkpoint(fork.ledger, 5), checkpoint(book.ledger, 14)];
  const forked = { kind: "prefix", a, b, hashes };
  const changed = hashes.map((hash, i) => (i === 1 ? flip(hash, 7) : hash));
  const power = beginning(book.ledger, 8, 10);
  return [
    proves(
      "prefix",
      ["The larger tree does not begin with the smaller one.", "较大的树不以较小的树开头。"],
      forked,
    ),
    honest(
      "prefix-of-one-ledger",
      ["The larger tree begins with the smaller one.", "较大的树以较小的树开头。"],
      {
        ...forked,
        a: checkpoint(book.ledger, 5),
      },
    ),
    accusesNobody(
      "prefix-with-another-hash",
      "prefix_mismatch",
      [
        "Hashes that do not lead to the larger root: the smaller tree only seems not to fit.",
        "推不出较大的根的哈希：较小的树只是看似不符。",
      ],
      { ...forked, a: checkpoint(book.ledger, 5), hashes: changed },
    ),
    accusesNobody(
      "prefix-by-the-smaller-tree",
      "prefix_mismatch",
      ["Hashes of the fork's own tree.", "取自分叉自己的树的哈希。"],
      { ...forked, hashes: beginning(fork.ledger, 5, 14) },
    ),
    accusesNobody("prefix-too-short", "proof_length", ["A hash is missing.", "缺少一个哈希。"], {
      ...forked,
      hashes: hashes.slice(1),
    }),
    accusesNobody("prefix-too-long", "proof_length", ["A hash too many.", "多出一个哈希。"], {
      ...forked,
      hashes: [...hashes, hashes[0] as string],
    }),
    accusesNobody(
      "prefix-without-hashes",
      "proof_length",
      ["No hashes at all.", "完全没有哈希。"],
      {
        ...forked,
        hashes: [],
      },
    ),
    proves(
      "prefix-of-a-power-of-two",
      [
        "The first hash is the root of the smaller size itself, and still has to be given.",
        "第一个哈希就是较小大小的根，仍须给出。",
      ],
      {
        kind: "prefix",
        a: checkpoint(fork.ledger, 8),
        b: checkpoint(book.ledger, 10),
        hashes: power,
      },
    ),
    accusesNobody(
      "prefix-of-a-power-of-two-as-in-the-rfc",
      "proof_length",
      ["As RFC 9162 has it, without the first hash.", "按 RFC 9162 省略了第一个哈希。"],
      {
        kind: "prefix",
        a: checkpoint(fork.ledger, 8),
        b: checkpoint(book.ledger, 10),
        hashes: power.slice(1),
      },
    ),
    honest(
      "prefix-the-larger-one-first",
      ["The larger tree in the place of the smaller one.", "较大的树放在较小的树的位置。"],
      {
        ...forked,
        a: b,
        b: a,
      },
    ),
    honest(
      "prefix-of-one-size",
      ["Two trees of one size: another kind shows that.", "同一大小的两棵树：应以另一种类型证明。"],
      {
        ...forked,
        a: checkpoint(fork.ledger, 14),
      },
    ),
    honest(
      "prefix-of-nothing",
      ["A tree of no entries: every tree begins with it.", "没有条目的树：每棵树都以其开头。"],
      {
        ...forked,
        a: emptyTree(seed("no tree")),
      },
    ),
  ];
}

function nodeCases(): MisbehaviourCase[] {
  const two = (level: number, index: number, sizes = [10, 14] as const) => ({
    kind: "two_nodes",
    a: node(book.ledger, sizes[0], level, index),
    b: node(fork.ledger, sizes[1], level, index),
  });
  const leaves = two(0, 3);
  const changed = structuredClone(leaves.b) as { node: { path: string[]; hash: string } };
  changed.node.path[0] = flip(changed.node.path[0] as string, 3);
  const invented = structuredClone(node(book.ledger, 10, 0, 3)) as { node: { hash: string } };
  invented.node.hash = flip(invented.node.hash, 9);
  const asLevel = (level: number) => {
    const copy = structuredClone(leaves.a) as { node: { level: number } };
    copy.node.level = level;
    return copy as never;
  };
  return [
    proves("two-nodes-leaf", ["Two leaves at one index.", "同一索引处的两片叶子。"], leaves),
    proves(
      "two-nodes-level-2",
      [
        "Two subtrees of four entries, in trees of two sizes.",
        "两个大小的树中，四个条目的子树不同。",
      ],
      two(2, 0),
    ),
    proves(
      "two-nodes-level-3",
      ["Two subtrees of eight entries.", "八个条目的子树不同。"],
      two(3, 0),
    ),
    proves(
      "two-nodes-the-whole-tree",
      [
        "The root of eight entries, and that subtree of a larger tree.",
        "八个条目的根，与较大的树中的该子树。",
      ],
      two(3, 0, [8 as never, 14]),
    ),
    honest(
      "two-nodes-one-tree",
      ["One subtree of two checkpoints of one ledger.", "同一账本两个检查点的同一子树。"],
      {
        kind: "two_nodes",
        a: node(book.ledger, 10, 0, 3),
        b: node(book.ledger, 14, 0, 3),
      },
    ),
    honest(
      "two-nodes-where-the-fork-agrees",
      ["A subtree that lies before the fork.", "位于分叉之前的子树。"],
      two(1, 0),
    ),
    honest("two-nodes-of-two-places", ["Subtrees of two places.", "两个位置的子树。"], {
      ...leaves,
      b: node(fork.ledger, 14, 0, 2),
    }),
    honest("two-nodes-of-two-levels", ["A leaf, and two of them.", "一片叶子与两片叶子。"], {
      ...leaves,
      b: node(fork.ledger, 14, 1, 3),
    }),
    accusesNobody(
      "two-nodes-incomplete",
      "subtree_incomplete",
      ["The right end of a tree, which is another in each size.", "树的右端在每个大小下都不同。"],
      { kind: "two_nodes", a: node(book.ledger, 10, 2, 2), b: node(book.ledger, 14, 2, 2) },
    ),
    accusesNobody(
      "two-nodes-path-changed",
      "inclusion_mismatch",
      ["A path that leads elsewhere.", "通往别处的路径。"],
      {
        ...leaves,
        b: changed as never,
      },
    ),
    accusesNobody(
      "two-nodes-hash-changed",
      "inclusion_mismatch",
      ["An invented hash.", "编造的哈希。"],
      {
        ...leaves,
        b: invented as never,
      },
    ),
    accusesNobody("two-nodes-level-54", "bad_number", ["Higher than any tree.", "高于任何树。"], {
      ...leaves,
      a: asLevel(54),
    }),
    accusesNobody(
      "two-nodes-level-below-zero",
      "wrong_shape",
      ["A level below the leaves.", "低于叶子的层。"],
      {
        ...leaves,
        a: asLevel(-1),
      },
    ),
  ];
}
