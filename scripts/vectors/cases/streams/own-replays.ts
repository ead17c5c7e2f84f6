/** Step S7: the reader's own replay, and the rules of a log that it finds broken. */
import { base64Encode } from "../../../../portal/verify/bytes.ts";
import { replayLog } from "../../../../portal/verify/replay-log.ts";
import type { ReplayJson, Texts, VectorCase } from "../../case.ts";
import { auditor, cosignature } from "../../streams/auditor.ts";
import { claimHolds, claimInvalid, claimOther } from "../../streams/case.ts";
import { absent, type ClaimJson, history, plainStory } from "../../streams/claim.ts";
import type { Written } from "../../streams/ledger.ts";
import { CONSENT, mei, type Story, story } from "../../streams/story.ts";
import { ORIGIN, seed } from "../../world.ts";
import { forged, mapUpTo } from "./newest.ts";
import { audited, by, none } from "./replays.ts";

/** Of which entries a replay is: all of this ledger's. */
const entriesOf = ({ ledger }: Story) => ({
  root: base64Encode(ledger.log().root),
  size: ledger.size,
});

/** Written down by hand, and compared with what the kernel's replay of these very entries says. */
function brokenIn(told: Story, broken: string, index: number): ReplayJson {
  const said = replayLog(told.ledger.entries);
  if (!("broken" in said) || said.broken !== broken || said.index !== index) {
    throw new Error(`not ${broken} at ${index}: ${JSON.stringify(said)}`);
  }
  return { ...entriesOf(told), broken, index };
}

function sound() {
  const told = plainStory();
  const truth = told.ledger.states.get(23);
  if (truth === undefined || "broken" in replayLog(told.ledger.entries)) {
    throw new Error("the plain story breaks a rule");
  }
  return { ...entriesOf(told), mapRoot: base64Encode(truth.mapRoot), mapSize: 23 };
}

function agreeing(): VectorCase[] {
  const replay = sound();
  return [
    claimHolds(
      "replayed-by-the-reader",
      [
        "No auditor, but the reader's own replay agrees.",
        "没有审计方，但读取者自行重放的结果一致。",
      ],
      by(none),
      { replay },
    ),
    claimHolds(
      "replayed-by-the-reader-without-a-pinned-auditor",
      [
        "No auditor is pinned; the reader's own replay agrees.",
        "未指定审计方；读取者自行重放的结果一致。",
      ],
      by(none),
      { replay, policy: audited() },
    ),
    claimHolds(
      "cosigned-and-replayed",
      ["Auditor and reader agree.", "审计方与读取者结果一致。"],
      absent(),
      { replay },
    ),
    claimInvalid(
      "replayed-beside-a-cosignature-that-fails",
      "replay/cosignature_fails",
      [
        "The reader's own replay agrees, but a pinned auditor's line fails.",
        "读取者自行重放的结果一致，但受信审计方的签名不成立。",
      ],
      by((text) => [cosignature(auditor, text, { told: 1 })]),
      { replay },
    ),
    claimOther(
      "unpinned-and-replayed",
      "UNPINNED",
      "checkpoint/no_policy",
      [
        "The reader's own replay agrees, but no policy was given.",
        "读取者自行重放的结果一致，但没有策略。",
      ],
      absent(),
      { replay, policy: null, ignored: [ORIGIN, auditor.name] },
    ),
  ];
}

/** Of other entries than those under the checkpoint. */
function elsewhere(): VectorCase[] {
  const replay = sound();
  const differing = { ...replay, mapRoot: base64Encode(seed("another map")) };
  const otherRoot = base64Encode(seed("the root of other entries"));
  const open = (name: string, texts: Texts, own: ReplayJson) =>
    claimOther(name, "NOT_REPLAYED", "replay/not_replayed", texts, by(none), { replay: own });
  return [
    open(
      "replay-of-another-size",
      ["The reader's own replay ended at another size.", "读取者自行重放止于另一大小。"],
      { ...replay, size: 23 },
    ),
    open(
      "replay-of-other-entries",
      [
        "The reader was given other entries than those under the checkpoint.",
        "读取者得到的条目不是检查点之下的条目。",
      ],
      { ...replay, root: otherRoot },
    ),
    open(
      "replay-that-broke-in-other-entries",
      [
        "The reader's own replay broke, in other entries than those under the checkpoint.",
        "读取者自行重放中断，但其条目不是检查点之下的条目。",
      ],
      { broken: "seq", index: 5, root: otherRoot, size: 24 },
    ),
    claimHolds(
      "replay-of-another-size-beside-a-cosignature",
      [
        "The reader's own replay is of another size; the auditor's counts.",
        "读取者自行重放的大小不同；以审计方为准。",
      ],
      absent(),
      { replay: { ...differing, size: 16 } },
    ),
    claimOther(
      "replay-differs",
      "DIVERGED",
      "replay/replay_differs",
      ["The reader's own replay gives another map.", "读取者自行重放得到另一映射。"],
      by(none),
      { replay: differing },
    ),
  ];
}

