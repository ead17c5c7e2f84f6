/** Stream secrets of a subject, as far as they are left. */
import { asSecretHash, type SecretHash, type StreamSecret } from "../../portal/verify/brands.ts";
import type { RetentionClass } from "../../portal/verify/subject.ts";
import { Refusal } from "../core/errors.ts";
import { sha256 } from "../core/hash.ts";

export type StreamSecrets = Readonly<Record<RetentionClass, StreamSecret>>;

/** What is left of a secret that an erasure has destroyed. */
export class GoneSecret {
  readonly hash: SecretHash;

  constructor(hash: Uint8Array) {
    this.hash = asSecretHash(new Uint8Array(hash));
  }
}

/** Of an erased person not every class has its secret any more. */
export type KnownSecrets = Readonly<Record<RetentionClass, StreamSecret | GoneSecret>>;

/** `null`: it was destroyed, and with it every way to name a stream of this class. */
export function secretOrNull(secrets: KnownSecrets, of: RetentionClass): StreamSecret | null {
  const secret = secrets[of];
  return secret instanceof GoneSecret ? null : secret;
}

/** @throws Refusal `subject_erased` */
export function secretOf(secrets: KnownSecrets, of: RetentionClass): StreamSecret {
  const secret = secretOrNull(secrets, of);
  if (secret === null) throw new Refusal("subject_erased", {});
  return secret;
}

/** What the identifier commits to (FORMAT §5.1); it is there also when the secret is gone. */
export function secretHashOf(secrets: KnownSecrets, of: RetentionClass): SecretHash {
  const secret = secrets[of];
  if (secret instanceof GoneSecret) return secret.hash;
  return asSecretHash(new Uint8Array(sha256(secret)));
}
