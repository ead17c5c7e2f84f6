/**
 * The salted list of an erasure: under a key of its own, which is wrapped under the root key, until the keys that it is about are destroyed; from then on sealed to the public key of the person's code
 * (portal/verify/erasure-code.ts), so that nobody opens it who does not have that.
 */
import sodium from "sodium-native";
import type { Random } from "../core/random.ts";
import type { WrappedList } from "../store/erasures.ts";
import { decrypt, encrypt, KEY_BYTES } from "./aead.ts";
import type { KeyProvider } from "./key-provider.ts";

/** What binds the wrapped key of an erasure's list to its name. */
export const listLabel = (erasureId: string): string => `erasure-list\0${erasureId}`;

/** What binds the wrapped public key of a code to its name. @param id of FORMAT §20.6 */
export const certificateLabel = (id: Uint8Array): string =>
  `certificate\0${Buffer.from(id).toString("hex")}`;

const listData = (erasureId: string): Buffer =>
  Buffer.from(`counterfoil/erasure-list/v1\0${erasureId}`, "utf8");

interface Needs {
  readonly provider: KeyProvider;
  readonly random: Random;
}

export async function wrapList(
  { provider, random }: Needs,
  erasureId: string,
  list: Uint8Array,
): Promise<WrappedList> {
  const key = random.bytes(KEY_BYTES);
  const box = encrypt(key, Buffer.from(list), listData(erasureId), random);
  const [wrapped] = await provider.wrap([{ label: listLabel(erasureId), bytes: key }]);
  return { key: wrapped!, box };
}

/** `null`: key or box is not what was wrapped. */
export async function unwrapList(
  { provider }: Pick<Needs, "provider">,
  erasureId: string,
  { key, box }: WrappedList,
): Promise<Buffer | null> {
  const [opened] = await provider.unwrap([{ label: listLabel(erasureId), bytes: key }]);
  return opened ? decrypt(opened, box, listData(erasureId)) : null;
}

/** To whoever has the secret key: libsodium's sealed box (X25519, XSalsa20-Poly1305), in which nobody is named who sealed it. */
export function sealTo(publicKey: Uint8Array, plain: Uint8Array): Buffer {
  const out = Buffer.allocUnsafe(plain.length + sodium.crypto_box_SEALBYTES);
  sodium.crypto_box_seal(out, Buffer.from(plain), Buffer.from(publicKey));
  return out;
}

/** `null`: it was sealed to another key, or is damaged. */
export function openSealed(
  { publicKey, secretKey }: { readonly publicKey: Uint8Array; readonly secretKey: Uint8Array },
  sealed: Uint8Array,
): Buffer | null {
  if (sealed.length < sodium.crypto_box_SEALBYTES) return null;
  const out = Buffer.allocUnsafe(sealed.length - sodium.crypto_box_SEALBYTES);
  const opened = sodium.crypto_box_seal_open(
    out,
    Buffer.from(sealed),
    Buffer.from(publicKey),
    Buffer.from(secretKey),
  );
  return opened ? out : null;
}
