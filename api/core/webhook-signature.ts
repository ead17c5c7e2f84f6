/** How a POST of ours says who sent it, as Standard Webhooks has it (https://www.standardwebhooks.com): its receiver takes it with any library of that name. */
import { Webhook } from "standardwebhooks";

export const SECRET_PREFIX = "whsec_";

/** The key that a secret stands for: `whsec_` and base64, or any text. */
export const signingKeyOf = (secret: string): Buffer =>
  secret.startsWith(SECRET_PREFIX)
    ? Buffer.from(secret.slice(SECRET_PREFIX.length), "base64")
    : Buffer.from(secret);

export interface SignedPost {
  /** The same for as often as it is sent: the receiver takes it once. */
  readonly id: string;
  /** When it is sent, in milliseconds since 1970. */
  readonly at: number;
  readonly body: string;
}

/** @param keys each signs: two, while the receiver passes from one secret to the next */
export function signatureHeaders(
  { id, at, body }: SignedPost,
  keys: readonly Uint8Array[],
): Readonly<Record<"webhook-id" | "webhook-timestamp" | "webhook-signature", string>> {
  const date = new Date(at);
  const signatures = keys.map((key) => new Webhook(key, { format: "raw" }).sign(id, date, body));
  return {
    "webhook-id": id,
    "webhook-timestamp": String(Math.floor(at / 1000)),
    "webhook-signature": signatures.join(" "),
  };
}
