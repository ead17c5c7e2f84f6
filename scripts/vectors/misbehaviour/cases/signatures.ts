/** Who has signed. */

import { policyKey } from "../../build.ts";
import {
  auditor,
  auditorForger,
  auditorKey,
  cosignature,
  nextAuditor,
} from "../../streams/auditor.ts";
import type { Written } from "../../streams/ledger.ts";
import {
  forgerKey,
  logKey,
  nextLogKey,
  otherLedgerKey,
  receiptKey,
  seed,
  sign,
  signingKey,
  witnessKey,
} from "../../world.ts";
import { consent, honestBook, stranger, tell } from "../book.ts";
import { accusesNobody, type MisbehaviourCase, open, proves, reader } from "../case.ts";
import { checkpoint, entry, receipt, type Signing } from "../statements.ts";
import { consentMap, fourth, mapped, naming, at as placed, third } from "./map-book.ts";

const book = honestBook();
/** Its map names for the consents what nobody knows. */
const invented = mapped(naming(seed("invented")));
const fork = tell({ 3: stranger });
const two = (a: Signing = {}, b: Signing = {}) => ({
  kind: "two_roots",
  a: checkpoint(book.ledger, 10, a),
  b: checkpoint(fork.ledger, 10, b),
});
const cosignedBy =
  (...keys: readonly (typeof auditor)[]) =>
  (text: string) =>
    keys.map((key) => cosignature(key, text));

export function signatureCases(): MisbehaviourCase[] {
  const otherOrigin = { keys: [otherLedgerKey], origin: otherLedgerKey.name };
  return [
    accusesNobody(
      "signed-by-a-forger",
      "not_signed",
      ["One of the two is signed by another key of that name.", "其中之一由同名的另一密钥签署。"],
      two({}, { keys: [forgerKey] }),
    ),
    accusesNobody(
      "first-signed-by-a-forger",
      "not_signed",
      ["The other one of the two is.", "另一个才是。"],
      two({ keys: [forgerKey] }),
    ),
    accusesNobody(
      "third-signed-by-a-forger",
      "not_signed",
      [
        "The third of three is signed by another key of that name.",
        "三个陈述中的第三个由同名的另一密钥签署。",
      ],
      {
        kind: "map_wrong",
        a: consentMap(invented),
        b: placed(third, invented),
        c: entry(invented.ledger, 14, fourth.index, { keys: [forgerKey] }),
      },
    ),
    accusesNobody(
      "signed-by-an-auditor-alone",
      "not_signed",
      ["An auditor's line alone says nothing of the ledger.", "仅有审计方的签名并不说明账本。"],
      two({}, { keys: [witnessKey], lines: cosignedBy(auditor) }),
    ),
    accusesNobody(
      "signed-twice",
      "signed_twice",
      ["Two lines by one key.", "同一密钥的两行签名。"],
      two({ keys: [logKey, logKey] }),
    ),
    accusesNobody(
      "signature-of-another-text",
      "signature_fails",
      ["A signature of another text.", "另一文本的签名。"],
      two({
        keys: [],
        lines: () => [sign(logKey, "something else\n")],
      }),
    ),
    accusesNobody(
      "of-two-ledgers",
      "origin_mismatch",
      ["Two ledgers may say two things.", "两个账本可以各说各话。"],
      two({}, otherOrigin),
    ),
    accusesNobody(
      "of-another-ledger",
      "origin_mismatch",
      ["Of another ledger than the policy's.", "不属于策略所指的账本。"],
      two(otherOrigin, otherOrigin),
    ),
    accusesNobody(
      "no-key-for-the-size",
      "no_key_for_size",
      ["The policy's key begins behind this size.", "策略的密钥从更大的大小起生效。"],
      two(),
      {
        policy: reader({ keys: [policyKey("log", logKey, 11)] }),
      },
    ),
    accusesNobody(
      "signed-by-a-key-that-came-later",
      "not_signed",
      ["By the key that came after.", "由后来的密钥签署。"],
      two({}, { keys: [nextLogKey] }),
      {
        policy: reader({ keys: [policyKey("log", logKey), policyKey("log", nextLogKey, 11)] }),
      },
    ),
    open("no-policy", "UNPINNED", "no_policy", ["Without a policy.", "没有策略。"], two(), {
      policy: null,
    }),
    accusesNobody(
      "no-policy-and-of-two-ledgers",
      "origin_mismatch",
      ["Without a policy, and of two ledgers.", "没有策略，且属于两个账本。"],
      two({}, otherOrigin),
      { policy: null },
    ),
    ...auditorCases(),
    ...receiptSignatures(),
  ];
}

