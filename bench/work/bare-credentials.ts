/** The peer of deliveries: credentials of as many fields, made and signed with the SD-JWT library, and nothing else; no record is read, nothing is proven or recorded. */
import { generateKeyPairSync, randomBytes, sign } from "node:crypto";
import { SDJwtVcInstance } from "@sd-jwt/sd-jwt-vc";
import { sha256 } from "../../api/core/hash.ts";

/** @param fields how many of them are shown, and how many are not */
export async function bareCredentials(
  count: number,
  fields: { readonly shown: number; readonly withheld: number },
): Promise<void> {
  const { privateKey } = generateKeyPairSync("ed25519");
  const maker = new SDJwtVcInstance({
    ...{ hashAlg: "sha-256", signAlg: "EdDSA" },
    hasher: (data) => sha256(typeof data === "string" ? data : new Uint8Array(data)),
    saltGenerator: (length) => randomBytes(length).toString("base64url").slice(0, length),
    signer: (data) => sign(null, Buffer.from(data), privateKey).toString("base64url"),
  });
  const names = Array.from({ length: fields.shown + fields.withheld }, (_, i) => `field${i}`);
  const shown = Object.fromEntries(names.slice(0, fields.shown).map((name) => [name, true]));
  for (let i = 0; i < count; i++) {
    const body = Object.fromEntries(names.map((name) => [name, `${name} of person ${i}`]));
    const claims = { ...body, vct: "urn:bench:record", iss: "https://bench.example", iat: 1 };
    const all = await maker.issue(claims, { _sd: names } as never);
    await maker.present(all, shown as never);
  }
}
