/** Step S1: the shape of the files of stream claims. */
import { base64Encode } from "../../../../portal/verify/bytes.ts";
import type { JsonValue } from "../../../../portal/verify/jcs.ts";
import type { Texts, VectorCase } from "../../case.ts";
import { altered, claimInvalid } from "../../streams/case.ts";
import {
  absent,
  type CommonJson,
  type CurrentJson,
  current,
  type HistoryJson,
  history,
} from "../../streams/claim.ts";
import { CONSENT } from "../../streams/story.ts";
import { seed } from "../../world.ts";

type Loose = Record<string, JsonValue | undefined>;

const loose = (value: object): Loose => value as Loose;

function ofAbsent(name: string, code: string, texts: Texts, change: (it: CommonJson) => void) {
  return claimInvalid(name, `content/${code}`, texts, altered(absent(), change));
}

function ofCurrent(name: string, code: string, texts: Texts, change: (it: CurrentJson) => void) {
  return claimInvalid(name, `content/${code}`, texts, altered(current(), change));
}

function ofHistory(name: string, code: string, texts: Texts, change: (it: HistoryJson) => void) {
  return claimInvalid(name, `content/${code}`, texts, altered(history(), change));
}

function members(): VectorCase[] {
  return [
    ofAbsent("absent-without-map", "wrong_shape", ["The map is missing.", "缺少映射。"], (it) => {
      delete loose(it).map;
    }),
    ofAbsent(
      "absent-with-events",
      "wrong_shape",
      ["A claim of absence with events.", "不存在声明却带有事件。"],
      (it) => {
        loose(it).events = [];
      },
    ),
    ofCurrent(
      "current-named-history",
      "wrong_shape",
      [
        "The claim is called history, its members are those of current.",
        "声明名为 history，成员却属于 current。",
      ],
      (it) => {
        it.claim = "history";
      },
    ),
    ofHistory(
      "history-without-from",
      "wrong_shape",
      ["No member from.", "缺少成员 from。"],
      (it) => {
        delete loose(it).from;
      },
    ),
    ofHistory("history-without-at", "wrong_shape", ["No member at.", "缺少成员 at。"], (it) => {
      delete loose(it).at;
    }),
    ofHistory(
      "event-with-surplus-member",
      "wrong_shape",
      ["An event has a member too many.", "某个事件多出一个成员。"],
      (it) => {
        loose(it.events[0] as object).seq = 1;
      },
    ),
    ofHistory(
      "event-without-record-member",
      "wrong_shape",
      [
        "An event lacks the member record, which may be null.",
        "某个事件缺少可以为 null 的成员 record。",
      ],
      (it) => {
        delete loose(it.events[0] as object).record;
      },
    ),
    ofAbsent(
      "absent-of-format-two",
      "unknown_format",
      ["Another version of the format.", "格式的另一个版本。"],
      (it) => {
        it.format = "counterfoil/evidence/v2";
      },
    ),
  ];
}

function stream(): VectorCase[] {
  return [
    ofAbsent(
      "stream-class-unknown",
      "wrong_shape",
      ["A retention class that there is not.", "不存在的保留类别。"],
      (it) => {
        it.stream.class = "public";
      },
    ),
    ofAbsent(
      "stream-with-two-hashes",
      "wrong_shape",
      ["Two hashes in place of three.", "哈希只有两个而非三个。"],
      (it) => {
        it.stream.hashes.pop();
      },
    ),
    ofAbsent(
      "stream-with-four-hashes",
      "too_large",
      ["Four hashes: that of the own class is there, too.", "哈希有四个：本类别的也在内。"],
      (it) => {
        it.stream.hashes.push(base64Encode(seed("a fourth hash")));
      },
    ),
    ofAbsent(
      "stream-secret-of-31-bytes",
      "wrong_shape",
      ["The secret has 31 bytes.", "密钥只有 31 字节。"],
      (it) => {
        it.stream.secret = base64Encode(seed("short secret").slice(1));
      },
    ),
    ofAbsent(
      "stream-subject-too-short",
      "bad_identifier",
      ["The subject's identifier has 42 characters.", "主体标识只有 42 个字符。"],
      (it) => {
        it.stream.subject = it.stream.subject.slice(1);
      },
    ),
    ofAbsent(
      "stream-name-form",
      "bad_identifier",
      ["The stream's name has a blank in it.", "流名称含有空格。"],
      (it) => {
        it.stream.name = "payment/a b";
      },
    ),
    ofAbsent(
      "stream-name-with-newline",
      "bad_identifier",
      ["The stream's name ends in a newline.", "流名称以换行结尾。"],
      (it) => {
        it.stream.name = "payment\n";
      },
    ),
  ];
}

