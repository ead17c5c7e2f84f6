import type { Context } from "../context.ts";
import type { Tally } from "./walk.ts";

export interface PullProgress {
  at(soFar: Tally): void;
  stop(): void;
}

/** A terminal's line is written over; a log gets one now and then. */
const TERMINAL_MS = 200;
const LOG_MS = 10_000;

export function showProgress({ terminal, m, language, clock }: Context): PullProgress {
  const number = (count: number): string => count.toLocaleString(language);
  const every = terminal.errIsTty ? TERMINAL_MS : LOG_MS;
  let told = clock.now();
  let shown = false;
  return {
    at({ taken, again, refusals }) {
      const now = clock.now();
      if (now - told < every) return;
      told = now;
      shown = true;
      const line = m.partner.progress(number(taken + again), number(refusals));
      void terminal.err(terminal.errIsTty ? `\r\u001b[K${line}` : `${line}\n`);
    },
    stop() {
      if (shown && terminal.errIsTty) void terminal.err("\r\u001b[K");
      shown = false;
    },
  };
}
