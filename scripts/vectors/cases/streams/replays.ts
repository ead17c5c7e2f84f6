/** Step S7: whether an auditor has cosigned. */
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
import { type ClaimRest, claimHolds, claimOther, streamPolicy } from "../../streams/case.ts";
import { absent, type ClaimJson, current, history } from "../../streams/claim.ts";
import { logKey, sign, witnessKey } from "../../world.ts";

export type Cosign = (text: string) => readonly NoteSignature[];

/** A claim of absence under these lines. */
export const by = (cosign: Cosign): ClaimJson => absent({ cosign });
export const none: Cosign = () => [];
/** The log key, and these beside it. */
export const audited = (...keys: object[]) =>
  streamPolicy({ keys: [policyKey("log", logKey), ...(keys as ReturnType<typeof auditorKey>[])] });

function missing(): VectorCase[] {
  const open = (name: string, texts: Texts, of: ClaimJson, rest: ClaimRest = {}) =>
    claimOther(name, "NOT_REPLAYED", "replay/not_replayed", texts, of, rest);
  const plain = by((text) => [cosignature(auditor, text)]);
  const ignored = [auditor.name];
  return [
    open("absent-without-cosignature", ["No auditor has cosigned.", "没有审计方联署。"], by(none)),
    open(
      "current-without-cosignature",
      ["No auditor has cosigned.", "没有审计方联署。"],
      current({ cosign: none }),
    ),
    open(
      "history-without-cosignature",
      ["No auditor has cosigned.", "没有审计方联署。"],
      history({ cosign: none }),
    ),
    open(
      "cosigned-but-no-auditor-pinned",
      ["An auditor has cosigned whom the policy does not name.", "联署的审计方不在策略之中。"],
      plain,
      { policy: audited(), ignored },
    ),
    open(
      "cosigned-by-an-auditor-who-counts-later",
      ["The auditor's key counts from size 25 on.", "审计方密钥自大小 25 起生效。"],
      plain,
      { policy: audited(auditorKey(auditor, 25)), ignored },
    ),
    open(
      "cosigned-by-another-key-of-the-name",
      ["The line is by another key of the auditor's name.", "签名行出自审计方名下的另一密钥。"],
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
      ["The auditor's key has signed as a log's would.", "审计方密钥以日志的方式签署。"],
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
      ["The auditor's key counts from size 24 on.", "审计方密钥自大小 24 起生效。"],
      by((text) => [cosignature(auditor, text)]),
      { policy: audited(auditorKey(auditor, 24)) },
    ),
    claimHolds(
      "cosigned-by-an-auditor-pinned-twice",
      ["One auditor's key is pinned from two sizes on.", "同一审计方密钥自两个大小起受信。"],
      by((text) => [cosignature(auditor, text)]),
      { policy: audited(auditorKey(auditor), auditorKey(auditor, 24)) },
    ),
    claimHolds(
      "cosigned-by-one-of-two-auditors",
      ["Of two pinned auditors one has cosigned.", "两个受信审计方中有一个联署。"],
      by((text) => [cosignature(auditor, text)]),
      { policy: audited(auditorKey(nextAuditor), auditorKey(auditor)) },
    ),
    claimHolds(
      "cosigned-by-both-auditors",
      ["Both pinned auditors have cosigned.", "两个受信审计方均已联署。"],
      by(both),
      { policy: audited(auditorKey(auditor), auditorKey(nextAuditor)) },
    ),
    claimHolds(
      "cosigned-by-a-pinned-and-another-auditor",
      [
        "One of two auditors is pinned, the other is named as ignored.",
        "两个审计方中一个受信，另一个注明已忽略。",
      ],
      by(both),
      { ignored: [nextAuditor.name] },
    ),
    claimHolds(
      "cosigned-before-the-logs-line",
      [
        "Witness and auditor stand before and behind the log's line.",
        "见证者与审计方的签名行位于日志签名行前后。",
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

export function replayCases(): VectorCase[] {
  return [...missing(), ...holding()];
}
