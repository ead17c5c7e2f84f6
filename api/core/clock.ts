/** The only place that reads the clock. */
export interface Clock {
  /** Milliseconds since 1970, UTC. */
  now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };

/** RFC 3339, UTC, milliseconds: the one spelling of a time in this project (FORMAT §1). */
export function formatTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
