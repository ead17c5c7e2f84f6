/** Which legal holds are on, out of a person's streams `hold`. Pure. */
import { RETENTION_CLASSES, type RetentionClass } from "../../../portal/verify/subject.ts";
import type { StreamEvents } from "../../ledger/stream-events.ts";

export const HOLD_STREAM = "hold";

export interface Hold {
  readonly holdId: string;
  /** Under which identifier it was placed. */
  readonly subject: string;
  readonly classes: readonly RetentionClass[];
  readonly reason: string;
  readonly reference: string | null;
  /** RFC 3339. */
  readonly placedAt: string;
  readonly placedBy: string;
  /** `null`: it is on. */
  readonly releasedAt: string | null;
  readonly releasedBy: string | null;
  readonly releaseReason: string | null;
}

/** What the stream of one identifier says, the oldest first. */
export interface Holds {
  readonly holds: readonly Hold[];
  /** Events that cannot be read: one of them may have placed a hold that nothing else tells of. */
  readonly unread: number;
}

export function holdsIn(subject: string, { events }: Pick<StreamEvents, "events">): Holds {
  const holds = new Map<string, Hold>();
  let unread = 0;
  let releasedUnread = 0;
  for (const { record } of events) {
    if (record === null) {
      unread++;
      continue;
    }
    const holdId = String(record.holdId);
    const at = String(record["@occurredAt"]);
    const by = String((record.actor as { id: string }).id);
    const found = holds.get(holdId);
    if (record.event === "placed")
      holds.set(holdId, {
        ...{ holdId, subject, placedAt: at, placedBy: by },
        classes: record.classes as readonly RetentionClass[],
        reason: String(record.reason),
        reference: record.reference === null ? null : String(record.reference),
        ...{ releasedAt: null, releasedBy: null, releaseReason: null },
      });
    else if (found === undefined) releasedUnread++;
    else
      holds.set(holdId, {
        ...{ ...found, releasedAt: at, releasedBy: by, releaseReason: String(record.reason) },
      });
  }
  return { holds: [...holds.values()], unread: Math.max(0, unread - releasedUnread) };
}

/**
 * Classes that must not be erased now. The record of a hold lies in class `consent`, which therefore stays as long as any hold is on. What cannot be read might hold anything.
 */
export function heldClasses(all: readonly Holds[]): ReadonlySet<RetentionClass> {
  if (all.some(({ unread }) => unread > 0)) return new Set(RETENTION_CLASSES);
  const held = new Set<RetentionClass>();
  for (const { holds } of all)
    for (const { classes, releasedAt } of holds)
      if (releasedAt === null) for (const one of [...classes, "consent" as const]) held.add(one);
  return held;
}
