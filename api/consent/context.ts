/** What the parts of this domain work with. */
import type { Clock } from "../core/clock.ts";
import { isRefusal, Refusal } from "../core/errors.ts";
import type { AppendOutcome, EventUnit } from "../ledger/append.ts";
import type { Ledger } from "../ledger/service.ts";
import type { OwnRegistry } from "./registry.ts";
import type { JoinedSubjects } from "./standings/joined-subjects.ts";

export interface ConsentContext {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly registry: OwnRegistry;
  readonly joined: JoinedSubjects;
}

/** What became of what was to be recorded; see append.ts. */
export type EventOutcome = Exclude<AppendOutcome, { readonly outcome: "moved" }>;

/** So often somebody else may come first before a writer gives up. */
export const MOST_TRIES = 20;

/** What an expected refusal is to one item of many; whatever else is thrown goes on. */
export async function orRefusal<T>(work: () => Promise<T>): Promise<T | Refusal> {
  try {
    return await work();
  } catch (error) {
    if (isRefusal(error)) return error;
    throw error;
  }
}

/**
 * Records a unit that rests on where streams are: it is made anew as often as one of them has moved.
 *
 * @param make `null`: there is nothing to record
 * @throws Refusal of `make`, and those of append.ts
 */
export async function appendDecided<U extends EventUnit | null>(
  { ledger }: Pick<ConsentContext, "ledger">,
  make: () => Promise<U>,
): Promise<EventOutcome | Extract<U, null>> {
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const unit = await make();
    if (unit === null) return unit as Extract<U, null>;
    const [outcome] = await ledger.append([unit]);
    if (outcome === undefined) throw new Error("no outcome");
    if (outcome instanceof Refusal) throw outcome;
    if (outcome.outcome !== "moved") return outcome;
  }
  throw new Refusal("busy", {});
}

/** The same of what is judged by where its streams are: what was recorded before is not judged again. */
export async function appendJudged(
  context: Pick<ConsentContext, "ledger">,
  make: () => Promise<EventUnit>,
  judge: () => Promise<void>,
): Promise<EventOutcome> {
  return appendDecided(context, async () => {
    const unit = await make();
    const [known] = await context.ledger.recognise([unit]);
    if (known instanceof Refusal) throw known;
    if (!known) await judge();
    return unit;
  });
}
