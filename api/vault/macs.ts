import { Refusal } from "../core/errors.ts";
import { hmacSha256 } from "../core/hash.ts";
import type { Random } from "../core/random.ts";
import type { KeyStore } from "../store/key-store.ts";
import { KEY_BYTES } from "./aead.ts";
import type { KeyProvider } from "./key-provider.ts";

/**
 * What a keyed hash is for. Each has a key of its own, so that equal input gives unrelated output: `reference` a subject's
 * external number, `identity` a record's outer identity, `content` a record's content, `idempotency` a request.
 */
export const MAC_PURPOSES = ["reference", "identity", "content", "idempotency"] as const;
export type MacPurpose = (typeof MAC_PURPOSES)[number];

/** Keyed hash of the parts; no two lists of parts collide (each goes in with its length). */
export type Mac = (purpose: MacPurpose, ...parts: readonly string[]) => Buffer;

/** Loads, or at the first start makes, the ledger's HMAC keys. */
export async function loadMacs(
  store: KeyStore,
  provider: KeyProvider,
  random: Random,
): Promise<Mac> {
  const keys = new Map<MacPurpose, Buffer>();
  for (const purpose of MAC_PURPOSES) {
    const label = `mac\0${purpose}`;
    let stored = await store.named(label);
    if (stored === null) {
      const [wrapped] = await provider.wrap([{ label, bytes: random.bytes(KEY_BYTES) }]);
      stored = await store.addNamed(label, wrapped!);
    }
    const [key] = await provider.unwrap([{ label, bytes: stored }]);
    if (!key) throw new Refusal("damaged", { what: "key", index: -1, id: purpose });
    keys.set(purpose, key);
  }
  return (purpose, ...parts) => {
    let text = "";
    for (const part of parts) text += `${Buffer.byteLength(part)}:${part}`;
    return hmacSha256(keys.get(purpose)!, text);
  };
}
