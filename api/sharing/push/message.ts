/**
 * Messages to partners (docs/FORMAT.md §19): what happened, to which identifier, under which agreement; never anything that a record says. Text and identifier follow from what caused a
 * message, so that it is the same message whenever it is made again.
 */
import { canonicalJson } from "../../../portal/verify/jcs.ts";
import { formatTime } from "../../core/clock.ts";
import { sha256 } from "../../core/hash.ts";
import type { NewMessage } from "../../store/partner-store.ts";
import type { LeftOut } from "../delivery/decide.ts";

export const MESSAGE_TYPES = [
  "consent.withdrawn",
  "consent.expired",
  "consent.ended",
  "person.erased",
  "person.restricted",
  "restriction.lifted",
  "record.corrected",
  "agreement.ended",
  "webhook.test",
] as const;
export type MessageType = (typeof MESSAGE_TYPES)[number];

export interface MessageCause {
  /** Index of the entry; `null`: it came with time alone. */
  readonly index: number | null;
  /** When it counts from; what terms give a time for is counted from here. */
  readonly time: number;
  /** When it happened, as it was recorded. RFC 3339 */
  readonly occurredAt: string | null;
}

export interface MessageAbout {
  readonly type: MessageType;
  readonly organization: string;
  /** `null`, as the version: it is a test. */
  readonly agreement: string | null;
  readonly version: number | null;
  readonly purpose: string | null;
  readonly subject: string | null;
  readonly reason: string | null;
  readonly record?: { readonly id: string; readonly version: number } | null;
  readonly cause: MessageCause;
  readonly deleteBy: number | null;
  readonly acknowledgeBy: number | null;
}

/** What ended, by why nothing is given any more. */
export function typeOf(reason: LeftOut): MessageType {
  if (reason === "consent_withdrawn" || reason === "consent_refused") return "consent.withdrawn";
  if (reason === "consent_expired") return "consent.expired";
  return reason === "erased" ? "person.erased" : "consent.ended";
}

/** The same of the same cause. */
export function messageId(
  about: Omit<MessageAbout, "version" | "reason" | "deleteBy" | "acknowledgeBy">,
): string {
  const { organization, agreement, purpose, subject, type, cause, record = null } = about;
  const named = canonicalJson([
    ...[organization, agreement, purpose, subject, type],
    cause.index ?? formatTime(cause.time),
    ...[record?.id ?? null, record?.version ?? null],
  ]);
  return `msg_${sha256(named).toString("hex").slice(0, 32)}`;
}

export function messageOf(about: MessageAbout, id: string = messageId(about)): NewMessage {
  const { type, organization, agreement, version, subject, cause, record = null } = about;
  const { deleteBy, acknowledgeBy } = about;
  const time = (at: number | null): string | null => (at === null ? null : formatTime(at));
  const body = canonicalJson({
    type,
    timestamp: formatTime(cause.time),
    data: {
      ...{ agreement, version, purpose: about.purpose, subject, reason: about.reason },
      ...{ record: record?.id ?? null, recordVersion: record?.version ?? null },
      ...{ index: cause.index, occurredAt: cause.occurredAt },
      ...{ deleteBy: time(deleteBy), acknowledgeBy: time(acknowledgeBy) },
    },
  });
  return {
    ...{ id, organization, agreement: agreement ?? "", version: version ?? 0, subject, type },
    ...{ body, madeAt: cause.time },
    ...{ deleteBy, acknowledgeBy },
  };
}
