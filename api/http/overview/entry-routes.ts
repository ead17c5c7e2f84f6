/** `GET /v1/entries/{index}`: one entry of the log, with what covers it; behind a record entry there is somebody, so it is recorded. */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { formatTime } from "../../core/clock.ts";
import type { EntryView, Neighbour } from "../../ledger/entry-view.ts";
import { type ReadTrail, readHeaders } from "../../ledger/reading.ts";
import { refusedEntry } from "../../ledger/refused.ts";
import { recordId, refused, security, subject } from "../../ledger/schemas.ts";
import type { Ledger } from "../../ledger/service.ts";
import type { OverviewReads } from "./overview.ts";
import { anchor, checkpoint } from "./schemas.ts";

const count = z.number().int();
const hash = z.string().meta({ description: "32 bytes, base64" });
const time = z.string();
const neighbour = z
  .object({ index: count, leafHash: hash, fits: z.boolean() })
  .nullable()
  .meta({ description: "fits: the later of the two names the hash of the earlier" });

const entryParams = z.object({
  index: z
    .string()
    .regex(/^(0|[1-9]\d{0,15})$/)
    .meta({ example: "0", description: "Leaf index, from 0" }),
});

export const entryAnswer = z
  .object({
    ...{
      index: count,
      type: z.enum(["record", "state", "void"]),
      leafHash: hash,
      recordedAt: time,
    },
    size: count.meta({ description: "Entries of the ledger" }),
    stream: z
      .object({
        ...{ recordRoot: hash, key: hash, seq: count, prev: hash },
        ...{ before: neighbour, behind: neighbour },
        record: z
          .object({ id: recordId, version: count, kind: z.string(), subject })
          .nullable()
          .meta({ description: "null: it is gone" }),
        erased: z.boolean().meta({
          description: "The record was erased for good, as the ledger has declared in its log",
        }),
      })
      .nullable(),
    state: z.object({ mapRoot: hash, mapSize: count, time }).nullable(),
    checkpoint: checkpoint.nullable().meta({ description: "The first that covers it" }),
    anchor: anchor.nullable().meta({ description: "The first that covers it" }),
  })
  .openapi("Entry");

const FIELDS = ["@id", "@kind", "@subject", "@version"];

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");
const toldNeighbour = (one: Neighbour | null) => one && { ...one, leafHash: base64(one.leafHash) };

function told({ index, type, leafHash, recordedAt, stream, state }: EntryView) {
  return {
    ...{ index, type, leafHash: base64(leafHash), recordedAt: formatTime(recordedAt) },
    stream: stream && {
      ...{ recordRoot: base64(stream.recordRoot), key: base64(stream.key), seq: stream.seq },
      ...{ prev: base64(stream.prev), record: stream.record, erased: stream.erased },
      ...{ before: toldNeighbour(stream.before), behind: toldNeighbour(stream.behind) },
    },
    state: state && {
      ...{ mapRoot: base64(state.mapRoot), mapSize: state.mapSize, time: formatTime(state.time) },
    },
  };
}

export function entryRoutes(
  app: OpenAPIHono,
  ledger: Ledger,
  overview: Pick<OverviewReads, "covering">,
  trail: ReadTrail,
): void {
  const route = createRoute({
    ...{ method: "get", path: "/v1/entries/{index}", tags: ["log"], security },
    summary: "One entry of the log: its form, its stream, the checkpoint and anchor that cover it",
    request: { params: entryParams, headers: readHeaders },
    responses: {
      200: {
        description: "The entry, and which record is behind it",
        content: { "application/json": { schema: entryAnswer } },
      },
      404: refused("The log has no such entry"),
    },
  });
  app.openapi(route, async (c) => {
    const index = Number(c.req.valid("param").index);
    const reading = trail(c);
    const entry = await reading.telling(refusedEntry(ledger, index), () => ledger.entryAt(index));
    const covered = await overview.covering(index);
    const record = entry.stream?.record;
    if (record) {
      const { id, kind, version } = record;
      await reading.show({
        subject: record.subject,
        records: [{ id, kind, version, fields: FIELDS }],
      });
    }
    return c.json({ ...told(entry), ...covered }, 200);
  });
}
