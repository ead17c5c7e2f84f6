/** Types alone: what a partner is told, and what was delivered. */
import type { messagesAnswer, replayAnswer, usageAnswer } from "../sharing/push/schemas.ts";
import type { Line } from "./client-line.ts";

type OfId = { param: { id: string } };

export type OfPartners = Line<
  "get",
  "/v1/agreements/:id/messages",
  OfId & { query: { cursor?: string; limit?: string; state?: string } },
  typeof messagesAnswer
> &
  Line<
    "post",
    "/v1/agreements/:id/messages/:message/replay",
    { param: { id: string; message: string } },
    typeof replayAnswer
  > &
  Line<"get", "/v1/agreements/:id/usage", OfId, typeof usageAnswer>;
