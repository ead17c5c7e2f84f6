import { z } from "@hono/zod-openapi";
import { contentHash } from "../../consent/kinds/shapes.ts";
import { opaqueId } from "../../ledger/kinds/access.ts";
import { defineKind } from "../../ledger/kinds/define.ts";
import * as f from "../../ledger/kinds/fields.ts";
import { uuid } from "./shapes.ts";

/** That a partner was told, as it has signed (FORMAT §19); with the key that its organization had named. */
const acknowledgement = z.strictObject({
  message: z.string().regex(/^msg_[0-9a-f]{32}$/),
  messageHash: contentHash,
  note: f.text(1_024),
  organization: opaqueId,
  statedAt: f.time,
  vkey: f.text(400),
  what: f.oneOf(["received", "done"]),
});

/**
 * What became of an erasure: stream `erasure-outcome/<erasureId>` of the firm. `completed`: the root key that had wrapped what was destroyed is gone, too. `acknowledged`: a partner
 * has signed that it was told, or has done what it was told. Nothing here names the person.
 */
export const erasureOutcome = defineKind({
  kind: "erasure-outcome",
  layout: "events",
  about: "firm",
  streamField: "erasureId",
  retentionClass: "statutory",
  retentionYears: null,
  body: z
    .strictObject({
      acknowledgement: acknowledgement.nullish(),
      erasureId: uuid,
      event: f.oneOf(["completed", "acknowledged"]),
    })
    .superRefine(({ event, acknowledgement: signed }, context) => {
      if (Boolean(signed) === (event === "acknowledged")) return;
      context.addIssue({
        code: "custom",
        path: ["acknowledgement"],
        params: { code: signed ? "surplus" : "missing" },
      });
    }),
});
