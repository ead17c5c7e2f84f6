/** An entry between its neighbours in the stream, from the newer to the older, as it is drawn. Pure. */
import type { ChainEntry, Entry } from "../data.ts";

export interface ChainPart {
  readonly place: "behind" | "this" | "before";
  /** `null`: there is none; `note` says why. */
  readonly index: number | null;
  readonly note: "newestOfStream" | "firstOfStream" | "beforeGone" | null;
  readonly seq: number | null;
  readonly leafHash: string | null;
  /** How the part above it hangs on this one; `null` of the uppermost, and where nothing hangs. */
  readonly link: "linked" | "broken" | null;
}

export function chainAround({ index, leafHash, stream }: Entry): readonly ChainPart[] {
  if (stream === null) return [];
  const { seq, before, behind } = stream;
  const none = { index: null, seq: null, leafHash: null, link: null };
  const linkOf = (fits: boolean) => (fits ? "linked" : "broken") as "linked" | "broken";
  return [
    behind === null
      ? { ...none, place: "behind", note: "newestOfStream" }
      : {
          place: "behind",
          note: null,
          seq: seq + 1,
          link: null,
          index: behind.index,
          leafHash: behind.leafHash,
        },
    {
      place: "this",
      note: null,
      seq,
      index,
      leafHash,
      link: behind === null ? null : linkOf(behind.fits),
    },
    before === null
      ? {
          ...none,
          place: "before",
          note: seq === 1 ? "firstOfStream" : "beforeGone",
          link: seq === 1 ? null : "broken",
        }
      : {
          place: "before",
          note: null,
          seq: seq - 1,
          index: before.index,
          leafHash: before.leafHash,
          link: linkOf(before.fits),
        },
  ];
}

/** What stands below an entry of a chain that is read from the newest to the oldest. */
export function linkBelow({
  fits,
}: Pick<ChainEntry, "fits">): "chainHolds" | "chainFirst" | "chainBroken" {
  if (fits === null) return "chainFirst";
  return fits ? "chainHolds" : "chainBroken";
}