function auditorCases(): MisbehaviourCase[] {
  const again = tell({
    8: (it) => void consent(it, { seq: 2, prev: it.consent[0]?.leaf as Uint8Array }),
  });
  const cosigned = { lines: cosignedBy(auditor) };
  const pair = (a: number, b: number, sizeB = 10) => ({
    kind: "two_seq",
    a: entry(again.ledger, 10, a, cosigned),
    b: entry(again.ledger, sizeB, b, cosigned),
  });
  const one = [auditor.name];
  return [
    proves(
      "cosigned-by-two-auditors",
      ["Two auditors saw two trees.", "两位审计方看到了两棵树。"],
      two({ lines: cosignedBy(auditor) }, { lines: cosignedBy(nextAuditor) }),
      {
        cosigned: [one, [nextAuditor.name]],
      },
    ),
    proves(
      "cosigned-on-both-sides",
      ["One auditor cosigned both trees.", "同一审计方联署了两棵树。"],
      two({ lines: cosignedBy(auditor) }, { lines: cosignedBy(nextAuditor, auditor) }),
      {
        caveats: ["key_holder", "auditor_on_both"],
        // In the order of the policy's keys.
        cosigned: [one, [auditor.name, nextAuditor.name]],
      },
    ),
    proves(
      "cosigned-though-a-replay-finds-it",
      [
        "An auditor cosigned a tree in which a replay finds this.",
        "审计方联署了重放即可发现此问题的树。",
      ],
      pair(3, 8),
      {
        caveats: ["key_holder", "auditor_vouched"],
        cosigned: [one, one],
      },
    ),
    proves(
      "cosigned-two-sizes",
      ["An auditor cosigned two sizes of such a ledger.", "审计方联署了这样一个账本的两个大小。"],
      pair(3, 8, 14),
      {
        caveats: ["key_holder", "auditor_on_both"],
        cosigned: [one, one],
      },
    ),
    proves(
      "cosigned-by-a-forger",
      ["A line that only bears an auditor's name.", "只是冠以审计方名称的一行。"],
      two({ lines: cosignedBy(auditorForger) }),
      {
        cosigned: [[], []],
        ignored: [auditorForger.name],
      },
    ),
    proves(
      "cosignature-fails",
      [
        "An auditor's line that does not hold spoils nothing.",
        "审计方的一行签名不成立，但不影响证明。",
      ],
      two({
        lines: (text) => [cosignature(auditor, text, { told: 1 })],
      }),
      { cosigned: [[], []], ignored: [auditor.name] },
    ),
    proves(
      "cosigned-twice",
      ["Nor do two lines by one auditor.", "同一审计方的两行签名也不影响。"],
      two({
        lines: (text) => [
          cosignature(auditor, text),
          cosignature(auditor, text, { time: 1_795_340_401 }),
        ],
      }),
      { cosigned: [[], []], ignored: [auditor.name, auditor.name] },
    ),
    proves(
      "cosigned-before-its-time",
      ["An auditor whose key counts from a later size on.", "审计方的密钥从更大的大小起生效。"],
      two({ lines: cosignedBy(auditor) }),
      {
        cosigned: [[], []],
        ignored: [auditor.name],
        policy: reader({ keys: [policyKey("log", logKey), auditorKey(auditor, 11)] }),
      },
    ),
    proves(
      "stranger-beside-the-log-key",
      ["Lines of strangers are named.", "陌生人的签名行会被指名。"],
      two({ keys: [witnessKey, logKey] }),
      { ignored: [witnessKey.name] },
    ),
  ];
}

function receiptSignatures(): MisbehaviourCase[] {
  const kept = book.consent[1] as Written;
  const other = { index: 3, leaf: seed("another leaf") };
  const of = (changes: object, rest: object = {}) => ({
    kind: "two_receipts",
    a: receipt(kept),
    b: receipt({ ...other, ...changes }),
    ...rest,
  });
  const otherReceipts = signingKey("other.example/ledger/receipt", "other ledger's receipt key");
  const elsewhere = { keys: [otherReceipts], origin: otherLedgerKey.name };
  return [
    accusesNobody(
      "receipt-by-the-log-key",
      "not_signed",
      ["A receipt by the log key.", "由日志密钥签署的回执。"],
      of({ keys: [logKey] }),
    ),
    accusesNobody(
      "receipt-of-another-ledger",
      "origin_mismatch",
      ["A receipt of another ledger.", "另一账本的回执。"],
      of({
        keys: [otherReceipts],
        origin: "other.example/ledger",
      }),
    ),
    accusesNobody(
      "receipt-of-another-ledger-by-a-pinned-key",
      "origin_mismatch",
      [
        "Receipts of another ledger, whose receipt key the policy has.",
        "另一账本的回执，而策略中有其回执密钥。",
      ],
      {
        kind: "two_receipts",
        a: receipt({ ...kept, ...elsewhere }),
        b: receipt({ ...other, ...elsewhere }),
      },
      { policy: reader({ keys: [policyKey("log", logKey), policyKey("receipt", otherReceipts)] }) },
    ),
    accusesNobody(
      "receipt-without-a-key",
      "no_key_for_size",
      ["The policy has no receipt key.", "策略中没有回执密钥。"],
      of({}),
      {
        policy: reader({ keys: [policyKey("log", logKey)] }),
      },
    ),
    proves(
      "receipt-with-a-stranger",
      ["A stranger's line on a receipt is named.", "回执上陌生人的签名行会被指名。"],
      of({ keys: [receiptKey, witnessKey] }),
      { ignored: [witnessKey.name] },
    ),
  ];
}
