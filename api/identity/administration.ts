/**
 * Changes of accounts, roles, keys and contacts, each with its record. The two lie in different files, so no transaction holds both: with the change goes a note of it into
 * the same file, and from there the records are made. After a crash none is missing; one can at worst be there twice, with the same `request`.
 */
import { v7 as uuidv7 } from "uuid";
import type { Clock } from "../core/clock.ts";
import type { Principal } from "../core/principal.ts";
import type { Random } from "../core/random.ts";
import { type AdministrationEvent, assertAdministration } from "../ledger/administration.ts";
import type { Ledger } from "../ledger/service.ts";
import type { AdministrationOutbox } from "../store/sqlite/administration-outbox.ts";

/** Who changes something. */
export type Actor = Pick<Principal, "id" | "role">;

/** Whoever has the files of this ledger: what they do on its machine, by the command line. */
export const OPERATOR: Actor = { id: "operator", role: "system" };

export interface Changes {
  /**
   * Makes a change and notes what it was, both or neither: whatever throws within leaves nothing behind. The record is made by {@link Administration.drain}.
   *
   * @param change synchronous, and by SQL of the file of accounts alone
   * @throws Refusal `invalid_record` for what is no such event; and what `change` throws
   */
  change<T>(change: (note: (event: AdministrationEvent) => void) => T): T;
}

export interface Administration extends Changes {
  /**
   * Records what was noted and is not on the ledger yet, in the order in which it was done. To be waited for before a change is answered: what is told to be done is on record.
   *
   * @throws Refusal as {@link Ledger.recordAdministration}; what could not be recorded is still noted then
   */
  drain(): Promise<void>;
}

export interface ChangesOptions {
  readonly outbox: AdministrationOutbox;
  readonly clock: Clock;
  readonly random: Random;
}

export function createChanges({ outbox, clock, random }: ChangesOptions): Changes {
  return {
    change: (change) =>
      outbox.transact((add) =>
        change((event) => {
          // What cannot be recorded must not be done; and one such note would hold up all others.
          assertAdministration(event);
          const at = clock.now();
          const request = event.request ?? uuidv7({ msecs: at, random: random.bytes(16) });
          add(at, JSON.stringify({ ...event, request }));
        }),
      ),
  };
}

export function createAdministration(
  options: ChangesOptions & { readonly ledger: Pick<Ledger, "recordAdministration"> },
): Administration {
  const { outbox, ledger } = options;
  let last: Promise<void> = Promise.resolve();

  async function empty(): Promise<void> {
    for (let row = outbox.first(); row !== null; row = outbox.first()) {
      await ledger.recordAdministration(JSON.parse(row.event) as AdministrationEvent, row.at);
      outbox.remove(row.number);
    }
  }

  return {
    ...createChanges(options),
    drain() {
      // One at a time, so that nothing is recorded twice; and each looks anew, for what was noted since.
      const own = last.then(empty);
      last = own.catch(() => {});
      return own;
    },
  };
}
