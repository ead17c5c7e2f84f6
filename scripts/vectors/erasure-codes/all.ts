/** Vectors of the codes that open certificates of erasure (docs/FORMAT.md §20.6). Made with other libraries than the kernel's. */
import { createHash, createHmac, createPrivateKey, createPublicKey } from "node:crypto";

/** PKCS #8 (RFC 8410) before the 32 bytes of a key of X25519. */
const PKCS8 = Buffer.from("302e020100300506032b656e04220420", "hex");

function codeVector(code: Buffer) {
  const secretKey = createHmac("sha256", code).update("counterfoil/certificate-key/v1").digest();
  const key = createPrivateKey({
    key: Buffer.concat([PKCS8, secretKey]),
    format: "der",
    type: "pkcs8",
  });
  const publicKey = createPublicKey(key).export({ format: "der", type: "spki" }).subarray(-32);
  const id = createHash("sha256")
    .update("counterfoil/certificate-id/v1\0")
    .update(publicKey)
    .digest();
  return {
    code: code.toString("base64url"),
    secretKey: secretKey.toString("hex"),
    publicKey: publicKey.toString("base64url"),
    id: id.toString("hex"),
  };
}

const CODES: Readonly<Record<string, Buffer>> = {
  zeros: Buffer.alloc(32),
  ones: Buffer.alloc(32, 0xff),
  ordinary: createHash("sha256").update("a code").digest(),
};

/** What looks like one, and is none. */
const NONE: Readonly<Record<string, string>> = {
  empty: "",
  "too-short": Buffer.alloc(31).toString("base64url"),
  "too-long": Buffer.alloc(33).toString("base64url"),
  // The last four bits of the last letter are not zero.
  "other-spelling": `${"A".repeat(42)}B`,
  padded: `${"A".repeat(43)}=`,
  "of-base64": `${"A".repeat(41)}+A`,
};

export function allErasureCodeVectors(): Map<string, string> {
  const valid = Object.entries(CODES).map(([name, code]) => [name, codeVector(code)] as const);
  const none = Object.entries(NONE).map(
    ([name, code]) => [name, { code, secretKey: null, publicKey: null, id: null }] as const,
  );
  return new Map(
    [...valid, ...none].map(([name, one]) => [`${name}.json`, `${JSON.stringify(one, null, 2)}\n`]),
  );
}
