/**
 * The ledger as it was when an entry had just been recorded: what came later does not count, also where it speaks of earlier. So whoever follows the log a day later, or once more from
 * its beginning, concludes the same.
 */

import { parseTime } from "../../../portal/verify/time.ts";
import type { FirmStreams } from "../../consent/firm-streams.ts";
import { consentRecordOf } from "../../consent/from-records.ts";
import { streamOf } from "../../consent/history.ts";
import { personOf } from "../../consent/identifiers.ts";
import type { Purpose } from "../../consent/model.ts";
import { readPurpose } from "../../consent/registry.ts";
import { readStops } from "../../consent/restriction/read.ts";
import { restrained } from "../../consent/restriction/restrained.ts";
import { verdictOf } from "../../consent/verdict.ts";
import { formatTime } from "../../core/clock.ts";
import { isRefusal } from "../../core/errors.ts";
import type { Ledger } from "../../ledger/service.ts";
import type { StreamEvents } from "../../ledger/stream-events.ts";
import type { LeftOut } from "../delivery/decide.ts";
import { againstUse, type Use } from "../delivery/use.ts";

export interface Moment {
  /** What is recorded at an index below it counts … */
  readonly below: number;
  /** … as it is at this time; milliseconds since 1970. */
  readonly time: number;
}

/** Streams of the firm's purposes; `null`: damaged. */
export type PurposeStreams = FirmStreams<StreamEvents | null>;

/** How somebody stands to a consent; `given`, or why not, apart from restriction of processing (`isHeld`): what was given under it is kept then, and not used. `changesAt`: when that may be otherwise without a record. */
export interface Standing {
  readonly reason: "given" | LeftOut;
  readonly isHeld: boolean;
  readonly changesAt: number | null;
}

export interface AtMoment extends Moment {
  /** All identifiers of the person, this one first. Where that cannot be read, this one. */
  identifiersOf(subject: string): Promise<readonly string[]>;
  /** How the use's own purpose stands: of everybody alike. */
  ofUse(use: Use): Standing;
  /** @throws never of one person */
  standingOf(subject: string, purposeId: string): Promise<Standing>;
  /** Whether they object to a purpose, or processing is restricted, whatever it rests on. @throws never of one person */
  unopposed(subject: string, purposeId: string): Promise<Standing>;
}

export const earliest = (times: readonly (number | null)[]): number | null => {
  const some = times.filter((time) => time !== null);
  return some.length === 0 ? null : Math.min(...some);
};

/** What of them is to come. */
export const after = (time: number, all: readonly (string | null | undefined)[]): number | null =>
  earliest(
    all.map((one) => {
      const at = typeof one === "string" ? parseTime(one) : null;
      return at !== null && at > time ? at : null;
    }),
  );

/** Why nothing is known of one person. @throws what is none of theirs */
function whyUnread(error: unknown): LeftOut {
  if (isRefusal(error, "not_found")) return "erased";
  if (isRefusal(error, "damaged") || isRefusal(error, "content_lost")) return "damaged";
  if (isRefusal(error)) return "consent_unknown";
  throw error;
}

export function atMoment(
  ledger: Pick<Ledger, "events">,
  purposes: PurposeStreams,
  { below, time }: Moment,
): AtMoment {
  const read = new Map<string, Promise<StreamEvents>>();
  async function upTo(subject: string, name: string): Promise<StreamEvents> {
    const { head, events } = await ledger.events(subject, name);
    return { head, events: events.filter(({ index }) => index < below) };
  }
  function events(subject: string, name: string): Promise<StreamEvents> {
    const key = `${subject} ${name}`;
    const found = read.get(key) ?? upTo(subject, name);
    read.set(key, found);
    return found;
  }
  const context = { ledger: { events } };
  const at = formatTime(time);

  function purposeOf(purposeId: string): Purpose | LeftOut {
    const stream = purposes.get(purposeId);
    if (stream === null) return "damaged";
    if (stream === undefined) return "consent_unknown";
    const known = stream.events.filter(({ index }) => index < below);
    if (known.length === 0) return "consent_unknown";
    return readPurpose({ head: stream.head, events: known }, purposeId).purpose;
  }

  async function standingOf(subject: string, purposeId: string): Promise<Standing> {
    const purpose = purposeOf(purposeId);
    if (typeof purpose === "string") return { reason: purpose, isHeld: false, changesAt: null };
    const ofPurpose = [...purpose.versions.map((one) => one.inForceFrom), purpose.retiredFrom];
    try {
      const { identifiers, whole } = await personOf(context, subject, at);
      const histories = [];
      const moves: (string | null)[] = [];
      for (const one of identifiers) {
        const stream = await events(one, streamOf(purposeId));
        const told = stream.events.map(({ record, ...place }) =>
          record === null ? null : consentRecordOf(record, place),
        );
        histories.push(told);
        moves.push(...told.flatMap((event) => event && [event.occurredAt, event.validUntil]));
        const merges = await events(one, "merge");
        moves.push(...merges.events.map(({ record }) => record && String(record["@occurredAt"])));
      }
      const stops = await readStops(context, identifiers, purposeId, at);
      const { reason, apart } = restrained(verdictOf(purpose, histories, at, whole), stops);
      return {
        reason: apart === "given" || apart === "erased" ? apart : `consent_${apart}`,
        isHeld: reason === "restricted",
        changesAt: after(time, [...ofPurpose, ...moves]),
      };
    } catch (error) {
      return { reason: whyUnread(error), isHeld: false, changesAt: after(time, ofPurpose) };
    }
  }

  async function unopposed(subject: string, purposeId: string): Promise<Standing> {
    try {
      const { identifiers } = await personOf(context, subject, at);
      const stops = await readStops(context, identifiers, purposeId, at);
      const against = stops.unknown ? "consent_unknown" : "consent_objected";
      const isOpposed = stops.unknown || stops.objected !== null;
      return {
        reason: isOpposed ? against : "given",
        isHeld: stops.restricted !== null,
        changesAt: null,
      };
    } catch (error) {
      return { reason: whyUnread(error), isHeld: false, changesAt: null };
    }
  }

  return {
    ...{ below, time },
    ofUse(use) {
      const purpose = purposeOf(use.purposeId);
      if (typeof purpose === "string")
        return { reason: "purpose_unknown", isHeld: false, changesAt: null };
      const moves = [...purpose.versions.map((one) => one.inForceFrom), purpose.retiredFrom];
      const reason = againstUse(purpose, use, at) ?? "given";
      return { reason, isHeld: false, changesAt: after(time, moves) };
    },
    async identifiersOf(subject) {
      try {
        return (await personOf(context, subject, at)).identifiers;
      } catch (error) {
        whyUnread(error);
        return [subject];
      }
    },
    standingOf,
    unopposed,
  };
}
