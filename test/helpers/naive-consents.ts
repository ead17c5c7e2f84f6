/**
 * Consent as a naive reader of the events would tell it: replays everything from the beginning each time, with nothing of the domain's own code. Times are
 * whole days of 2026, counted from 1.
 */

export interface NaiveEvent {
  readonly event: string;
  readonly on: number;
  /** Day on which it is over by itself, or `null`. */
  readonly until: number | null;
  readonly version: number;
}

/** Versions of a purpose: number by number, from which day, and whether people must agree anew. */
export type NaivePurpose = readonly { readonly from: number; readonly material: boolean }[];

const TAKES_BACK = ["refused", "withdrawn", "expired", "invalidated"];

interface Now {
  state: string;
  since: number;
  until: number | null;
  version: number;
  /** It is over, and no event says so. */
  byItself: boolean;
}

/** One identifier on a day: day by day, and of each day first what gives, then what takes. */
export function replay(events: readonly NaiveEvent[], day: number): Now {
  let now: Now = { state: "none", since: 0, until: null, version: 0, byItself: false };
  for (let on = 0; on <= day; on++) {
    const today = events.filter((event) => event.on === on);
    for (const taking of [false, true]) {
      for (const { event, until, version } of today) {
        if (TAKES_BACK.includes(event) !== taking) continue;
        const state = event === "renewed" ? "given" : event;
        now = { state, since: on, until, version, byItself: false };
      }
    }
    if (now.state === "given" && now.until !== null && now.until <= on)
      now = { ...now, state: "expired", byItself: true };
  }
  return now;
}

/** What is to be recorded by a day of consents that were over by themselves. */
export function ends(events: readonly NaiveEvent[], day: number): NaiveEvent[] {
  const found: NaiveEvent[] = [];
  for (let on = 0; on <= day; on++) {
    const { byItself, until, version } = replay(events, on);
    if (byItself && until === on) found.push({ event: "expired", on, until: null, version });
  }
  return found;
}

/** Version 1 is the first of the list. */
export function versionOn(purpose: NaivePurpose, day: number): number {
  let version = 0;
  for (const { from } of purpose) if (from <= day) version++;
  return version;
}

export function isCovered(purpose: NaivePurpose, version: number, day: number): boolean {
  for (let later = version + 1; later <= versionOn(purpose, day); later++) {
    if (purpose[later - 1]?.material) return false;
  }
  return true;
}

/** By a day it was given, under any of these identifiers. */
export const wasEverGiven = (
  identifiers: readonly (readonly NaiveEvent[])[],
  day: number,
): boolean =>
  identifiers.some((events) =>
    events.some(({ event, on }) => (event === "given" || event === "renewed") && on <= day),
  );

/**
 * Whether a step may be taken. A *no* is taken always: as a withdrawal where there was ever something to withdraw, and as a refusal where nothing is in force. What gives needs nothing
 * that is in force, what renews something that was until it ended by itself, and who is asked has not agreed to the same already.
 */
export function mayTake(
  now: Now,
  event: string,
  { covered, everGiven, version }: { covered: boolean; everGiven: boolean; version: number },
): boolean {
  const inForce = now.state === "given";
  const agreed = inForce && covered;
  const rules: Readonly<Record<string, boolean>> = {
    requested: !agreed && !(now.state === "requested" && now.version === version),
    refused: !agreed,
    withdrawn: everGiven,
    given: !inForce,
    renewed: inForce || now.state === "expired",
    invalidated: inForce,
  };
  const may = rules[event];
  if (may === undefined) throw new Error(event);
  return may;
}

/** Whether the person may be said to have consented, known under all these identifiers. */
export function isAllowed(
  purpose: NaivePurpose,
  identifiers: readonly (readonly NaiveEvent[])[],
  day: number,
): boolean {
  return identifiers.some((events, i) => {
    const { state, since, version } = replay(events, day);
    if (state !== "given" || !isCovered(purpose, version, day)) return false;
    return !identifiers.some((others, j) =>
      others.some(
        ({ event, on }) =>
          j !== i && TAKES_BACK.includes(event) && event !== "expired" && on >= since && on <= day,
      ),
    );
  });
}
