/** Types alone: what the portal may ask for, for Hono's `hc`. Nothing is imported at run time by whoever imports this; what an answer holds follows from the routes' schemas. */
import type { z } from "@hono/zod-openapi";
import type { Hono } from "hono";
import type * as audits from "../audit/runs/schemas.ts";
import type * as packs from "../consent/packs/schemas.ts";
import type { me } from "../identity/schemas.ts";
import type * as ledger from "../ledger/schemas.ts";

type Texts = Readonly<Record<string, string>>;

/** What is handed over with a call. `param`: what stands in the path as `:name`. */
interface Asked {
  readonly param?: Texts;
  readonly query?: Texts;
  readonly json?: unknown;
  readonly header?: Texts;
}

/** One route. `Answer`: a zod schema of it, or its type. */
type Line<M extends "get" | "post", Path extends string, In extends Asked, Answer> = {
  [P in Path]: {
    [K in `$${M}`]: {
      input: In;
      output: Answer extends z.ZodType ? z.infer<Answer> : Answer;
      outputFormat: "json";
      status: 200;
    };
  };
};

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
    { json: z.infer<typeof packs.newPack>; header?: Texts },
    typeof packs.pack
  > &
  Line<"get", "/v1/evidence-packs/:id", { param: { id: string } }, typeof packs.pack>;

type OfIdentity = Line<"get", "/v1/me", object, typeof me>;

export type PortalApi = Hono<object, OfLedger & OfAudits & OfPacks & OfIdentity, "/">;
