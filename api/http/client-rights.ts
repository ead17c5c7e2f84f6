/** Types alone: what the portal may ask for of people's rights. */
import type { z } from "@hono/zod-openapi";
import type * as requests from "../rights/cases/schemas.ts";
import type { Line } from "./client-line.ts";

type Keyed = { header?: { "idempotency-key": string } };
type OfPerson = { param: { subject: string } };
type OfRequest = { param: { subject: string; requestId: string } };

type OfRequests = Line<
  "post",
  "/v1/subjects/:subject/requests",
  OfPerson & Keyed & { json: z.input<typeof requests.newRequest> },
  typeof requests.requestAnswer
> &
  Line<"get", "/v1/subjects/:subject/requests", OfPerson, typeof requests.personRequests> &
  Line<"get", "/v1/subjects/:subject/requests/:requestId", OfRequest, typeof requests.caseAnswer> &
  Line<
    "post",
    "/v1/subjects/:subject/requests/:requestId/events",
    OfRequest & Keyed & { json: z.input<typeof requests.newStep> },
    typeof requests.requestAnswer
  > &
  Line<
    "get",
    "/v1/requests",
    {
      query?: { show?: string; type?: string; mine?: string; cursor?: string; limit?: string };
    },
    typeof requests.requestList
  > &
  Line<"get", "/v1/requests/summary", object, typeof requests.summaryAnswer>;

export type OfRights = OfRequests;
