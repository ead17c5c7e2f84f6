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
/** Five days: the last attempt before is the last. */
const GIVEN_UP_AFTER = 5 * DAY;
/** What a receiver asks for beyond is not heard. */
const MOST_ASKED = DAY;
/** A tenth of each wait at most is added by chance: so what failed together does not come back together. */
const CHANCE = 0.1;

const waitBehind = (attempts: number): number => WAITS[attempts - 1] ?? DAY;

/**
 * How often a message is sent at most. It is counted in attempts, not by the clock: for days on which this server did not run nobody's message is given up.
 */
export const MOST_ATTEMPTS = ((): number => {
  let attempts = 1;
  for (let at = 0; at + waitBehind(attempts) < GIVEN_UP_AFTER; attempts++)
    at += waitBehind(attempts);
  return attempts;
})();

/** Milliseconds that an answer asks to be left alone for (RFC 9110 §10.2.3: seconds, or a date); 0: it does not. */
function asked(retryAfter: string | null, now: number): number {
  if (retryAfter === null) return 0;
  const text = retryAfter.trim();
  const wait = /^\d{1,9}$/.test(text) ? Number(text) * SECOND : dateIn(text) - now;
  return Math.min(Math.max(0, wait), MOST_ASKED);
}

/** The one form that is sent today: `Sun, 06 Nov 1994 08:49:37 GMT`. */
const dateIn = (text: string): number =>
  /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/.test(text)
    ? Date.parse(text) || 0
    : 0;

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
  if (attempts >= MOST_ATTEMPTS) return null;
  const wait = waitBehind(attempts) * (1 + CHANCE * chance);
  return Math.round(now + Math.max(wait, asked(retryAfter, now)));
}
