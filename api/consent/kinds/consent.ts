import { z } from "@hono/zod-openapi";
import { takesBack } from "../../../portal/verify/as-of.ts";
import { namesProto } from "../../core/json.ts";
import { defineKind } from "../../ledger/kinds/define.ts";
import * as f from "../../ledger/kinds/fields.ts";
import { timelineRule } from "../standings/timeline.ts";
import { contentHash, identifier, place, term, versionNumber } from "./shapes.ts";

/** What can happen to a consent; of DPV 2.3: `dpv:ConsentRequested`, `ConsentGiven`, `ConsentRefused`, `ConsentWithdrawn`, `RenewedConsentGiven`, `ConsentExpired`, `ConsentInvalidated`. */
export const CONSENT_EVENTS = [
  "requested",
  "given",
  "refused",
  "withdrawn",
  "renewed",
  "expired",
  "invalidated",
] as const;
export type ConsentEvent = (typeof CONSENT_EVENTS)[number];

/** Of these a consent is made. */
export const isConsenting = (event: ConsentEvent): event is "given" | "renewed" =>
  event === "given" || event === "renewed";

/** With these a consent ends, by somebody's doing; they are always taken where there is something to end. */
export const isEnding = (event: ConsentEvent): boolean => takesBack(event) && event !== "expired";

/** What others may record: that a consent is over by itself the ledger alone does. */
export const TAKEN_EVENTS = CONSENT_EVENTS.filter((event) => event !== "expired");

/** Who acted. A guardian or an agent names what entitles them (a document, a file number). `system`: the ledger itself, of `expired` alone. */
const actor = z.strictObject({
  role: f.oneOf(["subject", "guardian", "agent", "controller", "system"]),
  reference: f.text(200).optional(),
});

/** As others may say it. */
export const takenActor = actor.extend({
  role: f.oneOf(["subject", "guardian", "agent", "controller"]),
});

/** What shows that it was done: something kept elsewhere, by its reference, its hash, or both. */
const proof = z.strictObject({
  type: f.oneOf(["signature", "recording", "form", "screenshot", "token", "document", "other"]),
  reference: f.text(500).optional(),
  hash: contentHash.optional(),
});

/** Formats of other systems that consents come from. */
export const FOREIGN_FORMATS = ["kantara-1.1", "dpv-27560", "tcf-2"] as const;

/** A document of another system that this was taken from; with it the same comes out again. */
const imported = z.strictObject({
  format: f.oneOf(FOREIGN_FORMATS),
  /** As the format has it: its parsed JSON, or its string. */
  document: z
    .unknown()
    .refine((value) => !namesProto(value), { params: { code: "bad_format" } })
    .pipe(z.json()),
  /** The firm that it was given to, as the document names it, where that is not the controller here: its consents were taken over, as whoever sent it in said. */
  takenOverFrom: f.text(500).optional(),
});

/** One event of a consent (ISO/IEC TS 27560 `event`): stream `consent/<purposeId>` of the person. */
export const consent = defineKind({
  kind: "consent",
  layout: "events",
  streamField: "purposeId",
  retentionClass: "consent",
  retentionYears: null,
  standing: timelineRule,
  body: z.strictObject({
    actor,
    channel: f.channel.nullish(),
    /** The wording of the choice: what the person ticked, pressed or said. */
    choice: f.text(2000).nullish(),
    /** DPV consent type: `dpv:ExplicitlyExpressedConsent`, … */
    consentType: term.nullish(),
    event: f.oneOf(CONSENT_EVENTS),
    evidence: z.array(proof).max(20).nullish(),
    externalNumber: f.externalNumber.nullish(),
    imported: imported.nullish(),
    jurisdiction: place.nullish(),
    /** Of the notice as it was shown. */
    language: f.language.nullish(),
    note: f.text(2000).nullish(),
    /** Of the exact text that was shown. */
    noticeHash: contentHash.nullish(),
    noticeId: identifier.nullish(),
    noticeVersion: versionNumber.nullish(),
    purposeId: identifier,
    purposeVersion: versionNumber,
    /** `@id` of the event that it answers or ends. */
    regarding: z.string().max(36).nullish(),
    /** `@id` of the signal that it follows from. */
    signal: z.string().max(36).nullish(),
    validUntil: f.time.nullish(),
  }),
});
