import { customer } from "./customer.ts";
import type { SchemaKind } from "./define.ts";
import { order } from "./order.ts";
import { payment } from "./payment.ts";

/** The kinds of the ledger domain, in the order in which people read them. */
export const ledgerKinds: readonly SchemaKind[] = [customer, order, payment];

/** Kinds by name. */
export const kindsByName: ReadonlyMap<string, SchemaKind> = new Map(
  ledgerKinds.map((kind) => [kind.kind, kind]),
);
