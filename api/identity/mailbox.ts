/** Where mail goes that nobody sends: to a page of the demonstration (pages/mailbox-html.ts), on a machine that only its owner reaches. */
import type { Mail, Mailer } from "./mailer.ts";

export interface Mailbox extends Mailer {
  /** The newest first. */
  mails(): readonly Mail[];
  /** All of them go. */
  clear(): void;
}

const MOST = 50;

export function createMailbox(): Mailbox {
  const kept: Mail[] = [];
  return {
    async send(mail) {
      kept.unshift(mail);
      if (kept.length > MOST) kept.length = MOST;
    },
    mails: () => [...kept],
    clear: () => void kept.splice(0),
    close: () => {},
  };
}
