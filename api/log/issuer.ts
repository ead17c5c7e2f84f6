/** The key that signs credentials (FORMAT §18). It is kept as those that sign notes are, and signs no note. */
import { KEY_TYPE_SIGNATURE } from "../../portal/verify/note.ts";
import { issuerKeyName } from "../../portal/verify/verify-credential.ts";
import { Refusal } from "../core/errors.ts";
import { decodeSigningKey } from "./signing-key.ts";

export interface Issuer {
  /** `<origin>/issuer` */
  readonly name: string;
  /** What a credential names it by. */
  readonly keyName: string;
  /** What verifiers are given. */
  readonly vkey: string;
  /** The 64 bytes of the signature over header and claims. */
  sign(signed: string): Uint8Array;
}

export const issuerName = (origin: string): string => `${origin}/issuer`;

/** `setting`: the name under which the key was configured, for the refusal. @throws Refusal `invalid_setting` */
export function loadIssuer(encoded: string, setting: string = "key"): Issuer {
  const key = decodeSigningKey(encoded, KEY_TYPE_SIGNATURE);
  if (key === null) throw new Refusal("invalid_setting", { setting, problem: "bad_key" });
  const { name, vkey } = key;
  return { name, vkey, keyName: issuerKeyName(key), sign: (signed) => key.sign(signed) };
}
