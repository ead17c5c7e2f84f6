/** Step 6: who signed the checkpoint. */
import { ED25519_TORSION_SUBGROUP, ed25519 } from "@noble/curves/ed25519.js";
import { sha512 } from "@noble/hashes/sha2.js";
import {
  base64Decode,
  base64Encode,
  concat,
  hexDecode,
  utf8Encode,
} from "../../../portal/verify/bytes.ts";
import { formatNote, keyId } from "../../../portal/verify/note.ts";
import { evidence, fileOf, policy, policyKey, type Recipe } from "../build.ts";
import {
  answer,
  changed,
  flip,
  invalid,
  other,
  tampered,
  type VectorCase,
  verified,
} from "../case.ts";
import {
  checkpointText,
  forgerKey,
  type Log,
  logKey,
  nextLogKey,
  ORIGIN,
  otherLedgerKey,
  sign,
  witnessKey,
} from "../world.ts";

/** The same signature with S + L for S: many libraries once took it. */
function unreduced(log: Log): string {
  const text = checkpointText(log);
  const line = sign(logKey, text);
  const order = ed25519.Point.Fn.ORDER;
  const s = line.signature.slice(32).reduceRight((n, byte) => (n << 8n) | BigInt(byte), 0n) + order;
  const bytes = Uint8Array.from({ length: 32 }, (_, i) => Number((s >> BigInt(8 * i)) & 255n));
  return formatNote(text, [{ ...line, signature: concat(line.signature.slice(0, 32), bytes) }]);
}

/** R has a part of small order: equal with the cofactor, unequal without it. */
function torsion(log: Log): string {
  const text = checkpointText(log);
  const { Point } = ed25519;
  const order = Point.Fn.ORDER;
  const littleEndian = (bytes: Uint8Array) =>
    bytes.reduceRight((n, b) => (n << 8n) | BigInt(b), 0n);
  const nonce = littleEndian(sha512(utf8Encode(text))) % order;
  const small = Point.fromBytes(hexDecode(ED25519_TORSION_SUBGROUP[1] as string));
  const r = Point.BASE.multiply(nonce).add(small).toBytes();
  const k = littleEndian(sha512(concat(r, logKey.publicKey, utf8Encode(text)))) % order;
  const { scalar } = ed25519.utils.getExtendedPublicKey(logKey.secret);
  const s = (nonce + k * scalar) % order;
  const bytes = Uint8Array.from({ length: 32 }, (_, i) => Number((s >> BigInt(8 * i)) & 255n));
  const signature = concat(r, bytes);
  return formatNote(text, [
    { name: logKey.name, keyId: keyId(logKey.name, logKey.publicKey), signature },
  ]);
}

/** What a collision of key ids would look like: name and id are the log key's, the signature is not. */
function withFailingLine(log: Log): string {
  const text = checkpointText(log);
  const line = sign(logKey, text);
  return formatNote(text, [{ ...line, signature: sign(forgerKey, text).signature }, line]);
}

