import { z } from "@hono/zod-openapi";
import { defineKind } from "./define.ts";
import * as f from "./fields.ts";

const hex32 = z.string().regex(/^0x[0-9a-f]{64}$/);
const root = z.string().regex(/^[A-Za-z0-9+/]{43}=$/);
const size = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

/** The ledger that this one continues, from the size and root that it took over on the chain: 0, and the root of nothing, where it began anew. */
const predecessor = z.strictObject({ ledgerId: hex32, root, size });

/**
 * What the ledger says of itself: its first entry (FORMAT §5.1), of the firm as a subject. It is written by the ledger alone, and
 * no client can write one: so it is not among the kinds of the registry.
 */
export const ledgerKind = defineKind({
  kind: "ledger",
  layout: "single",
  retentionClass: "statutory",
  retentionYears: null,
  about: "firm",
  body: z.strictObject({
    chainId: z.number().int().min(1).max(Number.MAX_SAFE_INTEGER),
    contract: z.string().regex(/^0x[0-9a-f]{40}$/),
    ledgerId: hex32,
    logKey: f.text(1024),
    origin: f.text(255),
    predecessor: predecessor.nullish(),
    receiptKey: f.text(1024),
  }),
});
