/** When a message that was not taken is sent again. Pure. */

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** After the first attempt, the second, …; behind the last of them every day. */
const WAITS = [
  ...[5 * SECOND, 30 * SECOND, 2 * MINUTE, 10 * MINUTE],
  ...[1 * HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR],
] as const;
/** What would be sent later than that after the first attempt is given up. */
const GIVEN_UP_AFTER = 5 * DAY;
/** What a receiver asks for beyond is not heard. */
const MOST_ASKED = DAY;
/** A tenth of each wait at most is added by chance: so what failed together does not come back together. */
const CHANCE = 0.1;

const waitBehind = (attempts: number): number => WAITS[attempts - 1] ?? DAY;

/**
 * How often a message is sent before it is given up. Counted in attempts, not by the clock: nobody's message is given up for days on which this server did not run, or there was no
 * webhook. One that is replayed begins again where it was given up.
 */
export const MOST_ATTEMPTS = ((): number => {
  let attempts = 1;
  for (let at = waitBehind(1); at <= GIVEN_UP_AFTER; at += waitBehind(attempts)) attempts++;
  return attempts;
})();

/** The one form of a date that is sent today: `Sun, 06 Nov 1994 08:49:37 GMT`. */
const DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/** Milliseconds for which an answer asks to be left alone (RFC 9110 §10.2.3: seconds, or a date); 0: it does not. */
function asked(retryAfter: string | null, now: number): number {
  const text = retryAfter?.trim() ?? "";
  const wait = /^\d{1,9}$/.test(text)
    ? Number(text) * SECOND
    : DATE.test(text)
      ? Date.parse(text) - now
      : 0;
  return Math.min(Math.max(0, wait || 0), MOST_ASKED);
}

/**
 * @param attempts how many there were, with the one that failed at `now`
 * @param chance in [0, 1)
 * @returns when the next is due; `null`: it is given up
 */
export function nextAttempt(
  attempts: number,
  now: number,
  retryAfter: string | null,
  chance: number,
): number | null {
  const round = attempts % MOST_ATTEMPTS;
  if (round === 0) return null;
  const wait = waitBehind(round) * (1 + CHANCE * chance);
  return Math.round(now + Math.max(wait, asked(retryAfter, now)));
}
