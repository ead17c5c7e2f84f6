/**
 * Attempts outside of the terms, on record: the first with the person who was asked for, or, where it was nobody in particular, with the ledger. What the same reader tries
 * again within ten minutes is counted, in memory, and the count put down once: nobody can fill the ledger, or somebody's stream, by asking.
 */
import { type Clock, formatTime } from "../../core/clock.ts";
import type { OutsideTerm } from "../../core/sharing-refusals.ts";
import type { Ledger } from "../../ledger/service.ts";
import type { Agreement } from "../agreements.ts";
import type { DeliveryQuery } from "./context.ts";

export interface Refusals {
  /** Durable when it resolves, or counted. @throws Refusal of `Ledger.recordReads` */
  refused(query: DeliveryQuery, agreement: Agreement, term: OutsideTerm): Promise<void>;
  /** Puts down what was counted in times that are over. */
  tell(): Promise<void>;
  /** … and until now. */
  end(): Promise<void>;
}

interface Counted {
  readonly query: DeliveryQuery;
  readonly term: OutsideTerm;
  readonly begun: number;
  /** Those behind the first, which has a record of its own. */
  count: number;
}

const WINDOW_MS = 600_000;
/** Above, what was counted is put down, and begins anew. */
const MOST_COUNTED = 10_000;

type Options = {
  readonly ledger: Pick<Ledger, "firms" | "knownSubjects" | "recordReads" | "recordAdministration">;
  readonly clock: Clock;
};

export function createRefusals({ ledger, clock }: Options): Refusals {
  const known = new Map<string, Counted>();

  async function put(all: readonly (readonly [string, Counted])[]): Promise<void> {
    for (const [key, { query, term, begun, count }] of all) {
      known.delete(key);
      if (count === 0) continue;
      const { reader, route, agreementId } = query;
      const until = formatTime(Math.min(clock.now(), begun + WINDOW_MS));
      const counted = ledger.recordAdministration({
        ...{ event: "delivery-refused", actor: { id: reader.id, role: reader.role } },
        ...{ organization: reader.organization, outcome: term, route },
        ...{ count, from: formatTime(begun), until },
        target: { type: "agreement", id: agreementId },
      });
      await counted.catch((error: unknown) => {
        // Where it could not be put down, it is tried again.
        if (!known.has(key)) known.set(key, { query, term, begun, count });
        throw error;
      });
    }
  }
  const isOver = ({ begun }: Counted): boolean => clock.now() >= begun + WINDOW_MS;
  const tell = () => put([...known].filter(([, one]) => isOver(one)));
  const end = () => put([...known]);

  /** Whom the attempt is on record with; `null`: the ledger, which is nobody. */
  async function personIn({ subject }: DeliveryQuery): Promise<string | null> {
    if (subject === null || (await ledger.firms()).includes(subject)) return null;
    return (await ledger.knownSubjects([subject])).has(subject) ? subject : null;
  }

  return {
    tell,
    end,
    async refused(query, agreement, term) {
      const { reader, route, request, purposeId, agreementId } = query;
      await tell();
      if (known.size >= MOST_COUNTED) await end();
      const person = await personIn(query);
      const key = JSON.stringify([reader.id, agreementId, term, person]);
      const found = known.get(key);
      if (found !== undefined) {
        found.count += 1;
        return;
      }
      known.set(key, { query, term, begun: clock.now(), count: 0 });
      try {
        if (person !== null)
          return await ledger.recordReads({
            ...{ reader, route, request, purposeId, shown: [{ subject: person }] },
            ...{
              refusal: "outside_terms",
              agreement: { id: agreementId, version: agreed(agreement) },
            },
          });
        await ledger.recordAdministration({
          ...{ event: "delivery-refused", actor: { id: reader.id, role: reader.role } },
          ...{ organization: reader.organization, outcome: term, route, request },
          target: { type: "agreement", id: agreementId },
        });
      } catch (error) {
        known.delete(key);
        throw error;
      }
    },
  };
}

/** The newest version that both have signed; `null`: they have signed none. */
const agreed = ({ steps }: Agreement): number | null =>
  steps.findLast(({ event, transaction }) => event === "activated" && transaction !== null)
    ?.version ?? null;