function map(): VectorCase[] {
  return [
    ofAbsent(
      "map-siblings-beyond-the-bound",
      "too_large",
      ["257 siblings.", "兄弟节点有 257 个。"],
      (it) => {
        const one = it.map.siblings[0] as string;
        it.map.siblings = Array.from({ length: 257 }, () => one);
      },
    ),
    ofAbsent(
      "map-sibling-of-31-bytes",
      "wrong_shape",
      ["A sibling of 31 bytes.", "某个兄弟节点只有 31 字节。"],
      (it) => {
        it.map.siblings[0] = base64Encode(seed("short sibling").slice(1));
      },
    ),
    ofAbsent(
      "map-terminal-without-value",
      "wrong_shape",
      ["The terminal lacks its value.", "终端缺少值。"],
      (it) => {
        delete loose(it.map.terminal as object).value;
      },
    ),
    ofAbsent(
      "map-terminal-key-of-33-bytes",
      "wrong_shape",
      ["The terminal's key has 33 bytes.", "终端的键有 33 字节。"],
      (it) => {
        if (it.map.terminal) it.map.terminal.key = base64Encode(new Uint8Array(33));
      },
    ),
  ];
}

function events(): VectorCase[] {
  return [
    ofHistory(
      "history-without-events",
      "no_events",
      ["No events, and no place that they would follow.", "没有事件，也没有起点。"],
      (it) => {
        it.events = [];
      },
    ),
    ofHistory("from-seq-zero", "wrong_shape", ["From number 0 on.", "自编号 0 起。"], (it) => {
      it.from = { leafHash: base64Encode(new Uint8Array(32)), seq: 0 };
    }),
    ofHistory(
      "from-leaf-hash-of-31-bytes",
      "wrong_shape",
      ["The leaf hash to begin behind has 31 bytes.", "起点的叶哈希只有 31 字节。"],
      (it) => {
        it.from = { leafHash: base64Encode(new Uint8Array(31)), seq: 1 };
      },
    ),
    ofHistory(
      "event-inclusion-beyond-the-bound",
      "too_large",
      ["65 hashes in the proof of an event.", "某个事件的证明有 65 个哈希。"],
      (it) => {
        const event = it.events[0];
        if (event) {
          event.inclusion = Array.from({ length: 65 }, () => base64Encode(seed("one hash")));
        }
      },
    ),
    ofHistory(
      "event-index-negative",
      "wrong_shape",
      ["The index of an event is negative.", "某个事件的序号为负数。"],
      (it) => {
        if (it.events[0]) it.events[0].index = -1;
      },
    ),
  ];
}

function times(): VectorCase[] {
  const time = "2026-11-10T00:00:00.000Z";
  const none = { after: { block: 7_200_000, size: 16 }, before: null };
  return [
    ofHistory(
      "at-without-milliseconds",
      "bad_time",
      ["The time asked about has no milliseconds.", "所问时刻没有毫秒。"],
      (it) => {
        it.at = { ...none, time: "2026-11-10T00:00:00Z" };
      },
    ),
    ofHistory(
      "at-size-zero",
      "wrong_shape",
      ["An anchor of size 0.", "大小为 0 的锚定。"],
      (it) => {
        it.at = { ...none, before: { block: 7_100_000, size: 0 }, time };
      },
    ),
    ofHistory(
      "at-block-negative",
      "wrong_shape",
      ["A block below 0.", "区块编号为负数。"],
      (it) => {
        it.at = { ...none, before: { block: -1, size: 8 }, time };
      },
    ),
    ofHistory(
      "at-without-before",
      "wrong_shape",
      ["The member before is missing, not null.", "缺少成员 before（而非 null）。"],
      (it) => {
        loose(it).at = { after: none.after, time };
      },
    ),
    ofHistory(
      "at-without-after",
      "wrong_shape",
      ["The member after is missing.", "缺少成员 after。"],
      (it) => {
        loose(it).at = { before: { block: 7_100_000, size: 8 }, time };
      },
    ),
    claimInvalid(
      "at-with-from",
      "content/at_with_from",
      [
        "A time is asked about, but the history does not begin at its beginning.",
        "询问某一时刻，历史却并非从头开始。",
      ],
      history({
        from: (story) => story.consent[1]!,
        at: { before: { block: 7_100_000, size: 8 }, after: { block: 7_200_000, size: 16 }, time },
        stream: CONSENT,
      }),
    ),
  ];
}

export function streamFormCases(): VectorCase[] {
  return [...members(), ...stream(), ...map(), ...events(), ...times()];
}
