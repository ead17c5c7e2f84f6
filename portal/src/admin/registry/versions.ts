/** Which version of something holds when. Pure. */

interface Version {
  readonly inForceFrom: string;
}

export type Standing = "before" | "inForce" | "coming";

/** Of versions in the order of their numbers. Times of one spelling: their order is that of the texts. */
export function standingOf(
  versions: readonly Version[],
  at: number,
  retiredFrom: string | null,
  now: number,
): Standing {
  const text = new Date(now).toISOString();
  if (versions[at]!.inForceFrom > text) return "coming";
  if (retiredFrom !== null && retiredFrom <= text) return "before";
  const later = versions.slice(at + 1).some(({ inForceFrom }) => inForceFrom <= text);
  return later ? "before" : "inForce";
}