/** A seventh consent event that the ledger chained as it liked. */
const chained = (changes: { readonly seq: number; readonly prev: Uint8Array }): Story =>
  story({
    more: ({ ledger, consent }) => {
      const body = { channel: "email", event: "given", purpose: "newsletter", validUntil: null };
      consent.push(ledger.write(mei, CONSENT, { label: "chained", body, ...changes }));
    },
  });

/** Ledgers that break a rule, and files that hold otherwise: what an auditor who looks at map roots alone would cosign. */
function broken(): VectorCase[] {
  const { consent } = plainStory();
  const found = (name: string, rule: string, index: number, texts: Texts, told: Story) => {
    const of: ClaimJson = absent({ story: told, cosign: none });
    return foundIn(name, rule, index, texts, of, told);
  };
  const foundIn = (
    name: string,
    rule: string,
    index: number,
    texts: Texts,
    of: ClaimJson,
    told: Story,
  ) =>
    claimOther(`replay-finds-${name}`, "DIVERGED", `replay/replay_${rule}`, texts, of, {
      replay: brokenIn(told, rule, index),
    });
  const pick = (...numbers: number[]) => {
    return (it: Story): Written[] => numbers.map((number) => it.consent[number] as Written);
  };
  const fork = chained({ seq: 6, prev: consent[4]!.leaf });
  const again = chained({ seq: 1, prev: new Uint8Array(32) });
  const withdrawn = forged(CONSENT, (it) => it.consent[4]!.leaf);
  const frozen = mapUpTo(15, CONSENT, (it) => it.consent[3]!.leaf);
  return [
    foundIn(
      "a-fork",
      "seq",
      23,
      [
        "The withdrawal of number 6 was replaced by another entry of number 6.",
        "编号 6 的撤回被另一个编号 6 的条目取代。",
      ],
      history({ story: fork, events: pick(0, 1, 2, 3, 4, 6) }),
      fork,
    ),
    foundIn(
      "a-stream-begun-again",
      "seq",
      23,
      [
        "The stream was begun again with number 1, as if nothing had been there.",
        "该流又从编号 1 开始，仿佛此前没有内容。",
      ],
      history({ story: again, events: pick(6) }),
      again,
    ),
    foundIn(
      "the-dropped-withdrawal",
      "map_root",
      23,
      [
        "The ledger's map lacks the last withdrawal; its entries have it.",
        "账本的映射缺少最后一次撤回；其条目中则有。",
      ],
      history({ story: withdrawn, events: pick(0, 1, 2, 3, 4), cosign: none }),
      withdrawn,
    ),
    foundIn(
      "the-dropped-withdrawal-although-cosigned",
      "map_root",
      23,
      [
        "An auditor has cosigned the forged map; the reader's own replay tells otherwise.",
        "审计方联署了伪造的映射；读取者自行重放的结果不同。",
      ],
      history({ story: withdrawn, events: pick(0, 1, 2, 3, 4) }),
      withdrawn,
    ),
    foundIn(
      "a-frozen-map",
      "map_behind",
      23,
      [
        "The last state entry's map is not over the state entry before it.",
        "最后的状态条目的映射没有涵盖其前一个状态条目。",
      ],
      history({ story: frozen, events: pick(0, 1, 2, 3) }),
      frozen,
    ),
    found(
      "an-entry-of-no-form",
      "entry_form",
      23,
      ["An entry of a type that is not used.", "某个条目的类型并未使用。"],
      story({ more: ({ ledger }) => ledger.append(Uint8Array.of(4)) }),
    ),
    found(
      "a-missing-entry",
      "seq",
      23,
      ["An entry of number 8 follows that of number 6.", "编号 6 之后是编号 8 的条目。"],
      chained({ seq: 8, prev: consent[5]!.leaf }),
    ),
    found(
      "an-entry-that-follows-another",
      "prev",
      23,
      [
        "An entry names another predecessor than the newest of its stream.",
        "某个条目所指的前驱不是其流中最新的条目。",
      ],
      chained({ seq: 7, prev: consent[4]!.leaf }),
    ),
    found(
      "a-map-over-itself",
      "map_beyond",
      23,
      ["A state entry whose map covers itself.", "某个状态条目的映射覆盖其自身。"],
      story({
        more: ({ ledger }) => {
          ledger.state("2026-11-21T12:00:00.000Z", { mapSize: ledger.size + 1 });
        },
      }),
    ),
  ];
}

export function ownReplayCases(): VectorCase[] {
  return [...agreeing(), ...elsewhere(), ...broken()];
}
