/** What maps name, and what they have lost. */
import { leafHash } from "../../../../portal/verify/merkle.ts";
import { seed } from "../../world.ts";
import { consentKey, customerKey, tell } from "../book.ts";
import { accusesNobody, honest, type MisbehaviourCase, proves } from "../case.ts";
import { map, promised } from "../statements.ts";
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
  TIME,
  third,
  version1,
  version2,
} from "./map-book.ts";

export function mapValueCases(): MisbehaviourCase[] {
  return [...foreignCases(), ...lostCases(), ...wrongCases(), ...proofCases()];
}

function foreignCases(): MisbehaviourCase[] {
  const kind = "map_foreign";
  const named = (value: Uint8Array) => ({
    kind,
    a: consentMap(mapped(naming(leafHash(value)))),
    value,
  });
  return [
    proves(
      "map-foreign",
      ["The map names an entry of another stream.", "映射指明的是另一个流的条目。"],
      named(version1.entry),
    ),
    proves(
      "map-foreign-void",
      ["The map names a void entry.", "映射指明的是空条目。"],
      named(Uint8Array.of(3)),
    ),
    proves(
      "map-foreign-no-entry",
      ["The map names what is no entry.", "映射指明的不是条目。"],
      named(Uint8Array.of(1, 2, 3)),
    ),
    honest(
      "map-foreign-own",
      ["The map names an entry of the stream.", "映射指明的是该流的条目。"],
      {
        kind,
        a: consentMap(book),
        value: third.entry,
      },
    ),
    honest(
      "map-foreign-not-named",
      ["An entry of another stream that the map does not name.", "映射没有指明的另一个流的条目。"],
      {
        kind,
        a: consentMap(book),
        value: version1.entry,
      },
    ),
    honest("map-foreign-absent", ["The map names nothing.", "映射什么也没有指明。"], {
      kind,
      a: consentMap(hidden),
      value: version1.entry,
    }),
  ];
}

function lostCases(): MisbehaviourCase[] {
  const kind = "map_lost";
  const before = map(book.ledger, 5, 4, consentKey);
  return [
    proves(
      "map-lost",
      ["A stream that a map has, and a later one has not.", "一个映射中有而较晚的映射中没有的流。"],
      {
        kind,
        a: before,
        b: consentMap(hidden),
      },
    ),
    proves(
      "map-lost-at-one-size",
      ["Two maps over as many entries.", "涉及同样多条目的两个映射。"],
      {
        kind,
        a: consentMap(book),
        b: consentMap(hidden),
      },
    ),
    honest(
      "map-lost-won",
      ["A stream that an earlier map has not yet.", "较早的映射中尚没有的流。"],
      {
        kind,
        a: map(book.ledger, 10, 9, customerKey),
        b: map(book.ledger, 5, 4, customerKey),
      },
    ),
    honest("map-lost-both-have-it", ["Both have it.", "两者都有。"], {
      kind,
      a: before,
      b: consentMap(book),
    }),
    honest("map-lost-neither-has-it", ["Neither has it.", "两者都没有。"], {
      kind,
      a: map(book.ledger, 5, 4, customerKey),
      b: map(book.ledger, 5, 4, customerKey),
    }),
    honest("map-lost-of-two-streams", ["Two streams.", "两个流。"], {
      kind,
      a: before,
      b: map(book.ledger, 10, 9, seed("nobody")),
    }),
  ];
}

