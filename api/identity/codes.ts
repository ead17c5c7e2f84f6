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
  /** The same within a while; what is still waiting then is not sent any more. */
  end(): Promise<void>;
}

/** So many may wait for mail, and so many for text messages: as many as a mail server takes within a minute or so. */
const MOST_WAITING = 500;
/** Of two codes made one after the other the later one has a later time, in milliseconds, by which it is found. */
const APART_MS = 2;
/** A stop waits so long for them. */
const END_MS = 5_000;
/** Each costs the firm money, whoever asks for it. */
const MESSAGES: Rule = { most: 1_000, seconds: 3600 };

export interface CodesOptions {
  readonly auth: LateAuth;
  /** `null`: there is none. */
  readonly mailer: Mailer | null;
  /** Of text messages, likewise. */
  readonly texter: Mailer | null;
  readonly limits: Limits;
  /** A code could not be handed to the server that sends it. `code`: what that server, or the way to it, answered. */
  readonly onUnsent: (channel: "mail" | "sms", code: string | null) => void;
  readonly endMilliseconds?: number;
}

export function createCodes(options: CodesOptions): Codes {
  const { auth, mailer, texter, limits, onUnsent, endMilliseconds = END_MS } = options;
  let ended = false;
  /** One after the other; but who waits for mail does not wait for the gateway of messages. */
  const queues = {
    mail: { waiting: 0, last: Promise.resolve() },
    sms: { waiting: 0, last: Promise.resolve() },
  };

  async function send(by: Mailer, email: string, place: string, language: Language): Promise<void> {
    if (ended) return;
    const { api } = await auth();
    const code = await api.createVerificationOTP({ body: { email, type: "sign-in" } });
    const words = { place, minutes: CODE_MINUTES, language };
    const phone = phoneOf(email);
    await by.send(phone === null ? codeMail(email, code, words) : codeSms(phone, code, words));
  }

  /** Whoever finds no place in it has cost nothing. */
  function channel(phone: string | null): { by: Mailer; queue: (typeof queues)["mail"] } {
    const by = phone === null ? mailer : texter;
    if (by === null)
      throw new Refusal("sign_in_refused", { problem: phone === null ? "no_mail" : "no_sms" });
    const queue = phone === null ? queues.mail : queues.sms;
    if (queue.waiting >= MOST_WAITING) throw new Refusal("too_many_requests", { seconds: 60 });
    if (phone !== null) limits.take("text messages", MESSAGES);
    return { by, queue };
  }

  /** Mail servers repeat the address in what they answer: no more than their code is told. */
  const codeOf = (error: unknown): string | null => {
    const { code } = error as { code?: unknown };
    return typeof code === "string" ? code : null;
  };

  async function settle(): Promise<void> {
    await Promise.all([queues.mail.last, queues.sms.last]);
  }

  return {
    ask(email, place, language) {
      const { by, queue } = channel(phoneOf(email));
      queue.waiting++;
      queue.last = queue.last
        // Behind the answer of this request; and no two codes of one millisecond, of which nobody could tell the newer one.
        .then(() => new Promise<void>((resolve) => setTimeout(resolve, APART_MS)))
        .then(() => send(by, email, place, language))
        .catch((error) => onUnsent(queue === queues.mail ? "mail" : "sms", codeOf(error)))
        .finally(() => {
          queue.waiting--;
        });
    },
    settle,
    async end() {
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, endMilliseconds);
      });
      await Promise.race([settle(), late]);
      clearTimeout(timer);
      ended = true;
      await settle();
    },
  };
}
