import { z } from "@hono/zod-openapi";
import { ROLES } from "../../core/principal.ts";
import { defineKind } from "./define.ts";
import * as f from "./fields.ts";

/** Opaque: a principal, an organization, an agreement, a request, a case. Never a name or an address of anybody. */
export const opaqueId = f.text(128);

/** Names a purpose, as the consent domain's kinds do. */
const purposeId = z.string().regex(/^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/);

/** Who read, in the role that they read in. */
const reader = z.strictObject({ id: opaqueId, role: f.oneOf(ROLES) });

const fieldNames = z.array(z.string().regex(/^@?[A-Za-z][A-Za-z0-9]{0,62}$/)).max(128);

/** One version of a record that was shown: the fields of these names; all of them where none are named. */
const shownRecord = z.strictObject({
  id: z.string().max(36),
  kind: f.text(32),
  version: z.number().int().min(1).max(1_000_000),
  fields: fieldNames.optional(),
});

/** What else can be told of somebody than a record itself. `subject`: that they are known, and under which identifier. */
const TOLD = [
  "consent",
  "consents",
  "decision",
  "document",
  "evidence",
  "identifiers",
  "list",
  "promise",
  "state",
  "subject",
] as const;
export type ToldThing = (typeof TOLD)[number];

/** `of`: the stream, purpose or form that it is of. `at`: the time that was asked about. `fields`: those that were disclosed, all where none are named. */
const told = z.strictObject({
  what: f.oneOf(TOLD),
  of: f.text(256).optional(),
  at: f.time.optional(),
  fields: fieldNames.optional(),
});

/** So many each: the rest goes into another record of the same request. */
export const MOST_SHOWN = 1_000;

/**
 * Somebody other than the person was shown something of theirs, or tried (`outcome`): stream `access` of the person. Written by the ledger alone, before what was asked for is
 * handed out; of one request (`request`) there may be several, one for each person and more where much was shown.
 */
export const access = defineKind({
  kind: "access",
  layout: "events",
  retentionClass: "access",
  retentionYears: null,
  body: z.strictObject({
    /** That it was shared under, and its version. */
    agreement: opaqueId.nullish(),
    agreementVersion: z.number().int().min(1).max(1_000_000).nullish(),
    /** `@id` of the event of a consent that it rested on. */
    consent: z.string().max(36).nullish(),
    /** `base64url(SHA-256(bytes))` of a file that was handed over. */
    hash: z
      .string()
      .regex(/^[A-Za-z0-9_-]{43}$/)
      .nullish(),
    note: f.text(2000).nullish(),
    /** That the reader belongs to. */
    organization: opaqueId.nullish(),
    /** `shown`, or `refused`: it was asked for outside of what the reader may. */
    outcome: f.oneOf(["shown", "refused"]),
    purposeId: purposeId.nullish(),
    reader,
    /** In the reader's words. */
    reason: f.text(500).nullish(),
    records: z.array(shownRecord).max(MOST_SHOWN),
    /** Code of the refusal. */
    refusal: f.text(100).nullish(),
    /** What it was done for: `@id` of a request of the person, number of a case. */
    regarding: opaqueId.nullish(),
    /** Told apart from all others; the same in all records of one request. */
    request: opaqueId,
    /** The way it took: `GET /v1/records/{id}`. */
    route: f.text(200),
    told: z.array(told).max(MOST_SHOWN),
  }),
});
