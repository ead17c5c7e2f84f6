/** Step S7: cosignatures of a pinned auditor that do not hold. */
import type { NoteSignature } from "../../../../portal/verify/note.ts";
import type { Texts, VectorCase } from "../../case.ts";
import {
  auditor,
  auditorForger,
  auditorKey,
  type CosignOptions,
  cosignature,
  cosignerId,
  nextAuditor,
} from "../../streams/auditor.ts";
import { claimInvalid } from "../../streams/case.ts";
import { audited, by } from "./replays.ts";

export function cosignatureCases(): VectorCase[] {
  const fails = (name: string, texts: Texts, options: CosignOptions, code = "cosignature_fails") =>
    claimInvalid(
      `cosignature-${name}`,
      `replay/${code}`,
      texts,
      by((text) => [cosignature(auditor, text, options)]),
    );
  const changedLine = (text: string, change: (bytes: Uint8Array) => Uint8Array): NoteSignature => {
    const line = cosignature(auditor, text);
    return { ...line, signature: change(line.signature) };
  };
  return [
    fails(
      "of-another-text",
      ["The auditor has signed another checkpoint's text.", "审计方签署的是另一检查点的文本。"],
      { message: (it) => it.replace("\n24\n", "\n23\n") },
    ),
    fails(
      "of-the-checkpoint-alone",
      [
        "The auditor has signed as the log does, without a time.",
        "审计方如日志一样签署，没有时间。",
      ],
      { message: (it) => it.split("\n").slice(2).join("\n") },
    ),
    fails(
      "of-version-two",
      ["The first line that was signed is another version's.", "所签首行属于另一版本。"],
      { message: (it) => it.replace("v1", "v2") },
    ),
    fails(
      "with-another-time",
      ["The line tells another time than was signed.", "签名行中的时间与所签时间不同。"],
      { told: 1_795_340_401 },
    ),
    fails("with-time-zero", ["A cosignature of time 0.", "联署时间为 0。"], { time: 0 }),
    fails("after-the-year-9999", ["A cosignature after the year 9999.", "联署时间晚于 9999 年。"], {
      time: 253_402_300_800,
    }),
    claimInvalid(
      "cosignature-with-a-time-beyond-integers",
      "replay/cosignature_fails",
      ["The first bit of the time is set.", "时间的首个比特为 1。"],
      by((text) => [changedLine(text, (bytes) => bytes.with(0, 0x80))]),
    ),
    claimInvalid(
      "cosignature-flipped",
      "replay/cosignature_fails",
      ["A bit of the auditor's signature is flipped.", "审计方签名中有一个比特被翻转。"],
      by((text) => [changedLine(text, (bytes) => bytes.with(40, (bytes[40] as number) ^ 1))]),
    ),
    claimInvalid(
      "cosignature-without-its-time",
      "replay/cosignature_fails",
      ["64 bytes: the signature without a time before it.", "只有 64 字节：签名之前没有时间。"],
      by((text) => [changedLine(text, (bytes) => bytes.slice(8))]),
    ),
    claimInvalid(
      "cosignature-by-a-forger-under-the-key-id",
      "replay/cosignature_fails",
      [
        "Name and key id are the auditor's, the signature is not.",
        "名称与密钥标识属于审计方，签名却不是。",
      ],
      by((text) => [cosignature(auditorForger, text, { keyId: cosignerId(auditor) })]),
    ),
    claimInvalid(
      "cosigned-twice-by-the-auditor",
      "replay/cosigned_twice",
      ["The auditor's line is there twice.", "审计方的签名行出现两次。"],
      by((text) => [cosignature(auditor, text), cosignature(auditor, text)]),
    ),
    claimInvalid(
      "cosigned-by-the-auditor-at-two-times",
      "replay/cosigned_twice",
      ["The auditor has two lines, of different times.", "审计方有两行签名，时间不同。"],
      by((text) => [
        cosignature(auditor, text),
        cosignature(auditor, text, { time: 1_795_340_500 }),
      ]),
    ),
    claimInvalid(
      "cosignature-that-fails-beside-one-that-holds",
      "replay/cosignature_fails",
      [
        "One pinned auditor's line holds, another's fails.",
        "一个受信审计方的签名成立，另一个的不成立。",
      ],
      by((text) => [cosignature(auditor, text), cosignature(nextAuditor, text, { told: 1 })]),
      { policy: audited(auditorKey(auditor), auditorKey(nextAuditor)) },
    ),
  ];
}
