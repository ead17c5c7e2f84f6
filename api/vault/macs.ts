import { hmacSha256With } from "../core/hash.ts";
import type { Random } from "../core/random.ts";
import type { KeyStore } from "../store/key-store.ts";
import type { KeyProvider } from "./key-provider.ts";
import { loadNamedKey } from "./named-key.ts";

/**
 * What a keyed hash is for. Each has a key of its own, so that equal input gives unrelated output: `reference` a subject's
 * external number, `identity` a record's outer identity, `content` a record's content, `idempotency` a request, `standing` a stream of a subject; `embed` gives the
 * key that tokens for pages of others are sealed with; `accounts` the secret of sign-in, and what is kept of codes and addresses; `counts` the noise of numbers that partners
 * are told; `delivery` the key that their cursors are sealed with.
 */
export const MAC_PURPOSES = [
  "reference",
  "identity",
  "content",
  "idempotency",
  "standing",
  "embed",
  "accounts",
  "counts",
  "delivery",
] as const;
export type MacPurpose = (typeof MAC_PURPOSES)[number];

/** Keyed hash of the parts; no two lists of parts collide (each goes in with its length). */
export type Mac = (purpose: MacPurpose, ...parts: readonly string[]) => Buffer;

/** Under this name the key store has the key of a purpose. */
export const macKeyName = (purpose: MacPurpose): string => `mac\0${purpose}`;

/** @throws for a purpose whose key is not among them */
export function macsWith(keys: ReadonlyMap<MacPurpose, Buffer>): Mac {
  const macs = new Map([...keys].map(([purpose, key]) => [purpose, hmacSha256With(key)]));
  return (purpose, ...parts) => {
    let text = "";
    for (const part of parts) text += `${Buffer.byteLength(part)}:${part}`;
    return macs.get(purpose)!(text);
  };
}

/** Loads, or at the first start makes, the ledger's HMAC keys. */
export async function loadMacs(
  store: KeyStore,
  provider: KeyProvider,
  random: Random,
): Promise<Mac> {
  const keys = new Map<MacPurpose, Buffer>();
  for (const purpose of MAC_PURPOSES) {
    const name = macKeyName(purpose);
    keys.set(purpose, await loadNamedKey({ store, provider, random, name, known: purpose }));
  }
  return macsWith(keys);
}
