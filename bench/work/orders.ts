/** Synthetic order drafts, the same at every run: what is measured must not depend on what a run happened to draw. */
import { canonicalFields, type Draft } from "../../api/ledger/draft.ts";
import { order } from "../../api/ledger/kinds/order.ts";

/** A small linear congruential generator: repeatable, and good enough to vary orders. */
function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state % below;
  };
}

const money = (cents: number) => ({
  amount: `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, "0")}`,
  currency: "CNY",
});

/** The body of the order of this number, of two lines, as a client sends it. */
export function orderBody(number: number): Record<string, unknown> {
  const draw = generator(number + 1);
  const lines = [1, 2].map(() => {
    const [quantity, price] = [1 + draw(9), 100 + draw(20_000)];
    return {
      productNumber: `P-${draw(5_000)}`,
      description: "Chai, 10 boxes x 30 bags",
      quantity: String(quantity),
      unitPrice: money(price),
      amount: money(quantity * price),
    };
  });
  return {
    channel: "web",
    currency: "CNY",
    externalNumber: `N-${number}`,
    lines,
    orderStatus: "placed",
    shipTo: {
      name: "Li Wei",
      address: {
        lines: ["Nanjing Road 100"],
        city: "Shanghai",
        regionCode: "CN-SH",
        country: "CN",
      },
    },
    total: money(10_000 + draw(1_000_000)),
  };
}

/** `count` checked orders, spread over the subjects. */
export function syntheticOrders(subjects: readonly string[], count: number, from = 0): Draft[] {
  const draw = generator(from + 1);
  return Array.from({ length: count }, (_, i) => {
    const parsed = order.parseBody(orderBody(from + i));
    if (!parsed.ok) throw new Error("the synthetic order is not valid");
    return {
      kind: order,
      subject: subjects[draw(subjects.length)] as string,
      occurredAt: "2026-01-02T03:04:05.000Z",
      source: "bench",
      body: parsed.body,
      canonical: canonicalFields(parsed.body),
    };
  });
}
