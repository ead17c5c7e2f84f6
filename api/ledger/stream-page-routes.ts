/** `/v1/subjects/{subject}/streams`: the streams of a person, and the chain of one. */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { type ReadTrail, readHeaders } from "./reading.ts";
import { refusedOf } from "./refused.ts";
import { damagedRecord, recordId, refused, security, subject } from "./schemas.ts";
import type { Ledger } from "./service.ts";

const params = z.object({ subject });
const count = z.number().int();
const hash = z.string().meta({ description: "32 bytes, base64" });

export const streamsAnswer = z
  .object({
    subject,
    streams: z.array(
      z.object({
        stream: z.string(),
        key: hash,
        entries: count,
        newest: z.object({ index: count, recordedAt: z.string() }),
      }),
    ),
    damaged: z.array(damagedRecord).meta({
      description: "Records that would name a stream and cannot be read: each may hide one",
    }),
  })
  .openapi("Streams");

const chainQuery = z.object({
  stream: z.string().max(256),
  cursor: z
    .string()
    .regex(/^(0|[1-9]\d{0,15})$/)
    .optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

export const chainAnswer = z
  .object({
    ...{ subject, stream: z.string(), key: hash },
    entries: z.array(
      z.object({
        ...{ seq: count, index: count, leafHash: hash, prev: hash },
        fits: z
          .boolean()
          .nullable()
          .meta({ description: "Whether the entry before is the one that prev names; null: none" }),
        record: z.union([
          z.object({
            ...{ id: recordId, version: count, kind: z.string() },
            ...{ occurredAt: z.string(), recordedAt: z.string() },
          }),
          z.enum(["erased", "gone", "damaged"]),
        ]),
      }),
    ),
    next: z.string().nullable(),
  })
  .openapi("StreamChain");

/** Names of fields that a chain tells of each record. */
const TOLD_FIELDS = ["@id", "@kind", "@occurredAt", "@recordedAt", "@version"];

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");
const inJson = <S extends z.ZodType>(description: string, schema: S) => ({
  description,
  content: { "application/json": { schema } },
});

export function streamPageRoutes(app: OpenAPIHono, ledger: Ledger, trail: ReadTrail): void {
  const all = createRoute({
    ...{ method: "get", path: "/v1/subjects/{subject}/streams", tags: ["records"], security },
    summary: "The streams of a data subject, with the number of their entries",
    request: { params, headers: readHeaders },
    responses: {
      200: inJson("Those with entries, by name", streamsAnswer),
      404: refused("No such data subject"),
    },
  });
  app.openapi(all, async (c) => {
    const { subject: of } = c.req.valid("param");
    const reading = trail(c);
    const told = [{ what: "list" }] as const;
    const { streams, damaged } = await reading.telling(refusedOf(of, told), () =>
      ledger.streamsOf(of),
    );
    await reading.show({ subject: of, told });
    const answer = streams.map(({ stream, key, entries, newest }) => ({
      ...{ stream, key: base64(key), entries },
      newest: { ...newest, recordedAt: new Date(newest.recordedAt).toISOString() },
    }));
    return c.json({ subject: of, streams: answer, damaged: [...damaged] }, 200);
  });

  const one = createRoute({
    ...{ method: "get", path: "/v1/subjects/{subject}/streams/entries", tags: ["records"] },
    ...{ security, summary: "The chain of a stream, its newest entry first" },
    request: { params, query: chainQuery, headers: readHeaders },
    responses: {
      200: inJson("A page", chainAnswer),
      400: refused("A parameter is not valid: perhaps no kind has such a stream"),
      404: refused("No such data subject or stream"),
    },
  });
  app.openapi(one, async (c) => {
    const { subject: of } = c.req.valid("param");
    const { stream, cursor, limit } = c.req.valid("query");
    const reading = trail(c);
    const told = [{ what: "list", of: stream }] as const;
    const below = cursor === undefined ? null : Number(cursor);
    const chain = await reading.telling(refusedOf(of, told), () =>
      ledger.chainOf({ subject: of, stream, below, limit }),
    );
    const records = chain.entries.flatMap(({ record }) =>
      typeof record === "string"
        ? []
        : [{ id: record.id, kind: record.kind, version: record.version, fields: TOLD_FIELDS }],
    );
    await reading.show({ subject: of, records, told });
    const entries = chain.entries.map((entry) => ({
      ...entry,
      leafHash: base64(entry.leafHash),
      prev: base64(entry.prev),
    }));
    const next = chain.next === null ? null : String(chain.next);
    return c.json({ subject: of, stream, key: base64(chain.key), entries, next }, 200);
  });
}