export function signatureCases(): VectorCase[] {
  const from = (recipe: Recipe, rest = {}) => ({ of: evidence(recipe), ...rest });
  const rotated = policy({ keys: [policyKey("log", logKey), policyKey("log", nextLogKey, 10)] });
  return [
    tampered(
      "flipped-bit-in-signature",
      "checkpoint/signature_fails",
      ["One bit of the log key's signature is flipped.", "日志密钥的签名中有一个比特被翻转。"],
      (file) => {
        const lines = file.checkpoint.split("\n");
        const [dash, name, encoded] = (lines[4] as string).split(" ");
        lines[4] = [dash, name, flip(encoded as string, 30)].join(" ");
        file.checkpoint = lines.join("\n");
      },
    ),
    tampered(
      "signature-too-short",
      "checkpoint/signature_fails",
      ["The log key's signature lacks its last byte.", "日志密钥的签名缺少最后一个字节。"],
      (file) => {
        const lines = file.checkpoint.split("\n");
        const [dash, name, encoded] = (lines[4] as string).split(" ");
        lines[4] = [dash, name, base64Encode(base64Decode(encoded as string).slice(0, -1))].join(
          " ",
        );
        file.checkpoint = lines.join("\n");
      },
    ),
    invalid(
      "signature-not-reduced",
      "checkpoint/signature_fails",
      ["S is not the smallest: S + L instead.", "签名的 S 未约简：为 S + L。"],
      from({ note: unreduced }),
    ),
    invalid(
      "signature-with-torsion",
      "checkpoint/signature_fails",
      ["Holds only for those who multiply by the cofactor.", "仅在乘以余因子时才成立。"],
      from({ note: torsion }),
    ),
    invalid(
      "signed-twice",
      "checkpoint/signed_twice",
      ["The log key's line is there twice.", "日志密钥的签名行出现两次。"],
      from({ keys: [logKey, logKey] }),
    ),
    invalid(
      "forgers-own-ledger",
      "checkpoint/not_signed",
      [
        "A complete ledger of a forger's own, under the same origin.",
        "伪造者以相同来源建立的完整账本。",
      ],
      from({ keys: [forgerKey] }),
    ),
    invalid(
      "other-ledgers-checkpoint",
      "checkpoint/origin_mismatch",
      ["A checkpoint of another ledger with the same entries.", "另一账本的检查点，条目相同。"],
      from({ keys: [otherLedgerKey], origin: otherLedgerKey.name }),
    ),
    invalid(
      "origin-of-another-ledger-under-the-pinned-key",
      "checkpoint/origin_mismatch",
      ["The pinned key has signed another origin.", "受信密钥签署了另一个来源。"],
      from({ keys: [logKey], origin: otherLedgerKey.name }),
    ),
    invalid(
      "only-a-witness-signed",
      "checkpoint/not_signed",
      ["The only signature is a witness's.", "只有见证者的签名。"],
      from({ keys: [witnessKey] }),
    ),
    invalid(
      "retired-key",
      "checkpoint/not_signed",
      [
        "Signed by the key that was replaced from size 10 on.",
        "由自大小 10 起已被更换的密钥签署。",
      ],
      from({}, { policy: rotated }),
    ),
    verified(
      "key-after-the-change",
      ["Signed by the key that holds from size 10 on.", "由自大小 10 起生效的密钥签署。"],
      from({ keys: [nextLogKey] }, { policy: rotated }),
    ),
    verified(
      "key-before-the-change",
      [
        "A checkpoint of size 9, signed by the key of that time.",
        "大小为 9 的检查点，由当时的密钥签署。",
      ],
      from({ size: 9 }, { policy: rotated }),
    ),
    invalid(
      "policy-begins-later",
      "checkpoint/no_key_for_size",
      ["The policy's only key holds from size 12 on.", "策略中唯一的密钥自大小 12 起生效。"],
      from({}, { policy: policy({ keys: [policyKey("log", logKey, 12)] }) }),
    ),
    verified(
      "key-from-exactly-this-size",
      ["Signed by the key that holds from size 11 on.", "由自大小 11 起生效的密钥签署。"],
      from(
        { keys: [nextLogKey] },
        { policy: policy({ keys: [policyKey("log", logKey), policyKey("log", nextLogKey, 11)] }) },
      ),
    ),
    invalid(
      "key-until-exactly-this-size",
      "checkpoint/not_signed",
      [
        "Signed by the key that was replaced from size 11 on.",
        "由自大小 11 起已被更换的密钥签署。",
      ],
      from(
        {},
        { policy: policy({ keys: [policyKey("log", logKey), policyKey("log", nextLogKey, 11)] }) },
      ),
    ),
    invalid(
      "failing-line-beside-the-true-one",
      "checkpoint/signature_fails",
      [
        "Before the log key's line another by its name and key id, which fails.",
        "日志密钥的签名行之前另有一行同名同标识的签名，且不成立。",
      ],
      from({ note: withFailingLine }),
    ),
    verified(
      "forgers-line-beside-the-true-one",
      ["A line by another key of the same name is ignored.", "同名的另一密钥的签名行被忽略。"],
      from({ keys: [forgerKey, logKey] }, { ignored: [ORIGIN] }),
    ),
    other(
      "unpinned",
      "UNPINNED",
      "checkpoint/no_policy",
      [
        "All is well, but no policy says whose ledger it should be.",
        "一切正常，但没有策略说明应是谁的账本。",
      ],
      { policy: null, ignored: [ORIGIN] },
    ),
    invalid(
      "unpinned-and-broken",
      "inclusion/inclusion_mismatch",
      [
        "What does not hold together is invalid without a policy, too.",
        "自相矛盾的文件，即使没有策略也无效。",
      ],
      {
        policy: null,
        answer: answer(evidence()),
        file: fileOf(
          changed((file) => {
            file.record.inclusion[0] = flip(file.record.inclusion[0] as string, 0);
          }),
        ),
      },
    ),
  ];
}
