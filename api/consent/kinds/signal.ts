import { z } from "@hono/zod-openapi";
import { defineKind } from "../../ledger/kinds/define.ts";
import * as f from "../../ledger/kinds/fields.ts";

/** What a person's software says by itself: the Global Privacy Control header (`gpc`, value `1`). What follows from it are consent events that name it. */
export const signal = defineKind({
  kind: "signal",
  layout: "events",
  streamField: "signal",
  retentionClass: "consent",
  retentionYears: null,
  body: z.strictObject({
    channel: f.channel.nullish(),
    externalNumber: f.externalNumber.nullish(),
    note: f.text(2000).nullish(),
    signal: f.oneOf(["gpc"]),
    /** Where it was received: an origin, `https://shop.example`. */
    site: f.text(300).nullish(),
    value: f.oneOf(["1"]),
  }),
});
