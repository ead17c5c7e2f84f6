/** What stands in a place where several sources say different things: what gives the hash above it, and as long as nothing does, what most of them say. */
import { HASH_BYTES as HASH } from "../../log/tiles.ts";

export interface Vote {
  readonly hash: Uint8Array;
  readonly weight: number;
}

export interface Decision {
  /** One hash for each place; zeros where nobody says anything. */
  readonly hashes: Buffer;
  /** Together they are what the hash above says: nothing else can be. */
  readonly sure: boolean;
}

/** Each costs a tile's hashes: a quarter of a millisecond. */
const MOST_TRIES = 4_096;

/**
 * @param places what is said of each place
 * @param holds whether these hashes are what stands above them; `null`: nobody knows
 */
export function decide(
  places: readonly (readonly Vote[])[],
  holds: ((hashes: Buffer) => boolean) | null,
): Decision {
  const said = places.map(ranked);
  const hashes = Buffer.alloc(places.length * HASH);
  for (const [i, [first]] of said.entries()) if (first !== undefined) hashes.set(first, i * HASH);
  if (holds === null || said.some((choices) => choices.length === 0))
    return { hashes, sure: false };
  if (holds(hashes)) return { hashes, sure: true };
  const open = said.flatMap((choices, place) => (choices.length > 1 ? [{ place, choices }] : []));
  return { hashes, sure: search(hashes, open, holds) };
}

/** The different hashes, the one with the most weight first. */
function ranked(votes: readonly Vote[]): Uint8Array[] {
  const found: { readonly hash: Uint8Array; weight: number }[] = [];
  for (const { hash, weight } of votes) {
    const same = found.find((one) => Buffer.compare(one.hash, hash) === 0);
    if (same === undefined) found.push({ hash, weight });
    else same.weight += weight;
  }
  return found.sort((a, b) => b.weight - a.weight).map(({ hash }) => hash);
}

interface Open {
  readonly place: number;
  readonly choices: readonly Uint8Array[];
}

/** Tries other choices in one place, in two, in three, …; leaves `hashes` as it was if none holds. */
function search(
  hashes: Buffer,
  open: readonly Open[],
  holds: (hashes: Buffer) => boolean,
): boolean {
  let tries = MOST_TRIES;

  function change(from: number, count: number): boolean {
    for (let i = from; i <= open.length - count; i++) {
      const { place, choices } = open[i] as Open;
      for (const choice of choices.slice(1)) {
        hashes.set(choice, place * HASH);
        if (count > 1) {
          if (change(i + 1, count - 1)) return true;
        } else {
          if (tries-- <= 0) break;
          if (holds(hashes)) return true;
        }
      }
      hashes.set(choices[0] as Uint8Array, place * HASH);
      if (tries <= 0) return false;
    }
    return false;
  }

  for (let count = 1; count <= open.length && tries > 0; count++) {
    if (change(0, count)) return true;
  }
  return false;
}
