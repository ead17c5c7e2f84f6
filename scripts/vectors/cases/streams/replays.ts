/** Step S7: cosignatures and the reader's own replay. */
import { base64Encode } from "../../../../portal/verify/bytes.ts";
import type { NoteSignature } from "../../../../portal/verify/note.ts";
import { policyKey } from "../../build.ts";
import type { Texts, VectorCase } from "../../case.ts";
import {
  auditor,
  auditorForger,
  auditorKey,
  cosignature,
  cosignerId,
  nextAuditor,
} from "../../streams/auditor.ts";
import {
  type ClaimRest,
  claimHolds,
  claimInvalid,
  claimOther,
  streamPolicy,
} from "../../streams/case.ts";
import { absent, type ClaimJson, current, history, plainStory } from "../../streams/claim.ts";
import { CONSENT } from "../../streams/story.ts";
import { logKey, ORIGIN, seed, sign, witnessKey } from "../../world.ts";
import { forged } from "./newest.ts";

type Cosign = (text: string) => readonly NoteSignature[];

/** A claim of absence under these lines. */
export const by = (cosign: Cosign): ClaimJson => absent({ cosign });
const none: Cosign = () => [];
/** The log key, and these beside it. */
export const audited = (...keys: object[]) =>
  streamPolicy({ keys: [policyKey("log", logKey), ...(keys as ReturnType<typeof auditorKey>[])] });

function missing(): VectorCase[] {
  const open = (name: string, texts: Texts, of: ClaimJson, rest: ClaimRest = {}) =>
    claimOther(name, "NOT_REPLAYED", "replay/not_replayed", texts, of, rest);
  const plain = by((text) => [cosignature(auditor, text)]);
  const ignored = [auditor.name];
  return [
    open("absent-without-cosignature", ["No auditor has cosigned.", "没有审计者联署。"], by(none)),
    open(
      "current-without-cosignature",
      ["No auditor has cosigned.", "没有审计者联署。"],
      current({ cosign: none }),
    ),
    open(
      "history-without-cosignature",
      ["No auditor has cosigned.", "没有审计者联署。"],
      history({ cosign: none }),
    ),
    open(
      "cosigned-but-no-auditor-pinned",
      ["An auditor has cosigned whom the policy does not name.", "联署的审计者不在策略之中。"],
      plain,
      { policy: audited(), ignored },
    ),
    open(
      "cosigned-by-an-auditor-who-counts-later",
      ["The auditor's key counts from size 25 on.", "审计者密钥自大小 25 起生效。"],
      plain,
      { policy: audited(auditorKey(auditor, 25)), ignored },
    ),
    open(
      "cosigned-by-another-key-of-the-name",
      ["The line is by another key of the auditor's name.", "签名行出自审计者名下的另一密钥。"],
      by((text) => [cosignature(auditorForger, text)]),
      { ignored },
    ),
    open(
      "cosignature-under-a-key-id-of-type-1",
      ["The key id is that of a key of the log's type.", "密钥标识按日志密钥的类型计算。"],
      by((text) => [cosignature(auditor, text, { keyId: cosignerId(auditor, 1) })]),
      { ignored },
    ),
    open(
      "auditor-signed-like-a-log",
      ["The auditor's key has signed as a log's would.", "审计者密钥以日志的方式签署。"],
      by((text) => [sign(auditor, text)]),
      { ignored },
    ),
  ];
}

