/** What the routes of audits take and answer. */
import { z } from "@hono/zod-openapi";
import { CAUSES } from "../causes.ts";
import { FINDING_KINDS, PLACES } from "../finding.ts";
import { REMOTE_CAUSES } from "../report.ts";
import { STEPS } from "../steps.ts";
import { ADVICE } from "../words/advice.ts";
import { RUN_FAILURES, RUN_MODES, RUN_STATES } from "./run.ts";

export const newAudit = z
  .strictObject({
    mode: z.enum(RUN_MODES).meta({
      description: "quick: two samples of entries with all that belongs to them. full: everything.",
    }),
  })
  .openapi("NewAudit");

export const nothing = z.strictObject({});

const part = z.object({
  part: z.enum(STEPS),
  name: z.string(),
  done: z.number().int(),
  of: z.number().int(),
});

const tone = z.enum(["clean", "damaged", "unasked"]);

export const auditRun = z
  .object({
    id: z.string(),
    mode: z.enum(RUN_MODES),
    state: z.enum(RUN_STATES),
    startedAt: z.string(),
    finishedAt: z.string().nullable(),
    by: z.object({ id: z.string(), role: z.string() }),
    mayCancel: z.boolean(),
    progress: z
      .object({
        share: z.number().meta({ description: "Of the work, 0 to 1" }),
        part: z.enum(STEPS),
        parts: z.array(part).meta({ description: "Those that have been counted by now" }),
      })
      .nullable()
      .meta({ description: "Of one that runs" }),
    failure: z
      .object({ code: z.enum(RUN_FAILURES), sentence: z.string() })
      .nullable()
      .meta({ description: "Why there is no report, and what to do" }),
    verdict: z.object({ tone, word: z.string() }).nullable(),
    findings: z.number().int().nullable(),
    size: z.number().int().nullable().meta({ description: "Entries of the log that it was of" }),
  })
  .openapi("Audit");
export type AuditRunAnswer = z.infer<typeof auditRun>;

export const auditList = z.object({ audits: z.array(auditRun) }).openapi("Audits");

/** Findings of one answer; the report has all of them. */
export const MOST_FINDINGS = 500;

export const auditQuery = z.object({
  from: z.coerce
    .number()
    .int()
    .min(1)
    .max(100_000_000)
    .default(1)
    .meta({ description: "Number of the first finding to be told" }),
});

const finding = z.object({
  number: z.number().int(),
  code: z.enum([...CAUSES, ...REMOTE_CAUSES]),
  kind: z.enum(FINDING_KINDS),
  kindName: z.string(),
  table: z.enum(PLACES),
  tableName: z.string(),
  row: z.string().meta({ description: "What it is found by; empty: no row in particular" }),
  sentence: z.string(),
  advice: z.object({ code: z.enum(ADVICE), text: z.string() }),
});

const reportShown = z.object({
  sentence: z.string(),
  facts: z.array(z.object({ label: z.string(), value: z.string() })),
  findings: z.array(finding),
  next: z.number().int().nullable().meta({ description: "Number of the finding behind these" }),
  advice: z
    .array(z.object({ text: z.string(), about: z.string() }))
    .meta({ description: "What to do, the most urgent first" }),
  counts: z.array(
    z.object({
      table: z.enum(PLACES).nullable(),
      name: z.string(),
      checked: z.number().int(),
      of: z.number().int().nullable(),
      findings: z.number().int(),
    }),
  ),
  notes: z.array(z.string()).meta({ description: "Worth knowing, and no damage" }),
  notProven: z.array(z.string()).meta({ description: "What this does not prove" }),
});
export type ReportShown = z.infer<typeof reportShown>;

export const auditDetail = auditRun
  .extend({ report: reportShown.nullable() })
  .openapi("AuditDetail");
