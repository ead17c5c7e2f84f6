/** Step 6: signatures on which Ed25519 libraries differ, made with the log key's secret scalar. */
import { ED25519_TORSION_SUBGROUP, ed25519 } from "@noble/curves/ed25519.js";
import { sha512 } from "@noble/hashes/sha2.js";
import { asPublicKey, type PublicKey } from "../../../portal/verify/brands.ts";
import { concat, hexDecode, utf8Encode } from "../../../portal/verify/bytes.ts";
import { formatNote, keyId } from "../../../portal/verify/note.ts";
import { evidence, policy, policyKey } from "../build.ts";
import { invalid, type VectorCase, verified } from "../case.ts";
import { checkpointText, type Log, logKey, ORIGIN, seed } from "../world.ts";

const { Point } = ed25519;
const ORDER = Point.Fn.ORDER;
const TORSION = Point.fromBytes(hexDecode(ED25519_TORSION_SUBGROUP[1] as string));
const { scalar } = ed25519.utils.getExtendedPublicKey(logKey.secret);

const littleEndian = (bytes: Uint8Array): bigint =>
  bytes.reduceRight((n, byte) => (n << 8n) | BigInt(byte), 0n);
const bytesOf = (n: bigint): Uint8Array =>
  Uint8Array.from({ length: 32 }, (_, i) => Number((n >> BigInt(8 * i)) & 255n));
const hashed = (r: Uint8Array, key: PublicKey, text: string): bigint =>
  littleEndian(sha512(concat(r, key, utf8Encode(text))));

/** (R, S) with R = [nonce]B, which holds where [k]A is [k·scalar]B. */
function signature(key: PublicKey, text: string, nonce: bigint) {
  const r = nonce === 0n ? Point.ZERO.toBytes() : Point.BASE.multiply(nonce).toBytes();
  const k = hashed(r, key, text);
  return { k, bytes: concat(r, bytesOf((nonce + (k % ORDER) * scalar) % ORDER)) };
}

function noteBy(key: PublicKey, nonceFor: (text: string) => bigint) {
  return (log: Log): string => {
    const text = checkpointText(log);
    const { bytes } = signature(key, text, nonceFor(text));
    return formatNote(text, [{ name: ORIGIN, keyId: keyId(ORIGIN, key), signature: bytes }]);
  };
}

/** The log key with a part of order 8: the same secret signs for it whenever that part falls away. */
const mixedKey = asPublicKey(Point.fromBytes(logKey.publicKey).add(TORSION).toBytes());

/** The first nonce of a fixed row for which `k` is as wanted. */
function search(wanted: (k: bigint) => boolean) {
  return (text: string): bigint => {
    for (let i = 0; ; i++) {
      const nonce = littleEndian(seed(`nonce ${i}`)) % ORDER;
      if (wanted(signature(mixedKey, text, nonce).k)) return nonce;
    }
  };
}

export function curveCases(): VectorCase[] {
  const trusted = policy({ keys: [policyKey("log", { ...logKey, publicKey: mixedKey })] });
  const falls = search((k) => (k % ORDER) % 8n === 0n && k % 8n !== 0n);
  const stays = search((k) => (k % ORDER) % 8n !== 0n && k % 8n === 0n);
  return [
    invalid(
      "signature-with-small-order-point",
      "checkpoint/signature_fails",
      ["R is the neutral point, and the equation holds.", "R 为单位元，且等式成立。"],
      { of: evidence({ note: noteBy(logKey.publicKey, () => 0n) }) },
    ),
    verified(
      "key-with-torsion",
      [
        "The pinned key has a part of small order, which falls away with k mod L.",
        "受信密钥含有小阶分量，在 k mod L 下抵消。",
      ],
      { of: evidence({ note: noteBy(mixedKey, falls) }), policy: trusted },
    ),
    invalid(
      "key-with-torsion-that-stays",
      "checkpoint/signature_fails",
      [
        "The same key; its part of small order falls away without mod L only.",
        "同一密钥；其小阶分量仅在不取 mod L 时抵消。",
      ],
      { of: evidence({ note: noteBy(mixedKey, stays) }), policy: trusted },
    ),
  ];
}
