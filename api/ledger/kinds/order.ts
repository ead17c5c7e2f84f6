import { z } from "@hono/zod-openapi";
import { defineKind } from "./define.ts";
import * as f from "./fields.ts";

/** One position. A negative quantity is a return; `discountRate` is a fraction (`0.15`). */
const line = z.strictObject({
  productNumber: f.text(64).optional(),
  description: f.text(300).optional(),
  quantity: f.decimal,
  unit: f.text(20).optional(),
  unitPrice: f.money,
  discountRate: f.decimal.optional(),
  amount: f.money,
});

const shape = z.strictObject({
  billTo: f.recipient.nullish(),
  carrier: f.text(100).nullish(),
  channel: f.channel.nullish(),
  currency: f.currency,
  externalNumber: f.externalNumber.nullish(),
  handledBy: f.text(100).nullish(),
  lines: z.array(line).max(500),
  note: f.text(4000).nullish(),
  orderStatus: f.oneOf([
    "placed",
    "confirmed",
    "shipped",
    "delivered",
    "completed",
    "cancelled",
    "returned",
  ]),
  requestedOn: f.day.nullish(),
  shipTo: f.recipient.nullish(),
  shippedOn: f.day.nullish(),
  total: f.money,
});

/** An order or its return. All its money is in the order's currency. */
export const order = defineKind({
  kind: "order",
  layout: "many",
  retentionClass: "statutory",
  retentionYears: 10,
  body: shape.superRefine((value, context) => {
    const foreign = (path: PropertyKey[]) =>
      context.addIssue({ code: "custom", path, params: { code: "bad_currency" } });
    // A code that is none is told of once, not once more for each amount that is not in it.
    if (!f.currency.safeParse(value.currency).success) return;
    if (value.total.currency !== value.currency) foreign(["total", "currency"]);
    value.lines.forEach((each, at) => {
      if (each.unitPrice.currency !== value.currency)
        foreign(["lines", at, "unitPrice", "currency"]);
      if (each.amount.currency !== value.currency) foreign(["lines", at, "amount", "currency"]);
    });
  }),
});
