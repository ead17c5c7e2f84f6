/**
 * Codes by e-mail. Whoever asks is answered before anything is looked up or sent, and everybody who asks gets one: a stranger who signs in with it has an
 * account of a customer who is nobody's data subject. So neither an answer nor its time tells whether somebody has an account here.
 */
import type { Clock } from "../core/clock.ts";
import { Refusal } from "../core/errors.ts";
import type { Language } from "../core/language.ts";
import type { LateAuth } from "./auth.ts";
import { codeMail } from "./mail-words.ts";
import type { Mailer } from "./mailer.ts";
import { CODE_MINUTES } from "./paths.ts";

export interface Codes {
  /** @throws Refusal `too_many_requests` when too many wait to be sent; `sign_in_refused`: `no_mail` */
  ask(email: string, place: string, language: Language): void;
  /** Resolves when all that was asked for until now is sent, or could not be. */
  settle(): Promise<void>;
}

/** So many may wait: as many as a mail server takes within a minute or so. */
const MOST_WAITING = 500;

export interface CodesOptions {
  readonly auth: LateAuth;
  /** `null`: there is none. */
  readonly mailer: Mailer | null;
  readonly sweep: (now: number) => void;
  readonly clock: Clock;
  readonly onBug: (error: unknown) => void;
}

export function createCodes({ auth, mailer, sweep, clock, onBug }: CodesOptions): Codes {
  let waiting = 0;
  let last: Promise<void> = Promise.resolve();

  async function send(by: Mailer, email: string, place: string, language: Language): Promise<void> {
    sweep(clock.now());
    const { api } = await auth();
    const code = await api.createVerificationOTP({ body: { email, type: "sign-in" } });
    await by.send(codeMail(email, code, { place, minutes: CODE_MINUTES, language }));
  }

  /** Mail servers repeat the address in what they answer. */
  const told = (error: unknown): Error => {
    const { code } = error as { code?: unknown };
    return Object.assign(new Error("a code was not sent"), { code });
  };

  return {
    ask(email, place, language) {
      if (mailer === null) throw new Refusal("sign_in_refused", { problem: "no_mail" });
      if (waiting >= MOST_WAITING) throw new Refusal("too_many_requests", { seconds: 60 });
      waiting++;
      last = last
        // Behind the answer of this request.
        .then(() => new Promise<void>((resolve) => setImmediate(resolve)))
        .then(() => send(mailer, email, place, language))
        .catch((error) => onBug(told(error)))
        .finally(() => {
          waiting--;
        });
    },
    settle: () => last,
  };
}
