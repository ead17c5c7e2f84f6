/**
 * Who was ever joined with another identifier, and whose processing was ever restricted or objected to: few are, and of all others one look-up less decides. Known when all standings were
 * looked through once (../expiry/expiry.ts does so at the start and again and again); until then, and while not all of them can be relied on, anybody may be.
 */
export interface JoinedSubjects {
  /** False: this one never was. True says nothing, and the standing of its stream `merge` must be asked for. */
  mayBe(subject: string): boolean;
  /** The same of its stream `restriction`. */
  mayBeStopped(subject: string): boolean;
  /** It is, or is about to be; or what is kept of it cannot be read. Never forgotten: who was joined once may be asked about at a time when they were. */
  add(subject: string): void;
  addStopped(subject: string): void;
  /** All standings that there were at its beginning have been looked through, and those of `merge` and `restriction` added. */
  lookedThrough(isWhole: boolean): void;
}

export function joinedSubjects(): JoinedSubjects {
  const joined = new Set<string>();
  const stopped = new Set<string>();
  let isWhole = false;
  return {
    mayBe: (subject) => !isWhole || joined.has(subject),
    mayBeStopped: (subject) => !isWhole || stopped.has(subject),
    add: (subject) => void joined.add(subject),
    addStopped: (subject) => void stopped.add(subject),
    lookedThrough: (whole) => {
      isWhole = whole;
    },
  };
}
