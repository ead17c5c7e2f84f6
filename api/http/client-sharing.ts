/** Types alone: what the portal may ask for of agreements with partners. */
import type { z } from "@hono/zod-openapi";
import type { eventAnswer } from "../consent/schemas.ts";
import type { onlyReason } from "../identity/schemas.ts";
import type { countAnswer } from "../sharing/counts/routes.ts";
import type { deliveryAnswer } from "../sharing/delivery/schemas.ts";
import type { SignOutcome } from "../sharing/life/sign.ts";
import type { SignRequest } from "../sharing/life/to-sign.ts";
import type * as push from "../sharing/push/schemas.ts";
import type * as webhooks from "../sharing/push/send/schemas.ts";
import type * as sharing from "../sharing/schemas.ts";
import type { ShownAgreement } from "../sharing/shown.ts";
import type { TermsChange } from "../sharing/terms/compare.ts";
import type { Line } from "./client-line.ts";

interface Drafting {
  json: z.infer<typeof sharing.draftRequest>;
  header?: { "idempotency-key": string };
}

type OfOrganization = { param: { organization: string } };
type Reasoned = OfOrganization & { json: z.input<typeof onlyReason> };

type OfWebhooks = Line<
  "get",
  "/v1/organizations/:organization/webhook",
  OfOrganization,
  typeof webhooks.webhookAnswer
> &
  Line<
    "post",
    "/v1/organizations/:organization/webhook",
    OfOrganization & { json: z.input<typeof webhooks.newWebhook> },
    typeof webhooks.registeredWebhook
  > &
  Line<
    "post",
    "/v1/organizations/:organization/webhook/secret",
    Reasoned,
    typeof webhooks.rotatedWebhook
  > &
  Line<
    "post",
    "/v1/organizations/:organization/webhook/test",
    Reasoned,
    typeof webhooks.testedWebhook
  > &
  Line<
    "post",
    "/v1/organizations/:organization/webhook/removal",
    Reasoned,
    typeof webhooks.webhookAnswer
  >;

type OfMessages = Line<
  "get",
  "/v1/agreements/:id/messages",
  { param: { id: string }; query: { state?: string; cursor?: string; limit?: string } },
  typeof push.messagesAnswer
> &
  Line<
    "post",
    "/v1/agreements/:id/messages/:message/replay",
    { param: { id: string; message: string }; json: z.infer<typeof push.replayRequest> },
    typeof push.replayAnswer
  > &
  Line<"get", "/v1/agreements/:id/usage", { param: { id: string } }, typeof push.usageAnswer> &
  Line<
    "post",
    "/v1/agreements/:id/acknowledgements",
    { param: { id: string }; json: z.infer<typeof push.acknowledgementRequest> },
    typeof push.acknowledgementAnswer
  >;

export type OfSharing = OfWebhooks &
  OfMessages &
  Line<
    "get",
    "/v1/agreements",
    { query?: { cursor?: string; limit?: string } },
    typeof sharing.agreementList
  > &
  Line<
    "get",
    "/v1/agreements/:id/count",
    { param: { id: string }; query: { purpose: string; version?: string } },
    typeof countAnswer
  > &
  Line<"post", "/v1/agreements", Drafting, typeof sharing.draftAnswer> &
  Line<"get", "/v1/agreements/:id", { param: { id: string } }, ShownAgreement> &
  Line<
    "post",
    "/v1/agreements/:id/draft",
    Drafting & { param: { id: string } },
    typeof sharing.draftAnswer
  > &
  Line<
    "post",
    "/v1/agreements/:id/organization",
    {
      json: z.infer<typeof sharing.tieRequest>;
      header?: { "idempotency-key": string };
      param: { id: string };
    },
    typeof eventAnswer
  > &
  Line<
    "get",
    "/v1/agreements/:id/records",
    {
      param: { id: string };
      query: { purpose: string; limit?: string; cursor?: string; since?: string; subject?: string };
    },
    typeof deliveryAnswer
  > &
  Line<
    "get",
    "/v1/agreements/:id/compare",
    { param: { id: string }; query: { from: string; to: string } },
    { changes: readonly TermsChange[] }
  > &
  Line<
    "post",
    "/v1/agreements/:id/to-sign",
    { param: { id: string }; json: z.infer<typeof sharing.signRequestRequest> },
    SignRequest
  > &
  Line<
    "post",
    "/v1/agreements/:id/signatures",
    { param: { id: string }; json: z.infer<typeof sharing.signatureRequest> },
    SignOutcome
  >;
