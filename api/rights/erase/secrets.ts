/** The stream secrets of an identifier, whole or as far as an erasure has left them. */
import {
  asSecretHash,
  asStreamSecret,
  type SecretHash,
  type StreamSecret,
} from "../../../portal/verify/brands.ts";
import { RETENTION_CLASSES, type RetentionClass } from "../../../portal/verify/subject.ts";
import { Refusal } from "../../core/errors.ts";
import { sha256 } from "../../core/hash.ts";
import { remainsOf } from "../../store/erasures.ts";
import type { KeyStore } from "../../store/key-store.ts";
import type { KeyProvider } from "../../vault/key-provider.ts";
import { secretLabel } from "../../vault/keys.ts";

/** `hash`: all that is left of it. */
export type ClassSecret = { readonly secret: StreamSecret } | { readonly hash: SecretHash };
export type ClassSecrets = Readonly<Record<RetentionClass, ClassSecret>>;

interface Needs {
  readonly keyStore: Pick<KeyStore, "secrets">;
  readonly provider: Pick<KeyProvider, "unwrap">;
}

/** Those of whom any are left, by identifier. @throws Refusal `damaged` (`key`) */
export async function classSecretsOf(
  { keyStore, provider }: Needs,
  subjects: readonly string[],
): Promise<ReadonlyMap<string, ClassSecrets>> {
  const found = new Map<string, ClassSecrets>();
  for (const row of await keyStore.secrets(subjects)) {
    if (row === null) continue;
    const { subject, secrets } = row;
    const pairs: [RetentionClass, ClassSecret][] = [];
    for (const one of RETENTION_CLASSES) {
      const hash = remainsOf(secrets[one]);
      if (hash !== null) pairs.push([one, { hash: asSecretHash(hash) }]);
      else {
        const label = secretLabel(subject, one);
        const [secret] = await provider.unwrap([{ label, bytes: secrets[one] }]);
        if (!secret) throw new Refusal("damaged", { what: "key", index: -1, id: subject });
        pairs.push([one, { secret: asStreamSecret(new Uint8Array(secret)) }]);
      }
    }
    found.set(subject, Object.fromEntries(pairs) as Record<RetentionClass, ClassSecret>);
  }
  return found;
}

export const hashOf = (one: ClassSecret): SecretHash =>
  "hash" in one ? one.hash : asSecretHash(new Uint8Array(sha256(one.secret)));
