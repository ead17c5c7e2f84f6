import { customer } from "./customer.ts";
import type { SchemaKind } from "./define.ts";
import { order } from "./order.ts";
import { payment } from "./payment.ts";

/** The kinds that clients write, in the order in which people read them. The ledger's own, `ledger`, is not among them. */
export const ledgerKinds: readonly SchemaKind[] = [customer, order, payment];

/** Kinds that clients write, by name. */
export const kindsByName: ReadonlyMap<string, SchemaKind> = new Map(
  ledgerKinds.map((kind) => [kind.kind, kind]),
);
