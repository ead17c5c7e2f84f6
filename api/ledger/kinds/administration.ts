import { z } from "@hono/zod-openapi";
import { ROLES } from "../../core/principal.ts";
import { opaqueId } from "./access.ts";
import { defineKind } from "./define.ts";
import * as f from "./fields.ts";

/** What is done with the ledger itself, or to those who work with it. */
export const ADMINISTRATION_EVENTS = [
  "account-created",
  "account-changed",
  "account-disabled",
  "account-enabled",
  "account-removed",
  "role-granted",
  "role-revoked",
  "subject-bound",
  "subject-released",
  "organization-created",
  "member-added",
  "member-removed",
  "given",
  "given-ended",
  "key-created",
  "key-changed",
  "key-revoked",
  "key-exported",
  "key-copy-destroyed",
  "root-key-rolled",
  "configuration-changed",
  "export-made",
  "audit-run",
  "sign-ins-failed",
  "delivery-refused",
  "count-asked",
  "erasure-ordered",
] as const;
export type AdministrationEventName = (typeof ADMINISTRATION_EVENTS)[number];

/** Who did it; `system`: a machine of the firm, or the ledger by itself. */
const actor = z.strictObject({ id: opaqueId, role: f.oneOf([...ROLES]) });

/** What it was done to. */
const target = z.strictObject({
  type: f.oneOf([
    ...(["account", "agreement", "erasure", "key", "ledger"] as const),
    ...(["organization", "setting", "subject"] as const),
  ]),
  id: f.text(256),
});

/** What was so before and is after it; left out: nothing. Secrets have no place here, nor has personal data. */
const change = z.strictObject({
  name: f.text(100),
  before: f.text(1000).optional(),
  after: f.text(1000).optional(),
});

/**
 * Something that was done to the ledger as an installation, so that those who administer it are audited like everybody: stream `administration` of the firm, whose secrets are
 * public (FORMAT §5.1). Written by the ledger alone.
 */
export const administration = defineKind({
  kind: "administration",
  layout: "events",
  about: "firm",
  retentionClass: "statutory",
  retentionYears: null,
  body: z.strictObject({
    actor,
    changes: z.array(change).max(50),
    /** How many: attempts of a burst, records of an export, entries of an audit. */
    count: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER).nullish(),
    event: f.oneOf(ADMINISTRATION_EVENTS),
    /** The time that it is about begins: of a burst, of an export, of what an auditor was given. */
    from: f.time.nullish(),
    /** `base64url(SHA-256(bytes))` of the file that was made: an export, a report. */
    hash: z
      .string()
      .regex(/^[A-Za-z0-9_-]{43}$/)
      .nullish(),
    note: f.text(2000).nullish(),
    organization: opaqueId.nullish(),
    /** One word: what an audit found. */
    outcome: f.text(100).nullish(),
    /** In the actor's words. */
    reason: f.text(500).nullish(),
    /** What it was done for: number of a case, an order. */
    regarding: opaqueId.nullish(),
    request: opaqueId.nullish(),
    route: f.text(200).nullish(),
    target: target.nullish(),
    /** … and ends, exclusive. */
    until: f.time.nullish(),
  }),
});
