/** Records as a client sends them. */
import { PLANTED_CLERK, PLANTED_NAME } from "./heard/planted.ts";

type Fields = Readonly<Record<string, unknown>>;

export const customerOf = (subject: string, change: Fields = {}): Record<string, unknown> => ({
  "@kind": "customer",
  "@subject": subject,
  "@occurredAt": "2026-11-20T08:00:00.000Z",
  "@source": "shop",
  name: PLANTED_NAME,
  partyType: "person",
  ...change,
});

export const money = (amount: string, currency = "CNY") => ({ amount, currency });

export const orderOf = (subject: string, change: Fields = {}): Record<string, unknown> => ({
  "@kind": "order",
  "@subject": subject,
  "@occurredAt": "2026-11-20T08:00:00.000Z",
  "@source": "shop",
  currency: "CNY",
  handledBy: PLANTED_CLERK,
  lines: [{ quantity: "2", unitPrice: money("6.25"), amount: money("12.50") }],
  orderStatus: "placed",
  total: money("12.50"),
  ...change,
});

export const paymentOf = (subject: string, change: Fields = {}): Record<string, unknown> => ({
  "@kind": "payment",
  "@subject": subject,
  "@occurredAt": "2026-11-20T08:00:00.000Z",
  "@source": "shop",
  amount: money("12.50"),
  direction: "received",
  type: "payment",
  ...change,
});

/** What a promise rejects with. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => {
      throw new Error("should have been rejected");
    },
    (error: unknown) => error,
  );
}
