import { Refusal } from "../core/errors.ts";
import type { Random } from "../core/random.ts";
import type { KeyStore } from "../store/key-store.ts";
import { KEY_BYTES } from "./aead.ts";
import { type KeyProvider, storeWrapped } from "./key-provider.ts";

export interface NamedKey {
  readonly store: KeyStore;
  readonly provider: KeyProvider;
  readonly random: Random;
  /** Under this the key store has it; it also binds the wrapped form. */
  readonly name: string;
  /** What people are told of it. */
  readonly known: string;
  /** `false`: it was made already, and must be there. */
  readonly mayMake?: boolean;
}

/** A key of the ledger itself, made where there was none and durable when this resolves. @throws Refusal `damaged` (`key`) */
export async function loadNamedKey(wanted: NamedKey): Promise<Buffer> {
  const { store, provider, random, name, known, mayMake = true } = wanted;
  const damaged = new Refusal("damaged", { what: "key", index: -1, id: known });
  let stored = await store.named(name);
  if (stored === null) {
    if (!mayMake) throw damaged;
    const fresh = [{ label: name, bytes: random.bytes(KEY_BYTES) }];
    stored = await storeWrapped(provider, fresh, ([wrapped]) => store.addNamed(name, wrapped!));
  }
  const [key] = await provider.unwrap([{ label: name, bytes: stored }]);
  if (!key) throw damaged;
  return key;
}
