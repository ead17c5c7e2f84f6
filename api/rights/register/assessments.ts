/** Assessments of what purposes mean for people (PIPL 55 and 56, GDPR 35): stated by the firm, of each purpose the newest counts. */
import { appendDecided, type EventOutcome } from "../../consent/context.ts";
import { firmStreams } from "../../consent/firm-streams.ts";
import { type Input, occurredAsBefore, parseInput } from "../../consent/input.ts";
import { unknownPurpose } from "../../consent/refusals.ts";
import type { Consents } from "../../consent/service.ts";
import type { Clock } from "../../core/clock.ts";
import { Refusal } from "../../core/errors.ts";
import type { IdempotencyKey } from "../../ledger/idempotency.ts";
import type { Ledger } from "../../ledger/service.ts";
import type { StreamEvents } from "../../ledger/stream-events.ts";
import { assessment as assessmentKind } from "../kinds/assessment.ts";
import type { RegisterActor } from "./breaches.ts";

export interface Assessment {
  readonly id: string;
  readonly occurredAt: string;
  readonly recordedAt: string;
  readonly purposeId: string;
  readonly purposeVersion: number;
  readonly assessedBy: string;
  readonly conclusion: string;
  readonly necessity: string;
  readonly safeguards: string;
  readonly risks: readonly {
    readonly risk: string;
    readonly likelihood: string;
    readonly severity: string;
    readonly measure: string;
  }[];
  readonly triggers: readonly string[];
  readonly reviewOn: string | null;
  readonly note: string | null;
}

export interface Assessments {
  /** Of a purpose, the oldest first; those whose record is gone are left out. */
  of(purposeId: string): Promise<readonly Assessment[]>;
  /** Of each purpose the newest. */
  newest(): Promise<ReadonlyMap<string, Assessment>>;
  /** The fields of `assessment` but `actor`. @throws Refusal `invalid_record`, `consent_refused` (`unknown_purpose`), and those of append.ts */
  state(
    purposeId: string,
    input: Input,
    by: RegisterActor,
    key: IdempotencyKey | null,
  ): Promise<EventOutcome>;
}

const stated = ({ events }: StreamEvents): readonly Assessment[] =>
  events.flatMap(({ record }) =>
    record === null
      ? []
      : [
          {
            ...(record as unknown as Assessment),
            id: String(record["@id"]),
            occurredAt: String(record["@occurredAt"]),
            recordedAt: String(record["@recordedAt"]),
          },
        ],
  );

interface AssessmentContext {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly consents: Pick<Consents, "registry">;
}

export function createAssessments({ ledger, clock, consents }: AssessmentContext): Assessments {
  const streams = firmStreams(ledger, assessmentKind.kind, stated);
  return {
    of: async (purposeId) => (await streams()).get(purposeId) ?? [],
    async newest() {
      const all = [...(await streams())].flatMap(([purposeId, of]) => {
        const last = of.at(-1);
        return last === undefined ? [] : [[purposeId, last] as const];
      });
      return new Map(all);
    },
    async state(purposeId, input, by, key) {
      const { registry } = consents;
      const purpose = await registry.purpose(purposeId);
      if (purpose === null) throw await unknownPurpose(registry);
      const { id, role } = by;
      const newest = purpose.versions.at(-1)?.purposeVersion;
      const asked = parseInput(assessmentKind, { purposeVersion: newest, ...input }, clock, {
        "@subject": ledger.firm,
        actor: { id, role },
        purposeId,
      });
      if (!purpose.versions.some((one) => one.purposeVersion === asked.draft.body.purposeVersion))
        throw new Refusal("consent_refused", { problem: "purpose_not_in_force" });
      const draft = await occurredAsBefore(ledger, asked, key);
      return appendDecided({ ledger }, async () => ({ events: [{ draft }], idempotency: key }));
    },
  };
}
