/** The register of breaches (GDPR 33(5), PIPL 57): recorded step by step, and read back. */
import { appendDecided, type EventOutcome } from "../../consent/context.ts";
import { firmStreams } from "../../consent/firm-streams.ts";
import { type Input, invalid, occurredAsBefore, parseInput } from "../../consent/input.ts";
import { type Clock, formatTime } from "../../core/clock.ts";
import { Refusal } from "../../core/errors.ts";
import type { Principal } from "../../core/principal.ts";
import type { IdempotencyKey } from "../../ledger/idempotency.ts";
import type { Ledger } from "../../ledger/service.ts";
import { breach as breachKind } from "../kinds/breach.ts";
import { assertStep } from "./breach-rules.ts";
import { type Breach, clockOf, dueAt, readBreach, SOON_MS } from "./breach-state.ts";

export interface BreachContext {
  readonly ledger: Ledger;
  readonly clock: Clock;
}

export type RegisterActor = Pick<Principal, "id" | "role">;
export type BreachOutcome = EventOutcome & { readonly breachId: string };

export interface Breaches {
  /** All, in the order in which they were found. */
  list(): Promise<readonly Breach[]>;
  /** @throws Refusal `not_found` (`breach`) */
  read(breachId: string): Promise<Breach>;
  /** A new one: the fields of `breach`, with `event` `found`. @throws Refusal `invalid_record`, and those of append.ts */
  begin(input: Input, by: RegisterActor, key: IdempotencyKey | null): Promise<BreachOutcome>;
  /** The next step. @throws Refusal `not_found` (`breach`), `invalid_record`, `breach_refused`, and those of append.ts */
  step(
    breachId: string,
    input: Input,
    by: RegisterActor,
    key: IdempotencyKey | null,
  ): Promise<BreachOutcome>;
  /** How many authorities are to be told of: within the next day, and by a time that is over. */
  owed(): Promise<{ readonly soon: number; readonly overdue: number }>;
}

export function createBreaches({ ledger, clock }: BreachContext): Breaches {
  const streams = firmStreams(ledger, breachKind.kind, readBreach);

  async function read(breachId: string): Promise<Breach> {
    const found = (await streams()).get(breachId);
    if (found === undefined) throw new Refusal("not_found", { what: "breach" });
    return found;
  }

  async function record(
    breachId: string,
    input: Input,
    by: RegisterActor,
    key: IdempotencyKey | null,
    of: () => Promise<Breach | null>,
  ): Promise<BreachOutcome> {
    const { id, role } = by;
    const asked = parseInput(breachKind, input, clock, {
      ...{ "@subject": ledger.firm, actor: { id, role }, breachId },
    });
    const draft = await occurredAsBefore(ledger, asked, key);
    const outcome = await appendDecided({ ledger }, async () => {
      const before = await of();
      const unit = { events: [{ draft, expect: before?.head ?? null }], idempotency: key };
      const [known] = await ledger.recognise([unit]);
      if (known instanceof Refusal) throw known;
      if (!known) assertStep(before, draft.body, formatTime(clock.now()));
      return unit;
    });
    return { ...outcome, breachId };
  }

  return {
    list: async () => [...(await streams()).values()],
    read,
    async begin(input, by, key) {
      if (input.event !== undefined && input.event !== "found")
        throw invalid("event", "not_in_list", { allowed: "found" });
      const before = key === null ? null : await ledger.madeBefore(key);
      const known = before === null ? null : before.breachId;
      const breachId = typeof known === "string" ? known : ledger.newId();
      return record(breachId, { ...input, event: "found" }, by, key, async () => null);
    },
    async step(breachId, input, by, key) {
      if (input.event === "found") throw invalid("event", "not_in_list");
      await read(breachId);
      return record(breachId, input, by, key, () => read(breachId));
    },
    async owed() {
      const now = clock.now();
      let [soon, overdue] = [0, 0];
      for (const one of (await streams()).values()) {
        const state = clockOf(one, now);
        if (state === "overdue") overdue += 1;
        if (state === "due" && dueAt(one.facts) - now <= SOON_MS) soon += 1;
      }
      return { soon, overdue };
    },
  };
}
