import sodium from "sodium-native";

/** Ed25519 by libsodium, whose rules are not wider than those of FORMAT §7: what it accepts holds. What it does not the kernel decides, twenty times slower. */
export function quickly(publicKey: Uint8Array, message: Buffer, signature: Uint8Array): boolean {
  if (signature.length !== sodium.crypto_sign_BYTES) return false;
  return sodium.crypto_sign_verify_detached(
    Buffer.from(signature),
    message,
    Buffer.from(publicKey),
  );
}
