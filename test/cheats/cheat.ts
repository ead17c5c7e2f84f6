/**
 * One way in which a firm cheats, and who sees it. Every cheat is told twice, once with the cheat and once without, and everybody who looks is asked
 * about both: who says the same of both has not caught it. So nobody catches anything by refusing everything.
 */

/**
 * Who looks:
 *
 * - `verify`: holds one evidence file, and pins an auditor who cosigns what he has replayed.
 * - `replay`: the same, and has replayed the entries himself.
 * - `auditor`: follows the log that is served, and cosigns it.
 * - `audit --remote`: looks once, at what is served now, with nothing from before.
 * - `compare`: holds two files.
 * - `receipt`: holds a receipt.
 * - `contract`: what takes the roots on the chain.
 * - `server`: the ledger's own program, of whose database something was changed or put back.
 * - `audit`: re-reads all that the ledger stores, with its keys.
 */
export const CATCHERS = [
  "verify",
  "replay",
  "auditor",
  "audit --remote",
  "compare",
  "receipt",
  "contract",
  "server",
  "audit",
] as const;
export type Catcher = (typeof CATCHERS)[number];

/** What somebody says who looks. */
export interface Sighting {
  readonly by: Catcher;
  /** Of which file, or where, if that has to be said; stands in the table. */
  readonly of: string | null;
  readonly honest: string;
  readonly cheat: string;
  look(cheats: boolean): Promise<string>;
}

export interface Cheat {
  readonly id: string;
  readonly sightings: readonly Sighting[];
}

export const isCaught = ({ honest, cheat }: Sighting): boolean => honest !== cheat;

/** What is told may have to be got rid of. */
interface Closing {
  readonly close?: () => Promise<void>;
}

export interface Look<T> {
  readonly by: Catcher;
  readonly of?: string;
  readonly sees: (told: T) => string | Promise<string>;
  /** Of the story without the cheat. */
  readonly honest: string;
  readonly cheat: string;
}

export function cheat<T>(
  id: string,
  tell: (cheats: boolean) => T,
  looks: readonly Look<Awaited<NoInfer<T>>>[],
): Cheat {
  const sightings = looks.map(({ by, of = null, sees, honest, cheat }) => ({
    ...{ by, of, honest, cheat },
    async look(cheats: boolean) {
      const told = await tell(cheats);
      try {
        return await sees(told);
      } finally {
        await (told as Closing).close?.();
      }
    },
  }));
  return { id, sightings };
}
