import { z } from "@hono/zod-openapi";
import { defineKind } from "../../ledger/kinds/define.ts";
import * as f from "../../ledger/kinds/fields.ts";
import { duration, identifier, place, term, translations, versionNumber } from "./shapes.ts";

/** To whom data goes, as a purpose says. PIPL 23 wants name and contact of another handler, 39 those of one abroad. */
const recipient = z.strictObject({
  name: f.text(200),
  contact: f.text(200).optional(),
  country: place.optional(),
  role: f.oneOf(["processor", "controller", "authority", "other"]),
});

/**
 * What data is used for, version by version: stream `purpose/<purposeId>`. `version` is a full statement; `retired` ends the purpose (its
 * other fields repeat the last version's).
 */
export const purpose = defineKind({
  kind: "purpose",
  layout: "events",
  about: "firm",
  streamField: "purposeId",
  retentionClass: "statutory",
  retentionYears: null,
  body: z.strictObject({
    dataCategories: z
      .array(
        z.strictObject({
          term,
          /** ISO/IEC TS 27560 `sensitive_pii_category`; PIPL 28, GDPR 9. */
          sensitive: z.boolean(),
          optional: z.boolean(),
        }),
      )
      .min(1)
      .max(60),
    /** How long a consent holds if nobody says otherwise. */
    defaultValidity: duration.nullish(),
    descriptions: translations(4000),
    event: f.oneOf(["version", "retired"]),
    inForceFrom: f.time,
    /** `dpv:Consent` and what is narrower: only of these are there consents. */
    lawfulBasis: term,
    /** Whether what was agreed to before no longer covers it. Version 1 always is. */
    material: z.boolean(),
    noticeId: identifier,
    /** DPV terms of what is done: `dpv:Collect`, `dpv:Store`, … */
    personalDataHandling: z.array(term).max(40),
    purposeId: identifier,
    /** DPV purpose. */
    purposeType: term,
    purposeVersion: versionNumber,
    recipients: z.array(recipient).max(60),
    /** How long the data is kept, counted from the end of the consent. */
    retention: duration,
    /** Articles of PIPL that ask for separate consent. */
    separateConsent: z.array(f.oneOf(["23", "25", "26", "29", "39"])).max(5),
    /** The service or product that it belongs to. */
    service: f.text(200),
    /** Signals that a person's software sends and that withdraw this purpose. */
    signals: z.array(f.oneOf(["gpc"])).max(1),
    titles: translations(200),
  }),
});
