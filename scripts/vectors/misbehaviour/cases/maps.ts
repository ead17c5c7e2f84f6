/** What maps have of a stream, beside its entries. */
import { concat, u64 } from "../../../../portal/verify/bytes.ts";
import { leafHash } from "../../../../portal/verify/merkle.ts";
import { seed } from "../../world.ts";
import { consentKey, customerKey, tell } from "../book.ts";
import { honest, type MisbehaviourCase, proves } from "../case.ts";
import { entry, map, promised } from "../statements.ts";
import {
  at,
  book,
  consentMap,
  first,
  fourth,
  hidden,
  mapped,
  naming,
  second,
  stale,
  TIME,
  third,
  version1,
  version2,
} from "./map-book.ts";

export function mapCases(): MisbehaviourCase[] {
  return [...absentCases(), ...staleCases(), ...aheadCases()];
}

function absentCases(): MisbehaviourCase[] {
  const kind = "map_absent";
  return [
    proves(
      "map-absent",
      ["The map does not have a stream that has an entry.", "映射中没有一个已有条目的流。"],
      {
        kind,
        a: consentMap(hidden),
        b: at(third, hidden),
      },
    ),
    proves("map-absent-by-a-promise", ["The entry is only promised.", "该条目只是承诺。"], {
      kind,
      a: consentMap(hidden),
      b: promised(third),
    }),
    honest(
      "map-absent-not-yet",
      ["The stream begins behind what the map is over.", "该流在映射所涉及的内容之后才开始。"],
      {
        kind,
        a: map(book.ledger, 5, 4, customerKey),
        b: at(version1),
      },
    ),
    honest("map-absent-there", ["The map has the stream.", "映射中有该流。"], {
      kind,
      a: consentMap(book),
      b: at(third),
    }),
    honest("map-absent-of-another-stream", ["An entry of another stream.", "另一个流的条目。"], {
      kind,
      a: consentMap(hidden),
      b: at(version1, hidden),
    }),
    honest(
      "map-absent-no-entry-of-a-stream",
      ["A state entry, which is of no stream.", "状态条目，不属于任何流。"],
      {
        kind,
        a: consentMap(hidden),
        b: entry(hidden.ledger, 14, 4),
      },
    ),
  ];
}

function staleCases(): MisbehaviourCase[] {
  const kind = "map_stale";
  const invented = concat(Uint8Array.of(1), seed("a root"), consentKey, u64(3), second.leaf);
  const proof = { kind, a: consentMap(stale), b: at(third, stale), value: second.entry };
  return [
    proves(
      "map-stale",
      [
        "The map names number 2, and number 3 is below it.",
        "映射指明第 2 号，而第 3 号在其范围内。",
      ],
      proof,
    ),
    proves("map-stale-by-a-promise", ["Number 3 is only promised.", "第 3 号只是承诺。"], {
      ...proof,
      b: promised(third),
    }),
    proves(
      "map-stale-another-of-that-number",
      ["The map names another number 3.", "映射指明的是另一个第 3 号。"],
      {
        kind,
        a: consentMap(mapped(naming(leafHash(invented)))),
        b: at(third),
        value: invented,
      },
    ),
    honest("map-stale-newest", ["The map names the newest.", "映射指明的就是最新的。"], {
      kind,
      a: consentMap(book),
      b: at(third),
      value: third.entry,
    }),
    honest(
      "map-stale-older-one-shown",
      ["The map names number 3, and number 2 is shown.", "映射指明第 3 号，示出的是第 2 号。"],
      {
        kind,
        a: consentMap(book),
        b: at(second),
        value: third.entry,
      },
    ),
    honest(
      "map-stale-not-yet",
      ["The newer one comes behind what the map is over.", "较新的条目在映射所涉及的内容之后。"],
      {
        kind,
        a: consentMap(book),
        b: at(fourth),
        value: third.entry,
      },
    ),
    honest(
      "map-stale-another-value",
      ["Not the entry that the map names.", "不是映射所指明的条目。"],
      {
        ...proof,
        value: first.entry,
      },
    ),
    honest(
      "map-stale-of-another-stream",
      ["A newer entry of another stream.", "另一个流的较新条目。"],
      {
        ...proof,
        a: map(book.ledger, 14, 13, customerKey),
        b: at(fourth),
        value: version2.entry,
      },
    ),
    honest(
      "map-stale-value-of-another-stream",
      [
        "What the map names is of another stream: another kind shows that.",
        "映射所指明的属于另一个流：应以另一种类型证明。",
      ],
      {
        kind,
        a: consentMap(mapped(naming(version1.leaf))),
        b: at(third),
        value: version1.entry,
      },
    ),
    honest("map-stale-absent", ["The map names nothing.", "映射什么也没有指明。"], {
      kind,
      a: consentMap(hidden),
      b: at(third),
      value: second.entry,
    }),
  ];
}

function aheadCases(): MisbehaviourCase[] {
  const kind = "map_ahead";
  const early = mapped(naming(fourth.leaf));
  const begun = tell({
    4: (it) =>
      void it.ledger.state(TIME, {
        map: [...it.ledger.heads(), { key: customerKey, value: seed("to come") }],
      }),
  });
  const proof = { kind, a: consentMap(early), b: at(fourth, early), value: fourth.entry };
  const begins = { kind, a: map(begun.ledger, 5, 4, customerKey), b: at(version1, begun) };
  return [
    proves(
      "map-ahead",
      [
        "The map names an entry that comes behind what it is over.",
        "映射指明的条目在其涉及的内容之后才出现。",
      ],
      proof,
    ),
    proves("map-ahead-by-a-promise", ["That entry is only promised.", "该条目只是承诺。"], {
      ...proof,
      b: promised(fourth),
    }),
    proves(
      "map-ahead-of-all",
      [
        "The map has a stream whose first entry comes behind what it is over.",
        "映射中有一个流，而其第一个条目在映射涉及的内容之后才出现。",
      ],
      begins,
    ),
    honest(
      "map-ahead-with-a-value-that-it-does-not-name",
      ["What the map names is another entry.", "映射所指明的是另一个条目。"],
      {
        ...begins,
        value: version1.entry,
      },
    ),
    honest("map-ahead-below", ["The entry is below.", "该条目在范围内。"], {
      kind,
      a: consentMap(book),
      b: at(third),
      value: third.entry,
    }),
    honest(
      "map-ahead-only-newer",
      ["What comes behind has a greater number.", "其后的条目编号较大。"],
      {
        kind,
        a: consentMap(book),
        b: at(fourth),
        value: third.entry,
      },
    ),
    honest(
      "map-ahead-not-the-first",
      [
        "What comes behind is not the first, and nothing more is known.",
        "其后的条目不是第一个，此外一无所知。",
      ],
      {
        kind,
        a: consentMap(book),
        b: at(fourth),
      },
    ),
    honest(
      "map-ahead-not-there",
      ["The map does not have the stream, rightly.", "映射中没有该流，理应如此。"],
      {
        kind,
        a: map(book.ledger, 5, 4, customerKey),
        b: at(version1),
      },
    ),
    honest("map-ahead-of-another-stream", ["An entry of another stream.", "另一个流的条目。"], {
      kind,
      a: map(book.ledger, 5, 4, consentKey),
      b: at(version1),
    }),
  ];
}
