import { z } from "@hono/zod-openapi";
import { defineKind } from "../../ledger/kinds/define.ts";
import * as f from "../../ledger/kinds/fields.ts";
import { place, translations } from "./shapes.ts";

/**
 * Who decides about the data: what ISO/IEC TS 27560 asks of a `pii_controller` (party), and of the processing as a whole. Each record is a
 * full statement; the newest one that had occurred by a time holds then.
 */
export const controller = defineKind({
  kind: "controller",
  layout: "events",
  about: "firm",
  retentionClass: "statutory",
  retentionYears: null,
  body: z.strictObject({
    address: f.address,
    /** The supervisory authority (GDPR 13(2)(d)). */
    authority: z.strictObject({ name: f.text(200), url: f.text(500).nullish() }).nullish(),
    contact: f.text(200),
    email: f.email.nullish(),
    jurisdiction: place,
    name: f.text(200),
    partyId: f.text(200),
    partyType: f.oneOf(["controller", "joint-controller", "processor", "representative"]),
    phone: f.text(40).nullish(),
    policyUrl: f.text(500),
    privacyRights: z.array(f.text(100)).max(40),
    processingLocations: z.array(place).max(60),
    role: f.text(100).nullish(),
    storageLocations: z.array(place).min(1).max(60),
    url: f.text(500).nullish(),
    /** How one withdraws, in words. */
    withdrawalMethod: translations(1000),
  }),
});
