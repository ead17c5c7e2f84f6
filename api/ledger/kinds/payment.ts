import { z } from "@hono/zod-openapi";
import { defineKind } from "./define.ts";
import * as f from "./fields.ts";

/**
 * Money that moves or is owed: payments, and fees and other charges by their `type`. The amount is never negative, the
 * direction says who owes or pays: `charged` (the customer owes it), `received` (from the customer), `paid` (to the customer).
 */
export const payment = defineKind({
  kind: "payment",
  layout: "many",
  retentionClass: "statutory",
  retentionYears: 10,
  body: z.strictObject({
    amount: f.positiveMoney,
    channel: f.channel.nullish(),
    direction: f.oneOf(["charged", "received", "paid"]),
    dueOn: f.day.nullish(),
    externalNumber: f.externalNumber.nullish(),
    method: f.oneOf(["cash", "card", "transfer", "alipay", "wechat", "cheque", "other"]).nullish(),
    note: f.text(4000).nullish(),
    orderNumber: f.externalNumber.nullish(),
    reference: f.text(128).nullish(),
    type: f.oneOf([
      "payment",
      "refund",
      "deposit",
      "freight",
      "fee",
      "commission",
      "tax",
      "surcharge",
      "other",
    ]),
  }),
});
