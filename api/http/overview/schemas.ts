/** What the routes of the overview take and give. */
import { z } from "@hono/zod-openapi";
import { OVERVIEW_ALARMS } from "../alarms.ts";

const time = z.string().meta({ example: "2026-11-23T00:00:00.000Z" });
const count = z.number().int();
const hash = z.string().meta({ description: "32 bytes, base64" });
/** Wei go beyond what a JSON number holds. */
const wei = z.string().regex(/^\d+$/).meta({ example: "108000000000000", description: "In wei" });

export const anchor = z
  .object({
    size: count,
    state: z.enum(["pending", "included", "finalized"]),
    transaction: z.string().nullable(),
    link: z.string().nullable().meta({ description: "At the block explorer of the settings" }),
    block: count.nullable(),
    time: time.nullable(),
    root: hash.nullable(),
    previousSize: count.nullable(),
    gas: count.nullable(),
    gasPrice: wei.nullable(),
    fee: wei.nullable(),
  })
  .openapi("Anchor");

export const checkpoint = z.object({ size: count, root: hash, time });

export const batch = z
  .object({
    ...{ from: count, size: count, root: hash, time },
    anchor: anchor.nullable().meta({ description: "The first that covers it" }),
  })
  .openapi("Batch");

const waiting = z.object({ entries: count, since: time.nullable(), seconds: count });

const cost = z
  .object({
    anchors: count,
    gas: count,
    fee: wei,
    unknown: count.meta({ description: "Anchors whose gas or price is not known: in neither sum" }),
  })
  .openapi("Cost");

export const overview = z
  .object({
    name: z.string(),
    at: time,
    status: z.enum(["ok", "degraded", "down"]),
    size: count,
    sealed: count,
    open: waiting.meta({ description: "Entries that no checkpoint covers yet" }),
    unanchored: waiting.meta({ description: "Entries that no final anchor covers yet" }),
    checkpoint: checkpoint.nullable(),
    anchor: anchor.nullable().meta({ description: "The newest, as far as it has come" }),
    final: anchor.nullable().meta({ description: "The newest that is final" }),
    chain: z.object({
      chainId: count,
      contract: z.string(),
      ledgerId: z.string(),
      state: z.string(),
      lastError: z.string().nullable(),
    }),
    sealing: z.string(),
    cosigners: z.array(
      z.object({
        name: z.string(),
        kind: z.enum(["auditor", "witness"]),
        state: z.string(),
        size: count,
        lagEntries: count,
        lagSeconds: z.number().nullable(),
      }),
    ),
    cost: z.object({ day: cost, month: cost }),
    alarms: z.array(
      z.object({ code: z.enum(OVERVIEW_ALARMS), title: z.string(), toDo: z.string() }),
    ),
  })
  .openapi("Overview");

export const seriesQuery = z.object({ days: z.coerce.number().int().min(1).max(366).default(30) });

export const series = z
  .object({
    unit: z.enum(["day", "hour"]),
    points: z.array(
      z.object({
        from: time,
        entries: count,
        batches: count,
        anchors: count,
        gas: count,
        fee: wei,
      }),
    ),
  })
  .openapi("OverviewSeries");

/** Where the page before ended: a size. */
export const pageQuery = z.object({
  cursor: z
    .string()
    .regex(/^[1-9]\d{0,15}$/)
    .optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

export const anchors = z
  .object({ anchors: z.array(anchor), next: z.string().nullable() })
  .openapi("Anchors");
export const batches = z
  .object({ batches: z.array(batch), next: z.string().nullable() })
  .openapi("Batches");

export type Overview = z.infer<typeof overview>;
export type Series = z.infer<typeof series>;
export type Anchor = z.infer<typeof anchor>;
export type Batch = z.infer<typeof batch>;
export type Cost = z.infer<typeof cost>;
export type Checkpoint = z.infer<typeof checkpoint>;
