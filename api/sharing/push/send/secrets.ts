/** What a partner checks by that a message is ours: `whsec_` and base64 of 32 random bytes. It is told once, and lies sealed: whoever has the file alone signs nothing. */
import type { Random } from "../../../core/random.ts";
import { SECRET_PREFIX, signingKeyOf } from "../../../core/webhook-signature.ts";
import { decrypt, encrypt } from "../../../vault/aead.ts";
import type { Mac } from "../../../vault/macs.ts";

const SECRET_BYTES = 32;

export interface WebhookSecrets {
  /** A fresh one: as it is told, and as it is kept. */
  make(organization: string): { readonly secret: string; readonly sealed: Buffer };
  /** What signs; `null`: it was sealed for another organization, or under another key store. */
  open(organization: string, sealed: Uint8Array): Buffer | null;
}

export function webhookSecrets(mac: Mac, random: Random): WebhookSecrets {
  const key = mac("accounts", "webhook");
  const data = (organization: string): Buffer =>
    Buffer.from(`counterfoil/webhook-secret/v1\0${organization}`, "utf8");
  return {
    make(organization) {
      const secret = `${SECRET_PREFIX}${random.bytes(SECRET_BYTES).toString("base64")}`;
      const sealed = encrypt(key, signingKeyOf(secret), data(organization), random);
      return { secret, sealed };
    },
    open: (organization, sealed) => decrypt(key, sealed, data(organization)),
  };
}
