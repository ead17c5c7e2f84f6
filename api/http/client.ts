/** Types alone: what the portal may ask for, for Hono's `hc`. Nothing is imported at run time by whoever imports this; what an answer holds follows from the routes' schemas. */
import type { z } from "@hono/zod-openapi";
import type { Hono } from "hono";
import type * as audits from "../audit/runs/schemas.ts";
import type { everybodyAnswer, everybodyCounts } from "../consent/decide/everybody-routes.ts";
import type { Controller, Notice, Purpose } from "../consent/model.ts";
import type { choiceInput, OwnChosen } from "../consent/own/choose.ts";
import type { OwnOffer } from "../consent/own/offer.ts";
import type * as packs from "../consent/packs/schemas.ts";
import type { ConsentAnswer } from "../consent/state-of.ts";
import type { givenAnswer } from "../ledger/given-routes.ts";
import type * as ledger from "../ledger/schemas.ts";
import type { chainAnswer, streamsAnswer } from "../ledger/stream-page-routes.ts";
import type { readsAnswer, timelineAnswer } from "../ledger/timeline-routes.ts";
import type { OfAdministration } from "./client-administration.ts";
import type { Line } from "./client-line.ts";
import type { OfRegisters } from "./client-registers.ts";
import type { OfRights } from "./client-rights.ts";
import type { OfSharing } from "./client-sharing.ts";
import type { entryAnswer } from "./overview/entry-routes.ts";
import type * as overview from "./overview/schemas.ts";

type OfLedger = Line<
  "get",
  "/v1/records",
  { query: { subject: string; kind?: string; cursor?: string; limit?: string } },
  typeof ledger.pageAnswer
> &
  Line<
    "get",
    "/v1/records/:id",
    { param: { id: string }; query?: { version?: string } },
    typeof ledger.recordAnswer
  >;

type OfGiven = Line<
  "get",
  "/v1/given-records",
  { query: { subject?: string; kind?: string; cursor?: string; limit?: string } },
  typeof givenAnswer
>;

type OfAudits = Line<"get", "/v1/audits", object, typeof audits.auditList> &
  Line<"post", "/v1/audits", { json: z.infer<typeof audits.newAudit> }, typeof audits.auditRun> &
  Line<
    "get",
    "/v1/audits/:id",
    { param: { id: string }; query?: { from?: string } },
    typeof audits.auditDetail
  > &
  Line<
    "post",
    "/v1/audits/:id/cancellation",
    { param: { id: string }; json: Record<never, never> },
    typeof audits.auditRun
  >;

type OfPacks = Line<"get", "/v1/evidence-packs", object, typeof packs.packList> &
  Line<
    "post",
    "/v1/evidence-packs",
    { json: z.infer<typeof packs.newPack>; header?: Record<string, string> },
    typeof packs.pack
  > &
  Line<"get", "/v1/evidence-packs/:id", { param: { id: string } }, typeof packs.pack>;

interface PageOf {
  query?: { cursor?: string; limit?: string };
}

/** The ledger as an officer looks through it. */
type OfOfficer = Line<"get", "/v1/overview", object, typeof overview.overview> &
  Line<"get", "/v1/overview/series", { query?: { days?: string } }, typeof overview.series> &
  Line<"get", "/v1/anchors", PageOf, typeof overview.anchors> &
  Line<"get", "/v1/batches", PageOf, typeof overview.batches> &
  Line<"get", "/v1/entries/:index", { param: { index: string } }, typeof entryAnswer> &
  Line<
    "get",
    "/v1/subjects/:subject/streams",
    { param: { subject: string } },
    typeof streamsAnswer
  > &
  Line<
    "get",
    "/v1/subjects/:subject/streams/entries",
    { param: { subject: string }; query: { stream: string; cursor?: string; limit?: string } },
    typeof chainAnswer
  > &
  Line<
    "get",
    "/v1/purposes/:id/consents",
    {
      param: { id: string };
      query?: { at?: string; state?: string; cursor?: string; limit?: string };
    },
    typeof everybodyAnswer
  > &
  Line<
    "get",
    "/v1/purposes/:id/consents/counts",
    { param: { id: string }; query?: { at?: string } },
    typeof everybodyCounts
  >;

type Paged = { cursor?: string; limit?: string };

type OfStatements = Line<"get", "/v1/purposes", object, { purposes: readonly Purpose[] }> &
  Line<"get", "/v1/controller", object, Controller> &
  Line<"get", "/v1/notices", object, { notices: readonly Notice[] }>;

type Found = { readonly subject: string; readonly created: boolean };

type OfPerson = Line<
  "get",
  "/v1/subjects/:subject/consents/:purpose",
  { param: { subject: string; purpose: string }; query?: { at?: string } },
  ConsentAnswer
> &
  Line<"post", "/v1/subjects/lookup", { json: { source: string; externalNumber: string } }, Found> &
  Line<
    "get",
    "/v1/subjects/:subject/consents",
    { param: { subject: string }; query?: { at?: string } },
    { consents: readonly ConsentAnswer[] }
  > &
  Line<
    "get",
    "/v1/subjects/:subject/purposes/:purpose/offer",
    { param: { subject: string; purpose: string }; query?: { language?: string } },
    OwnOffer
  > &
  Line<
    "post",
    "/v1/subjects/:subject/choices",
    {
      param: { subject: string };
      json: z.infer<typeof choiceInput>;
      header: { "idempotency-key": string };
    },
    OwnChosen
  > &
  Line<
    "get",
    "/v1/subjects/:subject/timeline",
    { param: { subject: string }; query: Paged & { kinds?: string } },
    typeof timelineAnswer
  > &
  Line<
    "get",
    "/v1/subjects/:subject/reads",
    { param: { subject: string }; query: Paged },
    typeof readsAnswer
  >;

export type PortalApi = Hono<
  object,
  OfLedger &
    OfGiven &
    OfAudits &
    OfPacks &
    OfOfficer &
    OfStatements &
    OfPerson &
    OfAdministration &
    OfSharing &
    OfRegisters &
    OfRights,
  "/"
>;