function holding(): VectorCase[] {
  const both = (text: string) => [cosignature(nextAuditor, text), cosignature(auditor, text)];
  return [
    claimHolds(
      "cosigned-from-exactly-this-size",
      ["The auditor's key counts from size 24 on.", "审计者密钥自大小 24 起生效。"],
      by((text) => [cosignature(auditor, text)]),
      { policy: audited(auditorKey(auditor, 24)) },
    ),
    claimHolds(
      "cosigned-by-an-auditor-pinned-twice",
      ["One auditor's key is pinned from two sizes on.", "同一审计者密钥自两个大小起受信。"],
      by((text) => [cosignature(auditor, text)]),
      { policy: audited(auditorKey(auditor), auditorKey(auditor, 24)) },
    ),
    claimHolds(
      "cosigned-by-one-of-two-auditors",
      ["Of two pinned auditors one has cosigned.", "两位受信审计者中有一位联署。"],
      by((text) => [cosignature(auditor, text)]),
      { policy: audited(auditorKey(nextAuditor), auditorKey(auditor)) },
    ),
    claimHolds(
      "cosigned-by-both-auditors",
      ["Both pinned auditors have cosigned.", "两位受信审计者均已联署。"],
      by(both),
      { policy: audited(auditorKey(auditor), auditorKey(nextAuditor)) },
    ),
    claimHolds(
      "cosigned-by-a-pinned-and-another-auditor",
      [
        "One of two auditors is pinned, the other is named as ignored.",
        "两位审计者中一位受信，另一位注明已忽略。",
      ],
      by(both),
      { ignored: [nextAuditor.name] },
    ),
    claimHolds(
      "cosigned-before-the-logs-line",
      [
        "Witness and auditor stand before and behind the log's line.",
        "见证者与审计者的签名行位于日志签名行前后。",
      ],
      absent({ keys: [witnessKey, logKey] }),
      { ignored: [witnessKey.name] },
    ),
    claimHolds(
      "cosigned-in-the-first-second",
      ["A cosignature of time 1.", "联署时间为 1。"],
      by((text) => [cosignature(auditor, text, { time: 1 })]),
    ),
    claimHolds(
      "cosigned-in-the-year-9999",
      ["A cosignature of the last second of the year 9999.", "联署时间为 9999 年的最后一秒。"],
      by((text) => [cosignature(auditor, text, { time: 253_402_300_799 })]),
    ),
  ];
}

function own(): VectorCase[] {
  const truth = plainStory().ledger.states.get(23);
  if (truth === undefined) throw new Error("no state entry");
  const replay = { mapRoot: base64Encode(truth.mapRoot), mapSize: 23 };
  const differing = { ...replay, mapRoot: base64Encode(seed("another map")) };
  const withdrawn = forged(CONSENT, (it) => it.consent[4]!.leaf);
  const forgedHistory = (cosign?: Cosign) =>
    history({
      story: withdrawn,
      events: (it) => it.consent.slice(0, 5),
      ...(cosign && { cosign }),
    });
  return [
    claimHolds(
      "replayed-by-the-reader",
      [
        "No auditor, but the reader's own replay agrees.",
        "没有审计者，但读取者自行重放的结果一致。",
      ],
      by(none),
      { replay },
    ),
    claimHolds(
      "replayed-by-the-reader-without-a-pinned-auditor",
      [
        "No auditor is pinned; the reader's own replay agrees.",
        "未指定审计者；读取者自行重放的结果一致。",
      ],
      by(none),
      { replay, policy: audited() },
    ),
    claimHolds(
      "cosigned-and-replayed",
      ["Auditor and reader agree.", "审计者与读取者结果一致。"],
      absent(),
      { replay },
    ),
    claimOther(
      "replay-differs",
      "DIVERGED",
      "replay/replay_differs",
      ["The reader's own replay gives another map.", "读取者自行重放得到另一映射。"],
      by(none),
      { replay: differing },
    ),
    claimOther(
      "replay-finds-the-dropped-withdrawal",
      "DIVERGED",
      "replay/replay_differs",
      [
        "The ledger's map lacks the last withdrawal; the reader's own has it.",
        "账本的映射缺少最后一次撤回；读取者自己的映射中则有。",
      ],
      forgedHistory(none),
      { replay },
    ),
    claimOther(
      "replay-differs-although-cosigned",
      "DIVERGED",
      "replay/replay_differs",
      [
        "An auditor has cosigned the forged map; the reader's own replay tells otherwise.",
        "审计者联署了伪造的映射；读取者自行重放的结果不同。",
      ],
      forgedHistory(),
      { replay },
    ),
    claimOther(
      "replay-of-another-size",
      "NOT_REPLAYED",
      "replay/not_replayed",
      ["The reader's own replay ended at another size.", "读取者自行重放止于另一大小。"],
      by(none),
      { replay: { ...replay, mapSize: 22 } },
    ),
    claimHolds(
      "replay-of-another-size-beside-a-cosignature",
      [
        "The reader's own replay is of another size; the auditor's counts.",
        "读取者自行重放的大小不同；以审计者为准。",
      ],
      absent(),
      { replay: { ...differing, mapSize: 16 } },
    ),
    claimInvalid(
      "replayed-beside-a-cosignature-that-fails",
      "replay/cosignature_fails",
      [
        "The reader's own replay agrees, but a pinned auditor's line fails.",
        "读取者自行重放的结果一致，但受信审计者的签名不成立。",
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

export function replayCases(): VectorCase[] {
  return [...missing(), ...holding(), ...own()];
}
