/** The ledger's own Ed25519 keys, which sign notes. Their files are of signing-key.ts. */
import type { PublicKey } from "../../portal/verify/brands.ts";
import { formatNote, KEY_TYPE_SIGNATURE } from "../../portal/verify/note.ts";
import { Refusal } from "../core/errors.ts";
import type { Random } from "../core/random.ts";
import { decodeSigningKey, generateSigningKey } from "./signing-key.ts";

export interface NoteSigner {
  readonly name: string;
  readonly publicKey: PublicKey;
  /** What verifiers are given. */
  readonly vkey: string;
  /** The whole note over this text, which ends in a newline. The same text gives the same note. */
  sign(text: string): string;
}

/** `setting`: the name under which the key was configured, for the refusal. */
export function loadNoteSigner(encoded: string, setting: string = "key"): NoteSigner {
  const key = decodeSigningKey(encoded, KEY_TYPE_SIGNATURE);
  if (key === null) throw new Refusal("invalid_setting", { setting, problem: "bad_key" });
  const { name, keyId, publicKey, vkey } = key;
  const sign = (text: string): string =>
    formatNote(text, [{ name, keyId, signature: key.sign(text) }]);
  return { name, publicKey, vkey, sign };
}

/** A new private key in its encoded form: a secret. */
export function generateNoteSigner(name: string, random: Random): string {
  return generateSigningKey(name, KEY_TYPE_SIGNATURE, random);
}
