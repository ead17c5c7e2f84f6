/** What a ledger hands out whose maps lie. */
import { customerKey, tell } from "../../misbehaviour/book.ts";
import {
  book,
  fourth,
  hidden,
  mapped,
  naming,
  stale,
  TIME,
  third,
  version1,
} from "../../misbehaviour/cases/map-book.ts";
import type { Written } from "../../streams/ledger.ts";
import { anna, CONSENT, mei } from "../../streams/story.ts";
import { seed } from "../../world.ts";
import { type CompareCase, finds } from "../case.ts";
import { absentFile, checkpointFile, historyFile, recordFile, tlogProofFile } from "../files.ts";

const sealed = (mapSize: number, root?: Uint8Array) =>
  tell({ 9: ({ ledger }) => void ledger.state(TIME, { mapSize, ...(root && { root }) }) });
const [first, second] = book.consent as [Written, Written];

export function mapLieCases(): CompareCase[] {
  const beyond = sealed(10);
  const behind = sealed(4);
  const other = sealed(4, seed("another map"));
  const early = mapped(naming(fourth.leaf));
  const begun = tell({
    4: (it) =>
      void it.ledger.state(TIME, {
        map: [...it.ledger.heads(), { key: customerKey, value: seed("to come") }],
      }),
  });
  const foreign = mapped(naming(version1.leaf));
  const invented = mapped(naming(seed("invented")));
  return [
    finds(
      "map_beyond",
      "map-beyond-itself",
      ["A map over more entries than there are.", "映射涉及的条目多于实际。"],
      [tlogProofFile(beyond, 10, 9), checkpointFile(beyond, 5)],
    ),
    finds(
      "two_maps",
      "two-maps-over-the-same",
      ["Two state entries that speak of the same entries.", "涉及同样条目的两个状态条目。"],
      [tlogProofFile(other, 10, 4), tlogProofFile(other, 10, 9)],
    ),
    finds(
      "map_behind",
      "map-out-of-date",
      [
        "A checkpoint, and a later state entry that speaks of less.",
        "一个检查点，与涉及更少条目的较晚状态条目。",
      ],
      [checkpointFile(behind, 5), tlogProofFile(behind, 10, 9)],
    ),
    finds(
      "map_absent",
      "absent-though-there",
      [
        "A stream that is said to be absent, and a record of it.",
        "据称不存在的流，与其中的一条记录。",
      ],
      [absentFile(hidden, 10, mei, CONSENT), recordFile(hidden, 14, third)],
    ),
    finds(
      "map_absent",
      "absent-by-the-way-of-another",
      [
        "Where the way of one key ends there is nothing, so nothing of another key that takes the same way.",
        "一个键的路径尽头空无一物，因此同路的另一个键也不在其中。",
      ],
      [absentFile(hidden, 10, anna, "access/crm-11"), recordFile(hidden, 14, third)],
    ),
    finds(
      "map_absent",
      "absent-beside-the-way-of-another",
      [
        "Beside the way of one key there is nothing, so nothing of another key that turns off there.",
        "一个键的路径旁空无一物，因此在该处分岔的另一个键也不在其中。",
      ],
      [absentFile(hidden, 10, anna, "customer"), recordFile(hidden, 14, third)],
    ),
    finds(
      "map_stale",
      "history-without-its-newest",
      ["A history that lacks the newest, and the newest.", "缺少最新事件的历史，与该最新事件。"],
      [
        historyFile(stale, mei, { size: 10, name: CONSENT, events: [first, second] }),
        recordFile(stale, 14, third),
      ],
    ),
    finds(
      "map_ahead",
      "history-that-knows-the-future",
      ["A map that names what comes behind it.", "指明其后内容的映射。"],
      [
        historyFile(early, mei, { size: 10, name: CONSENT, events: [], from: fourth }),
        recordFile(early, 14, fourth),
      ],
    ),
    finds(
      "map_ahead",
      "stream-that-was-there-too-early",
      ["A map that has a stream which only begins behind it.", "映射中有一个在其后才开始的流。"],
      [
        historyFile(begun, mei, {
          size: 5,
          name: "customer",
          events: [],
          from: { ...version1, leaf: seed("to come") as never },
        }),
        recordFile(begun, 14, version1),
      ],
    ),
    finds(
      "map_foreign",
      "map-that-names-another-stream",
      [
        "A map that names for one stream the entry of another.",
        "映射为一个流指明了另一个流的条目。",
      ],
      [
        historyFile(foreign, mei, { size: 10, name: CONSENT, events: [], from: version1 }),
        recordFile(foreign, 10, version1),
      ],
    ),
    finds(
      "map_lost",
      "stream-that-vanished",
      ["A stream that was there, and is not any more.", "曾经存在而后不见的流。"],
      [
        historyFile(hidden, mei, { size: 5, name: CONSENT, events: [], from: second }),
        absentFile(hidden, 10, mei, CONSENT),
      ],
    ),
    finds(
      "map_wrong",
      "map-that-names-nothing-known",
      ["A map that names an invented entry, and the history.", "指明编造条目的映射，与历史。"],
      [
        historyFile(invented, mei, {
          size: 10,
          name: CONSENT,
          events: [],
          from: { ...third, leaf: seed("invented") as never },
        }),
        historyFile(invented, mei, {
          size: 14,
          name: CONSENT,
          events: [first, second, third, fourth],
        }),
      ],
    ),
  ];
}
