import { z } from "@hono/zod-openapi";
import { contentHash } from "../../consent/kinds/shapes.ts";
import { defineKind } from "../../ledger/kinds/define.ts";
import * as f from "../../ledger/kinds/fields.ts";
import { uuid } from "./shapes.ts";

/** Why something is erased: somebody asked; its time is over; an authority orders it; the firm itself wants it gone. */
export const ERASURE_CAUSES = ["request", "retention", "order", "own-decision"] as const;
export type ErasureCause = (typeof ERASURE_CAUSES)[number];

const count = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

/**
 * Entries of the log are erased: stream `erasure` of the firm, whose secrets are public, so nothing here tells of whom. Recorded before anything is destroyed. Which entries, says a
 * salted list, of which this has the root alone (FORMAT §20).
 */
export const erasure = defineKind({
  kind: "erasure",
  layout: "events",
  about: "firm",
  retentionClass: "statutory",
  retentionYears: null,
  body: z.strictObject({
    cause: f.oneOf(ERASURE_CAUSES),
    /** Entries that are erased … */
    count,
    erasureId: uuid,
    /** … and those of the same person that stay for now. */
    kept: count,
    /** Of the list. */
    root: contentHash,
    /** Of the log when the list was made: its entries are below. */
    treeSize: count,
  }),
});
