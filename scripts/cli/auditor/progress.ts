import type { Context } from "../context.ts";

export interface AuditorProgress {
  /** So many entries are here. */
  at(entries: number): void;
  /** So many there are. */
  of(entries: number): void;
  stop(): void;
}

/** A terminal's line is written over; a log gets one now and then, and none for what is quickly done. */
const TERMINAL_MS = 200;
const LOG_MS = 5_000;

export function showProgress({ terminal, m, language, clock }: Context): AuditorProgress {
  const number = (count: number): string => Math.floor(count).toLocaleString(language);
  const every = terminal.errIsTty ? TERMINAL_MS : LOG_MS;
  let total = 0;
  let shown = false;
  let since: { readonly entries: number; readonly time: number } | null = null;
  let told = 0;

  const clear = (): void => {
    if (shown && terminal.errIsTty) void terminal.err("\r\u001b[K");
    shown = false;
  };
  return {
    of(entries) {
      total = entries;
      since = null;
    },
    at(entries) {
      const now = clock.now();
      if (since === null) {
        since = { entries, time: now };
        told = now;
      }
      if (entries >= total) clear();
      if (entries >= total || now - told < every) return;
      told = now;
      shown = true;
      const rate = (entries - since.entries) / Math.max(0.001, (now - since.time) / 1_000);
      const line = m.auditor.progress(number(entries), number(total), number(rate));
      void terminal.err(terminal.errIsTty ? `\r\u001b[K${line}` : `${line}\n`);
    },
    stop: clear,
  };
}
