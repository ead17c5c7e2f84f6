/** Which version of an agreement is in force at a time, as its steps tell: the contract's own rule (FORMAT §16). */
import type { Agreement } from "../agreements.ts";

/** Its number; `null`: none is. */
export function versionInForce({ steps, versions }: Agreement, time: number): number | null {
  const at = (event: string, version?: number): number | null => {
    const step = steps.find(
      (each) => each.event === event && (version === undefined || each.version === version),
    );
    return step === undefined ? null : Date.parse(step.transaction?.time ?? step.occurredAt);
  };
  const ended = at("terminated");
  if (ended !== null && ended <= time) return null;
  const newest = versions.findLast(({ version, terms }) => {
    const agreed = at("activated", version);
    return agreed !== null && agreed <= time && Date.parse(terms.validFrom) <= time;
  });
  if (newest === undefined || Date.parse(newest.terms.validUntil) <= time) return null;
  return newest.version;
}
