import type { KindRegistry } from "../../core/kind.ts";
import { access } from "./access.ts";
import { administration } from "./administration.ts";
import { customer } from "./customer.ts";
import type { SchemaKind } from "./define.ts";
import { ledgerKind } from "./ledger.ts";
import { order } from "./order.ts";
import { payment } from "./payment.ts";

/** The kinds that clients write, in the order in which people read them. The ledger's own are not among them. */
export const ledgerKinds: readonly SchemaKind[] = [customer, order, payment];

/** Kinds that clients write, by name. */
export const kindsByName: ReadonlyMap<string, SchemaKind> = new Map(
  ledgerKinds.map((kind) => [kind.kind, kind]),
);

/** Those that the ledger alone writes: of itself, of who read what, of who administers it. */
export const ownKinds: readonly SchemaKind[] = [ledgerKind, access, administration];

export const ownKindsByName: KindRegistry = new Map(ownKinds.map((kind) => [kind.kind, kind]));
