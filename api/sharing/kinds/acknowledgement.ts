import { z } from "@hono/zod-openapi";
import { contentHash, identifier, versionNumber } from "../../consent/kinds/shapes.ts";
import { opaqueId } from "../../ledger/kinds/access.ts";
import { defineKind } from "../../ledger/kinds/define.ts";
import * as f from "../../ledger/kinds/fields.ts";

/**
 * A partner has signed that it has a message about this person, or has done what it asks for (FORMAT §19): stream `acknowledgement` of the person. Written by the ledger, which has
 * verified the note; with the note and the vkey anybody can do so again.
 */
export const acknowledgement = defineKind({
  kind: "acknowledgement",
  layout: "events",
  retentionClass: "consent",
  retentionYears: null,
  body: z.strictObject({
    agreement: identifier,
    agreementVersion: versionNumber,
    message: z.string().regex(/^msg_[0-9a-f]{32}$/),
    /** Of its exact body. */
    messageHash: contentHash,
    messageType: f.text(64),
    note: f.text(1_024),
    /** Whose key it is here. */
    organization: opaqueId,
    purposeId: identifier.nullish(),
    /** When the partner says to have signed. */
    statedAt: f.time,
    /** The key as the organization had named it. */
    vkey: f.text(400),
    what: f.oneOf(["received", "done"]),
  }),
});
