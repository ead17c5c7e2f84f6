/** What the ledger's routes take and give, as zod schemas: validation, types and the API page come from here. */
import { z } from "@hono/zod-openapi";
import type { SchemaKind } from "./kinds/define.ts";
import { externalNumber, time } from "./kinds/fields.ts";

export const recordId = z
  .string()
  .regex(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  .meta({ example: "019ab1c2-0000-7000-8000-000000000000", description: "@id" });

export const subject = z
  .string()
  .regex(/^[A-Za-z0-9_-]{43}$/)
  .meta({ description: "@subject" });

const source = z
  .string()
  .regex(/^[A-Za-z0-9._:/-]{1,64}$/)
  .meta({ example: "shop" });

export const version = z.coerce.number().int().min(1).max(1_000_000).optional();

export const idempotencyHeader = z.object({ "idempotency-key": z.string().optional() });

const flag = z.enum(["true", "false"]).default("false");

export const writeQuery = z.object({
  insist: flag.meta({
    description: "Store also what equals an earlier version, or is older than the newest.",
  }),
  disclosures: flag.meta({
    description: "Answer with the disclosures that open each field's commitment.",
  }),
  receipts: flag.meta({ description: "NDJSON: answer each line with its signed receipt." }),
});

export const listQuery = z.object({
  subject,
  kind: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,31}$/)
    .optional(),
  cursor: z.string().max(20).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

export const evidenceQuery = z.object({
  version,
  fields: z
    .string()
    .max(4096)
    .optional()
    .meta({ description: "Names of the fields to disclose, joined by commas; all when left out." }),
  checkpoint: z.enum(["final", "newest"]).default("final"),
});

export const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    code: z.string(),
    detail: z.string(),
    errors: z
      .array(z.object({ field: z.string(), code: z.string(), message: z.string() }))
      .optional(),
  })
  .openapi("Problem");

export const subjectRequest = z
  .strictObject({ source, externalNumber })
  .partial()
  .openapi("SubjectRequest");
export const subjectAnswer = z.object({ subject, created: z.boolean() }).openapi("Subject");

/** One shape a kind: envelope fields of the client, then the kind's own. */
export function recordRequest(kinds: readonly SchemaKind[]) {
  const shapes = kinds.map((kind) =>
    z
      .strictObject({
        "@kind": z.literal(kind.kind),
        "@subject": subject,
        "@occurredAt": time,
        "@source": source,
        ...kind.body.shape,
      })
      .openapi(`${kind.kind[0]?.toUpperCase()}${kind.kind.slice(1)}`),
  );
  return z.union(shapes);
}

export const writeAnswer = z
  .object({
    outcome: z.enum(["stored", "unchanged", "equals_earlier", "older"]),
    id: recordId,
    version: z.number().int(),
    index: z.number().int().optional(),
    entry: z.string().optional(),
    leafHash: z.string().optional(),
    receipt: z.string().optional(),
    disclosures: z.array(z.string()).optional(),
  })
  .openapi("WriteAnswer");

export const recordAnswer = z
  .object({
    id: recordId,
    version: z.number().int(),
    index: z.number().int(),
    record: z.record(z.string(), z.any()),
  })
  .openapi("Record");

export const pageAnswer = z
  .object({ records: z.array(recordAnswer), next: z.string().nullable() })
  .openapi("Page");
