/** Finished files that somebody fetches: so many lie there, and each only so long. Whoever reads slowly, or not at all, fills no disk with what is somebody's. */

interface Bounds {
  /** Together; of more the one that has lain longest goes. */
  readonly most: number;
  /** How long one of so many bytes may be fetched. */
  readonly milliseconds: (bytes: number) => number;
}

/** A quarter of an hour, and as long as a line of a megabit a second takes. */
const ORDINARY: Bounds = {
  most: 64,
  milliseconds: (bytes) => 900_000 + bytes / 128,
};

export interface Lying {
  /**
   * A file lies there now.
   *
   * @param end is called when its time is over, or others have come; once, and not after what is returned was called
   * @returns to be called when it is gone
   */
  add(bytes: number, end: () => void): () => void;
}

export function createLying({ most, milliseconds }: Bounds = ORDINARY): Lying {
  /** In the order in which they came. */
  const all = new Set<() => void>();
  return {
    add(bytes, end) {
      const gone = (): void => {
        clearTimeout(timer);
        all.delete(ended);
      };
      const ended = (): void => {
        gone();
        end();
      };
      const timer = setTimeout(ended, milliseconds(bytes));
      timer.unref();
      for (const oldest of all) {
        if (all.size < most) break;
        oldest();
      }
      all.add(ended);
      return gone;
    },
  };
}
