/** What versions of notices and of purposes have in common. */
import { Refusal } from "../core/errors.ts";
import type { IdempotencyKey } from "../ledger/idempotency.ts";
import type { ConsentContext, EventOutcome } from "./context.ts";
import { refuse } from "./refusals.ts";

/** With the number of the version. */
export type VersionOutcome = EventOutcome & { readonly version: number };

/** A version comes into force after the one before it. @throws Refusal `consent_refused` (`not_after_previous`) */
export function assertAfter(
  versions: readonly { readonly inForceFrom: string }[],
  inForceFrom: string,
): void {
  const last = versions.at(-1);
  if (last !== undefined && inForceFrom <= last.inForceFrom) throw refuse("not_after_previous");
}

/** The number that the same request got before; `null` where it is new. */
export async function numberBefore(
  { ledger }: Pick<ConsentContext, "ledger">,
  key: IdempotencyKey | null,
  field: "noticeVersion" | "purposeVersion",
): Promise<number | null> {
  const before = key === null ? null : await ledger.madeBefore(key);
  const number = before?.[field];
  return typeof number === "number" ? number : null;
}

/** What was recorded, or had been before, and its number. */
export async function withVersion(
  { ledger }: Pick<ConsentContext, "ledger">,
  outcome: EventOutcome,
  field: "noticeVersion" | "purposeVersion",
): Promise<VersionOutcome> {
  const id = outcome.outcome === "stored" ? outcome.events[0]!.id : outcome.id;
  const version = (await ledger.record(id, null)).record[field];
  if (typeof version !== "number") throw new Refusal("damaged", { what: "record", index: -1, id });
  return { ...outcome, version };
}
