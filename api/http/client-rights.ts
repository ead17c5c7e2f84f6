/** Types alone: what the portal may ask for of people's rights. */
import type { z } from "@hono/zod-openapi";
import type * as restriction from "../consent/restriction/schemas.ts";
import type { eventAnswer } from "../consent/schemas.ts";
import type * as requests from "../rights/cases/schemas.ts";
import type { certificateInput, certifiedErasures } from "../rights/erase/certificate-routes.ts";
import type { rootKeyAnswer } from "../rights/root-key/routes.ts";
import type * as rights from "../rights/schemas.ts";
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

type OfErasure = Line<
  "get",
  "/v1/subjects/:subject/erasure-plan",
  OfPerson & { query?: { goNow?: string } },
  typeof rights.planAnswer
> &
  Line<
    "post",
    "/v1/subjects/:subject/erasures",
    OfPerson & { json: z.input<typeof rights.erasureInput> },
    typeof rights.begunAnswer
  > &
  Line<
    "get",
    "/v1/erasures",
    { query?: { cursor?: string; limit?: string } },
    typeof rights.erasureList
  > &
  Line<"get", "/v1/erasures/:id", { param: { id: string } }, typeof rights.erasureAnswer> &
  Line<"get", "/v1/root-key", object, typeof rootKeyAnswer> &
  Line<
    "post",
    "/v1/erasure-certificates",
    { json: z.input<typeof certificateInput> },
    typeof certifiedErasures
  >;

type OfRetention = Line<"get", "/v1/retention", object, typeof rights.retentionAnswer> &
  Line<
    "post",
    "/v1/retention",
    Keyed & { json: z.input<typeof rights.retentionInput> },
    typeof eventAnswer
  > &
  Line<"get", "/v1/subjects/:subject/holds", OfPerson, typeof rights.holdList> &
  Line<
    "post",
    "/v1/subjects/:subject/holds",
    OfPerson & Keyed & { json: z.input<typeof rights.holdInput> },
    typeof eventAnswer
  > &
  Line<
    "post",
    "/v1/subjects/:subject/holds/:hold/release",
    { param: { subject: string; hold: string } } & Keyed & {
        json: z.input<typeof rights.releaseInput>;
      },
    typeof eventAnswer
  >;

type OfRestriction = Line<
  "get",
  "/v1/subjects/:subject/restriction",
  OfPerson & { query?: { at?: string } },
  typeof restriction.restrictionAnswer
> &
  Line<
    "post",
    "/v1/subjects/:subject/restriction",
    OfPerson & Keyed & { json: z.input<typeof restriction.restrictionInput> },
    typeof eventAnswer
  >;

export type OfRights = OfRequests & OfErasure & OfRetention & OfRestriction;
