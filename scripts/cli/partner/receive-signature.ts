/** Standard Webhooks, from the receiving side (https://www.standardwebhooks.com): who sent it, when, and that nothing of it was changed. Whoever writes a receiver of their own needs these lines, or a library. */
import { createHmac, timingSafeEqual } from "node:crypto";

/** Seconds that a message may have been under way, and that clocks may differ by. What is older may be somebody's copy of it. */
const TOLERANCE = 300;
const PREFIX = "whsec_";

/** A secret for each line of the file: while it is being changed there are two. `null`: it is none. */
export function readSecrets(text: string): readonly Buffer[] | null {
  const lines = text.split(/\r?\n/).filter((line) => line !== "");
  const secrets = lines.map((line) => {
    const encoded = line.startsWith(PREFIX) ? line.slice(PREFIX.length) : "";
    const secret = Buffer.from(encoded, "base64");
    return secret.toString("base64") === encoded && secret.length >= 24 ? secret : null;
  });
  return secrets.length > 0 && secrets.every((one) => one !== null) ? secrets : null;
}

export interface Signed {
  readonly id: string;
  /** Seconds since 1970, as the header has it. */
  readonly timestamp: string;
  /** `v1,<base64>`, more than one with blanks between them. */
  readonly signature: string;
  /** Byte for byte: JSON that was read and written again has another signature. */
  readonly body: Buffer;
}

export type Unsigned = "bad_timestamp" | "too_old" | "bad_signature";

/** `null`: one of the secrets has signed it just now. */
export function checkSignature(
  { id, timestamp, signature, body }: Signed,
  secrets: readonly Buffer[],
  now: number,
): Unsigned | null {
  if (!/^[1-9]\d{0,11}$/.test(timestamp)) return "bad_timestamp";
  if (Math.abs(now / 1000 - Number(timestamp)) > TOLERANCE) return "too_old";
  const given = signature.split(" ").flatMap((one) => {
    const [version, encoded = ""] = one.split(",");
    return version === "v1" ? [Buffer.from(encoded, "base64")] : [];
  });
  const holds = secrets.some((secret) => {
    const hmac = createHmac("sha256", secret).update(`${id}.${timestamp}.`).update(body).digest();
    return given.some((one) => one.length === hmac.length && timingSafeEqual(one, hmac));
  });
  return holds ? null : "bad_signature";
}
