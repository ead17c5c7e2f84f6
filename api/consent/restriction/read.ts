/** The stream `restriction` of somebody, as it is read. */
import { parseTime } from "../../../portal/verify/time.ts";
import type { Ledger } from "../../ledger/service.ts";
import type { StreamEvents } from "../../ledger/stream-events.ts";
import type { RestrictionMoment, RestrictionTimeline } from "../standings/restriction.ts";
import { ALWAYS, type Stops, stopsOf } from "./stops.ts";

export const RESTRICTION_STREAM = "restriction";

type Reads = { readonly ledger: Pick<Ledger, "events"> };

export const timelineOf = ({ events }: Pick<StreamEvents, "events">): RestrictionTimeline =>
  events.map(
    ({ record }) =>
      record && {
        event: record.event as RestrictionMoment["event"],
        occurredAt: parseTime(String(record["@occurredAt"])),
        purposeId: typeof record.purposeId === "string" ? record.purposeId : null,
      },
  );

/** Of each identifier. @throws Refusal `not_found` (`subject`), `damaged`, `stream_too_long` */
async function timelinesOf(
  { ledger }: Reads,
  identifiers: readonly string[],
): Promise<RestrictionTimeline[]> {
  const timelines: RestrictionTimeline[] = [];
  for (const one of identifiers)
    timelines.push(timelineOf(await ledger.events(one, RESTRICTION_STREAM)));
  return timelines;
}

/** @param at RFC 3339; `null`: now @throws Refusal as {@link timelinesOf} */
export async function readStops(
  context: Reads,
  identifiers: readonly string[],
  purposeId: string,
  at: string | null,
): Promise<Stops> {
  const timelines = await timelinesOf(context, identifiers);
  return stopsOf(timelines, purposeId, at === null ? ALWAYS : parseTime(at));
}