function wrongCases(): MisbehaviourCase[] {
  const kind = "map_wrong";
  const mixed = tell({
    13: ({ ledger }) => void ledger.state(TIME, { map: [{ key: customerKey, value: third.leaf }] }),
  });
  const invented = mapped(naming(seed("invented")));
  const proof = { kind, a: consentMap(invented), b: at(third, invented), c: at(fourth, invented) };
  return [
    proves(
      "map-wrong",
      [
        "The map names something else than number 3, and number 4 comes behind.",
        "映射指明的不是第 3 号，而第 4 号在其后。",
      ],
      proof,
    ),
    proves("map-wrong-by-a-promise", ["Number 4 is only promised.", "第 4 号只是承诺。"], {
      ...proof,
      c: promised(fourth),
    }),
    proves(
      "map-wrong-by-another-map",
      [
        "Another map, over as many entries, names number 3.",
        "涉及同样多条目的另一个映射指明第 3 号。",
      ],
      {
        ...proof,
        c: consentMap(book),
      },
    ),
    honest("map-wrong-right", ["The map names number 3.", "映射指明第 3 号。"], {
      ...proof,
      a: consentMap(book),
    }),
    honest(
      "map-wrong-next-below",
      [
        "Number 3 comes behind number 2, but below: the map rightly names it.",
        "第 3 号在第 2 号之后，但仍在范围内：映射理应指明它。",
      ],
      {
        kind,
        a: consentMap(book),
        b: at(second),
        c: at(third),
      },
    ),
    honest(
      "map-wrong-not-the-next",
      ["Number 4 is not the next behind number 2.", "第 4 号不紧接第 2 号。"],
      {
        kind,
        a: consentMap(book),
        b: at(second),
        c: at(fourth),
      },
    ),
    honest("map-wrong-behind", ["The entry itself comes behind.", "该条目本身就在其后。"], {
      kind,
      a: map(book.ledger, 5, 4, consentKey),
      b: at(third),
      c: at(fourth),
    }),
    honest(
      "map-wrong-next-of-another-stream",
      ["Number 2 of another stream.", "另一个流的第 2 号。"],
      {
        kind,
        a: consentMap(book),
        b: at(first),
        c: at(version2),
      },
    ),
    honest(
      "map-wrong-of-another-stream",
      ["Numbers 1 and 2 of another stream.", "另一个流的第 1 号和第 2 号。"],
      {
        kind,
        a: consentMap(book),
        b: at(version1),
        c: at(version2),
      },
    ),
    honest(
      "map-wrong-by-an-earlier-map",
      ["An earlier map names number 2.", "较早的映射指明第 2 号。"],
      {
        kind,
        a: consentMap(book),
        b: at(second),
        c: map(book.ledger, 5, 4, consentKey),
      },
    ),
    honest(
      "map-wrong-by-a-map-of-another-entry",
      ["A later map names number 4.", "较晚的映射指明第 4 号。"],
      {
        ...proof,
        c: map(book.ledger, 14, 13, consentKey),
      },
    ),
    honest(
      "map-wrong-by-a-map-that-mixes-up-streams",
      [
        "A forged map names number 3 for another stream; the honest one rightly names number 4.",
        "伪造的映射为另一个流指明第 3 号；诚实的映射理应指明第 4 号。",
      ],
      {
        kind,
        a: map(book.ledger, 14, 13, consentKey),
        b: at(third),
        c: map(mixed.ledger, 14, 13, customerKey),
      },
    ),
    honest(
      "map-wrong-by-a-map-of-another-stream",
      ["What a map has for another stream.", "映射中另一个流的内容。"],
      {
        ...proof,
        c: map(book.ledger, 10, 9, customerKey),
      },
    ),
    honest(
      "map-wrong-absent",
      [
        "The map has no such stream: another kind shows that.",
        "映射中没有该流：应以另一种类型证明。",
      ],
      {
        kind,
        a: consentMap(hidden),
        b: at(third, hidden),
        c: at(fourth, hidden),
      },
    ),
  ];
}

function proofCases(): MisbehaviourCase[] {
  const proof = { kind: "map_absent", a: consentMap(hidden), b: at(third, hidden) };
  const otherMap = structuredClone(consentMap(hidden)) as { map: unknown };
  otherMap.map = (consentMap(book) as { map: unknown }).map;
  const ofRecord = { ...at(third), map: (consentMap(hidden) as { map: unknown }).map };
  return [
    accusesNobody(
      "map-proof-of-another-map",
      "map_mismatch",
      ["A map proof that is not of this state entry's map.", "不属于该状态条目映射的映射证明。"],
      {
        ...proof,
        a: otherMap as never,
      },
    ),
    accusesNobody(
      "map-proof-of-no-state",
      "state_type",
      ["A map proof beside a record entry.", "记录条目旁的映射证明。"],
      {
        ...proof,
        a: ofRecord as never,
      },
    ),
  ];
}
