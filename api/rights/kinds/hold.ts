import { z } from "@hono/zod-openapi";
import { defineKind } from "../../ledger/kinds/define.ts";
import * as f from "../../ledger/kinds/fields.ts";
import { actor, retentionClass, uuid } from "./shapes.ts";

/**
 * A legal hold: while it is on, nothing of these classes is erased, whatever asks for it (GDPR 17(3)(b) and (e)). Stream `hold` of the person. What releases it names the same
 * `holdId`, and no classes.
 */
export const hold = defineKind({
  kind: "hold",
  layout: "events",
  retentionClass: "consent",
  retentionYears: null,
  body: z
    .strictObject({
      actor,
      /** Of `placed`: what it holds; of each one. */
      classes: z
        .array(retentionClass)
        .min(1)
        .max(4)
        .refine((all) => new Set(all).size === all.length, { params: { code: "bad_format" } })
        .nullish(),
      event: f.oneOf(["placed", "released"]),
      holdId: uuid,
      /** In the actor's words. The person can read it, as whatever is recorded with them: what they must not learn of (an inquiry that is not to be told of) has no place here. */
      reason: f.text(500),
      /** Number of a file, of a letter of an authority: for the person to read, too. */
      reference: f.text(200).nullish(),
    })
    .superRefine(({ event, classes }, context) => {
      const has = classes !== null && classes !== undefined;
      if (has === (event === "placed")) return;
      context.addIssue({
        code: "custom",
        path: ["classes"],
        params: { code: has ? "surplus" : "missing" },
      });
    }),
});
