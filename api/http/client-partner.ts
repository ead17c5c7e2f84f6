/** Types alone: what a partner is told, and what was delivered. */
import type { Line } from "./client-line.ts";

type OfId = { param: { id: string } };

/** A message to a partner. */
export interface PartnerMessage {
  readonly id: string;
  readonly type: string;
  readonly version: number;
  readonly purpose: string | null;
  readonly reason: string | null;
  /** To the partner alone. */
  readonly subject?: string | null | undefined;
  readonly madeAt: string | null;
  readonly state: "waiting" | "delivered" | "given_up";
  readonly attempts: number;
  readonly nextAt: string | null;
  readonly deliveredAt: string | null;
  readonly acknowledgeBy: string | null;
  readonly deleteBy: string | null;
  readonly receivedAt: string | null;
  readonly doneAt: string | null;
  readonly overdue: boolean;
}

export interface PartnerUsage {
  readonly days: readonly {
    readonly day: string;
    readonly requests: number;
    readonly records: number;
    readonly people: number;
  }[];
  readonly total: { readonly requests: number; readonly records: number; readonly people: number };
  readonly waiting: number;
  readonly givenUp: number;
  readonly overdue: number;
}

export type OfPartners = Line<
  "get",
  "/v1/agreements/:id/messages",
  OfId & { query: { cursor?: string; limit?: string; state?: string } },
  { messages: readonly PartnerMessage[]; next: string | null }
> &
  Line<
    "post",
    "/v1/agreements/:id/messages/:message/replay",
    { param: { id: string; message: string } },
    object
  > &
  Line<"get", "/v1/agreements/:id/usage", OfId, PartnerUsage>;
