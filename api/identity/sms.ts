/**
 * Text messages, by way of the firm's own gateway: each is a POST of `{"to":"+49…","text":"…"}`, signed as Standard Webhooks has it, so that the gateway can tell who
 * asks. Answers of 200 to 299 mean that it has taken the message.
 */
import type { Clock } from "../core/clock.ts";
import type { Random } from "../core/random.ts";
import { signatureHeaders, signingKeyOf } from "../core/webhook-signature.ts";
import type { Mailer } from "./mailer.ts";

export interface SmsGateway {
  readonly url: string;
  /** `whsec_` and base64, or any text. */
  readonly secret: string;
}

/** A gateway is near. One that does not answer must not hold up the codes of others. */
const TIMEOUT_MILLISECONDS = 10_000;

export function smsGateway(
  { url, secret }: SmsGateway,
  { clock, random }: { readonly clock: Clock; readonly random: Random },
): Mailer {
  const key = signingKeyOf(secret);
  return {
    async send({ to, text }) {
      const id = `msg_${random.bytes(18).toString("base64url")}`;
      const body = JSON.stringify({ to, text });
      const answer = await fetch(url, {
        method: "POST",
        headers: {
          "content-type": "application/json",
          ...signatureHeaders({ id, at: clock.now(), body }, [key]),
        },
        body,
        // The number and the code are for this address, and for no other.
        redirect: "error",
        signal: AbortSignal.timeout(TIMEOUT_MILLISECONDS),
      });
      await answer.body?.cancel();
      // What it says may repeat the number.
      if (!answer.ok) throw Object.assign(new Error("not taken"), { code: `SMS_${answer.status}` });
    },
    close: () => {},
  };
}
