/**
 * Codes by e-mail and text message. Whoever asks is answered before anything is looked up or sent, and everybody who asks gets one: a stranger who signs in with it has an
 * account of a customer who is nobody's data subject. So neither an answer nor its time tells whether somebody has an account here.
 */
import { Refusal } from "../core/errors.ts";
import type { Language } from "../core/language.ts";
import { phoneOf } from "./address.ts";
import type { LateAuth } from "./auth.ts";
import type { Limits, Rule } from "./limits.ts";
import { codeMail, codeSms } from "./mail-words.ts";
import type { Mailer } from "./mailer.ts";
import { CODE_MINUTES } from "./paths.ts";

export interface Codes {
  /**
   * @param email what accounts know the address by (address.ts)
   * @throws Refusal `too_many_requests` when too many wait to be sent; `sign_in_refused`: `no_mail`, `no_sms`
   */
  ask(email: string, place: string, language: Language): void;
  /** Resolves when all that was asked for until now is sent, or could not be. */
  settle(): Promise<void>;
}

/** So many may wait: as many as a mail server takes within a minute or so. */
const MOST_WAITING = 500;
/** Each costs the firm money, whoever asks for it. */
const MESSAGES: Rule = { most: 1_000, seconds: 3600 };

export interface CodesOptions {
  readonly auth: LateAuth;
  /** `null`: there is none. */
  readonly mailer: Mailer | null;
  /** Of text messages, likewise. */
  readonly texter: Mailer | null;
  readonly limits: Limits;
  readonly onBug: (error: unknown) => void;
}

export function createCodes(options: CodesOptions): Codes {
  const { auth, mailer, texter, limits, onBug } = options;
  let waiting = 0;
  /** One after the other; but who waits for mail does not wait for the gateway of messages. */
  const last = { mail: Promise.resolve(), sms: Promise.resolve() };

  async function send(by: Mailer, email: string, place: string, language: Language): Promise<void> {
    const { api } = await auth();
    const code = await api.createVerificationOTP({ body: { email, type: "sign-in" } });
    const words = { place, minutes: CODE_MINUTES, language };
    const phone = phoneOf(email);
    await by.send(phone === null ? codeMail(email, code, words) : codeSms(phone, code, words));
  }

  function channel(phone: string | null): { by: Mailer; queue: keyof typeof last } {
    const by = phone === null ? mailer : texter;
    if (by === null)
      throw new Refusal("sign_in_refused", { problem: phone === null ? "no_mail" : "no_sms" });
    if (phone !== null) limits.take("text messages", MESSAGES);
    return { by, queue: phone === null ? "mail" : "sms" };
  }

  /** Mail servers repeat the address in what they answer. */
  const told = (error: unknown): Error => {
    const { code } = error as { code?: unknown };
    return Object.assign(new Error("a code was not sent"), { code });
  };

  return {
    ask(email, place, language) {
      const { by, queue } = channel(phoneOf(email));
      if (waiting >= MOST_WAITING) throw new Refusal("too_many_requests", { seconds: 60 });
      waiting++;
      last[queue] = last[queue]
        // Behind the answer of this request.
        .then(() => new Promise<void>((resolve) => setImmediate(resolve)))
        .then(() => send(by, email, place, language))
        .catch((error) => onBug(told(error)))
        .finally(() => {
          waiting--;
        });
    },
    settle: async () => {
      await Promise.all(Object.values(last));
    },
  };
}
