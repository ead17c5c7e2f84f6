import { z } from "@hono/zod-openapi";
import { translations } from "../../consent/kinds/shapes.ts";
import { defineKind } from "../../ledger/kinds/define.ts";
import * as f from "../../ledger/kinds/fields.ts";
import { actor } from "./shapes.ts";

/** Classes that a rule is stated of: `access` always stays as long as anything does. */
export const RULED_CLASSES = ["personal", "consent", "statutory"] as const;

const rule = z
  .strictObject({
    class: f.oneOf(RULED_CLASSES),
    /** `go`: at once. `keep`: for `years`, and, of what has a year of its own, until the end of that. */
    action: f.oneOf(["go", "keep"]),
    /** Whole calendar years after that of the erasure; of what has a year of its own it does not count. */
    years: z.number().int().min(0).max(100).optional(),
    /** Of `keep`: the article, as a term (`eu-gdpr:A17-3-e`) or in short. */
    ground: f.text(200).optional(),
    /** Of `keep`: the same for people, in their languages. */
    texts: translations(1_000).optional(),
  })
  .superRefine(({ action, ...rest }, context) => {
    for (const name of ["years", "ground", "texts"] as const) {
      if ((rest[name] !== undefined) === (action === "keep")) continue;
      const code = action === "keep" ? "missing" : "surplus";
      context.addIssue({ code: "custom", path: [name], params: { code } });
    }
  });

/** The rule of one class, as it is recorded. */
export type RecordedRule = z.infer<typeof rule>;

/**
 * What is kept of whoever is erased, for how long and on which ground: stream `retention` of the firm. Each record states all of it; the newest that is in force at a time holds then.
 */
export const retention = defineKind({
  kind: "retention",
  layout: "events",
  about: "firm",
  retentionClass: "statutory",
  retentionYears: null,
  body: z.strictObject({
    actor,
    /** Whether statutory records of those who are not erased go by themselves, too, when their year is over. */
    automatic: z.boolean(),
    inForceFrom: f.time,
    note: f.text(2000).nullish(),
    /** One of each class, in any order. */
    rules: z
      .array(rule)
      .length(RULED_CLASSES.length)
      .refine((all) => new Set(all.map((one) => one.class)).size === all.length, {
        params: { code: "bad_format" },
      })
      // What the law has kept for years cannot be stated away.
      .refine((all) => all.every((one) => one.class !== "statutory" || one.action === "keep"), {
        params: { code: "bad_format" },
      }),
  }),
});
