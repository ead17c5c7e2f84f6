import { z } from "@hono/zod-openapi";
import { defineKind } from "../../ledger/kinds/define.ts";
import * as f from "../../ledger/kinds/fields.ts";
import { joinedRule } from "../standings/joined.ts";

/**
 * Two identifiers are of one person (`joined`), or turned out not to be (`separated`). It stands in the streams `merge` of both, each naming
 * the other; the newest about a pair holds. No record moves.
 */
export const merge = defineKind({
  kind: "merge",
  layout: "events",
  retentionClass: "consent",
  retentionYears: null,
  standing: joinedRule,
  body: z.strictObject({
    event: f.oneOf(["joined", "separated"]),
    note: f.text(2000).nullish(),
    /** Identifier of the other. */
    other: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
    /** What it was recognised by. */
    reference: f.text(200),
  }),
});
