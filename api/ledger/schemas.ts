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

export const source = z
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
  cursor: z.string().max(40).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

/** Names joined by commas. */
const names = z
  .string()
  .max(4096)
  .optional()
  .transform((list) => list?.split(",").filter((name) => name !== "") ?? null);

const fields = names.openapi({
  type: "string",
  description: "Names of the fields to disclose, joined by commas; all when left out.",
});

const checkpoint = z.enum(["final", "newest"]).default("final");

export const evidenceQuery = z.object({
  version,
  fields,
  checkpoint,
  claim: z.enum(["record", "current"]).default("record").meta({
    description: "record: it is in the ledger. current: it is, and it is the newest version.",
  }),
});

export const tlogProofQuery = z.object({ version, checkpoint });

const stream = z.string().max(256).meta({
  example: "customer",
  description: "@stream: the kind, or the kind, / and what its layout has behind it",
});

const at = time.optional().openapi({
  type: "string",
  description:
    "A time that is asked about; the final anchors on its two sides come with it, so evidence takes one behind it.",
});

const SEQ = /^[1-9]\d{0,15}$/;

/** `all`, or numbers joined by commas. */
const withhold = z
  .string()
  .max(4096)
  .refine((list) => list === "all" || list.split(",").every((seq) => SEQ.test(seq)))
  .optional()
  .transform((list) => (list === "all" ? list : (list?.split(",").map(Number) ?? [])))
  .openapi({
    type: "string",
    description:
      "Events shown by their entries alone: all, or their numbers (seq), joined by commas.",
  });

const from = z
  .string()
  .regex(/^[1-9]\d{0,15}:[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/)
  .optional()
  .transform((known) => {
    const [seq, leafHash] = known?.split(":") ?? [];
    if (seq === undefined || leafHash === undefined) return null;
    return { seq: Number(seq), leafHash: new Uint8Array(Buffer.from(leafHash, "base64url")) };
  })
  .openapi({
    type: "string",
    description: "Only what comes behind an event that is known: <seq>:<leaf hash, base64url>.",
  });

export const streamEvidenceQuery = z.object({
  stream,
  claim: z.enum(["history", "absent"]).meta({
    description: "history: these are all records of the stream. absent: there is no such stream.",
  }),
  fields,
  withhold,
  from,
  at,
  checkpoint,
});

export const stateQuery = z.object({ stream, at });

export const refused = (description: string) => ({
  description,
  content: { "application/problem+json": { schema: problem } },
});
export const security = [{ bearer: [] }];

export const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    code: z.string(),
    detail: z.string(),
    problem: z.string().optional(),
    state: z.string().optional(),
    format: z.string().optional(),
    field: z.string().optional(),
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

/** Something that is there, and no longer what was recorded. */
export const damagedRecord = z.object({
  ...{ id: recordId, version: z.number().int(), index: z.number().int() },
  kind: z.string(),
});

export const pageAnswer = z
  .object({ records: z.array(recordAnswer), next: z.string().nullable() })
  .openapi("Page");

const eventRef = z
  .object({
    seq: z.number().int(),
    index: z.number().int(),
    id: z.string().nullable(),
    version: z.number().int().nullable(),
  })
  .nullable();
const bound = z
  .object({ size: z.number().int(), block: z.number().int(), time: z.string() })
  .nullable();

export const stateAnswer = z
  .object({
    subject,
    stream: z.string(),
    at: z.string(),
    state: z.enum(["made", "expired", "none", "unknown"]),
    madeBy: eventRef,
    endedBy: eventRef,
    endsAt: z.string().nullable(),
    inForce: z
      .object({
        id: z.string(),
        version: z.number().int(),
        record: z.record(z.string(), z.any()),
      })
      .nullable(),
    bounds: z.object({ before: bound, after: bound }),
    events: z.array(
      z.object({
        seq: z.number().int(),
        index: z.number().int(),
        leafHash: z.string(),
        standing: z.enum(["in_log", "not_anchored", "by_clock"]),
      }),
    ),
    named: z.array(
      z.object({ seq: z.number().int(), index: z.number().int(), discrepancy: z.string() }),
    ),
    provenBy: z.object({
      chain: z.array(z.number().int()),
      clock: z.array(z.number().int()),
      anchored: z.boolean().meta({
        description:
          "false: no final anchor behind that time yet, so that the answer is the ledger's word alone.",
      }),
    }),
  })
  .openapi("State");
