/** State entries that break a rule, alone or with another one. */
import { base64Encode } from "../../../../portal/verify/bytes.ts";
import type { Written } from "../../streams/ledger.ts";
import { seed } from "../../world.ts";
import { type Book, honestBook, tell } from "../book.ts";
import { accusesNobody, honest, type MisbehaviourCase, proves } from "../case.ts";
import { checkpoint, entry } from "../statements.ts";

const book = honestBook();
const TIME = "2026-11-15T08:00:00.000Z";
const at = (turned: Book, index: number, size = 10) => entry(turned.ledger, size, index);
/** The second state entry speaks of so many entries. */
const sealed = (mapSize: number, root?: Uint8Array) =>
  tell({ 9: ({ ledger }) => void ledger.state(TIME, { mapSize, ...(root && { root }) }) });

export function stateCases(): MisbehaviourCase[] {
  return [
    proves(
      "map-beyond",
      ["A map over more entries than there are before it.", "映射涉及的条目多于其前面的条目。"],
      {
        kind: "map_beyond",
        a: at(sealed(10), 9),
      },
    ),
    honest(
      "map-beyond-just-all",
      ["A map over all entries before it.", "映射涉及其前面的全部条目。"],
      {
        kind: "map_beyond",
        a: at(sealed(9), 9),
      },
    ),
    honest("map-beyond-record", ["A record entry has no map.", "记录条目没有映射。"], {
      kind: "map_beyond",
      a: at(book, 8),
    }),
    ...behindCases(),
    ...twoMapsCases(),
  ];
}

function behindCases(): MisbehaviourCase[] {
  return [
    proves(
      "map-behind",
      ["A map that does not speak of the state entry before it.", "映射没有涉及前一个状态条目。"],
      {
        kind: "map_behind",
        a: at(sealed(4), 4),
        b: at(sealed(4), 9),
      },
    ),
    proves(
      "map-behind-a-checkpoint",
      [
        "A checkpoint of size 5 ends with a state entry, whatever it is: the map must speak of it.",
        "大小为 5 的检查点以状态条目结尾，不论其内容如何：映射必须涉及它。",
      ],
      {
        kind: "map_behind",
        a: checkpoint(book.ledger, 5),
        b: at(sealed(4), 9),
      },
    ),
    honest(
      "map-behind-just-not",
      [
        "A map that speaks of the state entry before it, and of no more.",
        "映射恰好涉及到前一个状态条目为止。",
      ],
      {
        kind: "map_behind",
        a: at(sealed(5), 4),
        b: at(sealed(5), 9),
      },
    ),
    honest(
      "map-behind-a-checkpoint-just-not",
      ["A map over just the entries of an earlier checkpoint.", "映射恰好涉及较早检查点的条目。"],
      {
        kind: "map_behind",
        a: checkpoint(book.ledger, 5),
        b: at(sealed(5), 9),
      },
    ),
    honest(
      "map-behind-a-later-one",
      ["A map need not speak of what comes behind it.", "映射不必涉及其后的内容。"],
      {
        kind: "map_behind",
        a: at(book, 9),
        b: at(book, 4),
      },
    ),
    honest(
      "map-behind-its-own-checkpoint",
      ["The state entry that the checkpoint ends with.", "检查点末尾的状态条目本身。"],
      {
        kind: "map_behind",
        a: checkpoint(book.ledger, 10),
        b: at(book, 9),
      },
    ),
    honest(
      "map-behind-a-record",
      ["Only a state entry must be spoken of.", "只有状态条目必须被涉及。"],
      {
        kind: "map_behind",
        a: at(sealed(5), 8),
        b: at(sealed(5), 9),
      },
    ),
    honest("map-behind-of-a-record", ["A record entry has no map.", "记录条目没有映射。"], {
      kind: "map_behind",
      a: at(book, 4),
      b: at(book, 8),
    }),
    honest(
      "map-behind-no-tree",
      ["A tree of no entries ends with nothing.", "没有条目的树没有末尾。"],
      {
        kind: "map_behind",
        a: checkpoint(book.ledger, 0),
        b: at(sealed(0), 9),
      },
    ),
    accusesNobody(
      "map-behind-promised",
      "statement_form",
      ["Receipts are not given for state entries.", "回执不针对状态条目。"],
      {
        kind: "map_behind",
        a: at(sealed(4), 4),
        b: receiptOf(book.consent[0] as Written),
      },
    ),
  ];
}

function receiptOf({ entry: bytes }: Written) {
  return { entry: base64Encode(bytes), receipt: "" };
}

function twoMapsCases(): MisbehaviourCase[] {
  const other = sealed(9, seed("another map"));
  return [
    proves("two-maps", ["Two maps over the same entries.", "同样的条目有两个映射。"], {
      kind: "two_maps",
      a: at(book, 9),
      b: at(other, 9),
    }),
    proves("two-maps-at-two-places", ["At two places of one tree.", "在同一棵树的两个位置。"], {
      kind: "two_maps",
      a: at(sealed(4, seed("another map")), 4),
      b: at(sealed(4, seed("another map")), 9),
    }),
    honest("two-maps-one-map", ["One map twice.", "同一映射两次。"], {
      kind: "two_maps",
      a: at(book, 9),
      b: at(book, 9, 14),
    }),
    honest("two-maps-of-two-sizes", ["Maps over different entries.", "不同条目的映射。"], {
      kind: "two_maps",
      a: at(book, 4),
      b: at(book, 9),
    }),
    honest("two-maps-records", ["Record entries have no maps.", "记录条目没有映射。"], {
      kind: "two_maps",
      a: at(book, 8),
      b: at(book, 3),
    }),
  ];
}
