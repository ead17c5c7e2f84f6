/**
 * Sign-ins that fail in bursts: put on record for each account and ten minutes, and together for addresses that have none. Tries are counted by what was typed, in
 * memory; whose account that is, is looked up when the time is over. So an answer takes as long whether there is one or not, and no address stands in a record.
 */
import { type Clock, formatTime } from "../core/clock.ts";
import type { People } from "../store/sqlite/people.ts";
import type { Changes } from "./administration.ts";

/** Who somebody says they are. */
export type Claimed = { readonly email: string } | { readonly account: string } | null;

export interface Bursts {
  failed(by: Claimed): void;
  /** Notes what there is of a time that is over. */
  tell(): void;
  /** Notes what there is until now. */
  end(): void;
}

export interface BurstsOptions {
  readonly people: Pick<People, "byEmail" | "get">;
  readonly changes: Changes;
  readonly clock: Clock;
}

const WINDOW_MS = 600_000;
/** Fewer are people who mistype. */
const LEAST_OF_ACCOUNT = 5;
const LEAST_OF_NOBODY = 20;
/** So many accounts a time have a record of their own, those with the most tries: a stranger must not be able to fill the ledger. */
const MOST_RECORDS = 20;
/** Above, what is new counts for nobody: a stranger must not be able to fill the memory. */
const MOST_NAMES = 10_000;

export function createBursts({ people, changes, clock }: BurstsOptions): Bursts {
  let begun = 0;
  let tries = new Map<string, { readonly by: Claimed; count: number }>();

  const accountOf = (by: Claimed): string | null => {
    if (by === null) return null;
    const row = "email" in by ? people.byEmail(by.email) : people.get(by.account);
    return row?.id ?? null;
  };

  function end(): void {
    if (tries.size === 0) return;
    const counts = new Map<string | null, number>();
    for (const { by, count } of tries.values()) {
      const id = accountOf(by);
      counts.set(id, (counts.get(id) ?? 0) + count);
    }
    const named = [...counts].filter(([id, count]) => id !== null && count >= LEAST_OF_ACCOUNT);
    const rest = named.sort(([, a], [, b]) => b - a).slice(MOST_RECORDS);
    for (const [id, count] of rest) {
      counts.delete(id);
      counts.set(null, (counts.get(null) ?? 0) + count);
    }
    const until = formatTime(Math.min(clock.now(), begun + WINDOW_MS));
    changes.change((note) => {
      for (const [id, count] of counts) {
        if (count < (id === null ? LEAST_OF_NOBODY : LEAST_OF_ACCOUNT)) continue;
        note({
          ...{ event: "sign-ins-failed", actor: null, count, from: formatTime(begun), until },
          ...(id === null ? {} : { target: { type: "account", id } }),
        });
      }
    });
    // Where it could not be noted, it is tried again.
    tries = new Map();
  }

  const isOver = (): boolean => clock.now() >= begun + WINDOW_MS;
  const tell = (): void => {
    if (isOver()) end();
  };
  function failed(by: Claimed): void {
    tell();
    if (tries.size === 0) begun = clock.now();
    const name = by === null ? "" : "email" in by ? `email ${by.email}` : by.account;
    const found = tries.get(name);
    if (found !== undefined) found.count++;
    else if (by === null || tries.size < MOST_NAMES) tries.set(name, { by, count: 1 });
    else failed(null);
  }
  return { failed, tell, end };
}
