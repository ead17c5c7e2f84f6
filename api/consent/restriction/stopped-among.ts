/**
 * Whose data may not be used for a purpose because processing is restricted, or because they object: also of a purpose that does not rest on consent. Of most people nothing is asked of the
 * store at all: few were ever restricted.
 */
import { parseTime } from "../../../portal/verify/time.ts";
import { Refusal } from "../../core/errors.ts";
import { type ConsentContext, orRefusal } from "../context.ts";
import { MERGE_STREAM, personOf } from "../identifiers.ts";
import { decodeRestrictions } from "../standings/restriction.ts";
import { RESTRICTION_STREAM, readStops } from "./read.ts";
import { ALWAYS, type StopReason, type Stops, stopsOf } from "./stops.ts";

export interface StoppedPerson {
  /** `unknown`: nobody can tell. */
  readonly reason: StopReason | "unknown";
  /** It is restriction alone: what others were given may be kept, and not used. */
  readonly isHeld: boolean;
}

/** By subject; whoever is not among them is not stopped. */
export type StoppedPeople = ReadonlyMap<string, StoppedPerson>;

/** @param at RFC 3339; `null`: now @throws never of one person */
export async function stoppedAmong(
  context: ConsentContext,
  subjects: readonly string[],
  purposeId: string,
  at: string | null,
): Promise<StoppedPeople> {
  const { ledger, joined } = context;
  const asked = [...new Set(subjects)].filter(
    (one) => joined.mayBe(one) || joined.mayBeStopped(one),
  );
  const found = await ledger.standings(
    asked.flatMap((subject) => [
      { subject, stream: MERGE_STREAM },
      { subject, stream: RESTRICTION_STREAM },
    ]),
  );
  const stopped = new Map<string, StoppedPerson>();
  for (const [i, subject] of asked.entries()) {
    const [merged, kept] = [found[2 * i] ?? null, found[2 * i + 1] ?? null];
    if (merged === null && kept === null) continue;
    const timeline =
      merged === null && kept !== null && kept !== "unread" ? decodeRestrictions(kept) : null;
    const stops =
      timeline === null
        ? await ofPerson(context, subject, purposeId, at)
        : stopsOf([timeline], purposeId, at === null ? ALWAYS : parseTime(at));
    const person = stoppedPerson(stops);
    if (person !== null) stopped.set(subject, person);
  }
  return stopped;
}

async function ofPerson(
  context: ConsentContext,
  subject: string,
  purposeId: string,
  at: string | null,
): Promise<Stops | null> {
  const read = await orRefusal(async () => {
    const { identifiers, whole } = await personOf(context, subject, at);
    const stops = await readStops(context, identifiers, purposeId, at);
    return { ...stops, unknown: stops.unknown || !whole };
  });
  return read instanceof Refusal ? null : read;
}

/** What is known to stop comes before what is not known. @param stops `null`: they cannot be read */
function stoppedPerson(stops: Stops | null): StoppedPerson | null {
  if (stops === null) return { reason: "unknown", isHeld: false };
  const { restricted, objected, unknown } = stops;
  if (restricted !== null) return { reason: "restricted", isHeld: objected === null && !unknown };
  if (objected !== null) return { reason: "objected", isHeld: false };
  return unknown ? { reason: "unknown", isHeld: false } : null;
}
