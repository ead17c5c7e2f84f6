/** What the statements of a proof show, and how its rules get at it. That a fact is of the right form is seen to before. */
import type { NodeHash } from "./brands.ts";
import type { Checkpoint } from "./checkpoint.ts";
import type { Receipt } from "./receipt.ts";
import type { Fact, MapFact, Placed } from "./statement-facts.ts";

export interface Shown {
  readonly a: Fact;
  readonly b: Fact | null;
  readonly c: Fact | null;
  readonly hashes: readonly NodeHash[] | null;
  readonly value: Uint8Array | null;
}

/** Whether these statements cannot all be true of one honest ledger. */
export type Rule = (shown: Shown) => boolean;

function must<T>(thing: T | null | undefined): T {
  if (thing === null || thing === undefined) throw new Error("a statement of another form");
  return thing;
}

export function checkpointIn(fact: Fact | null): Checkpoint {
  const { signed } = must(fact);
  return must(signed?.by === "log" ? signed.checkpoint : null);
}

export function receiptIn(fact: Fact | null): Receipt {
  const { signed } = must(fact);
  return must(signed?.by === "receipt" ? signed.receipt : null);
}

export const placedIn = (fact: Fact | null): Placed => must(must(fact).placed);
export const nodeIn = (fact: Fact | null): NonNullable<Fact["node"]> => must(must(fact).node);
export const mapIn = (fact: Fact | null): MapFact => must(must(fact).map);
export const hashesIn = ({ hashes }: Shown): readonly NodeHash[] => must(hashes);
export const valueIn = ({ value }: Shown): Uint8Array => must(value);
