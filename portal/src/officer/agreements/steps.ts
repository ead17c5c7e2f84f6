/** What steps of an agreement say beyond their names. Pure. */
import type { Agreement } from "./queries.ts";

type Step = Pick<
  Agreement["steps"][number],
  "id" | "event" | "version" | "transaction" | "occurredAt"
>;

/** Which acknowledgement it is, of the one message that goes out about an agreement as a whole: `received` comes before `done`, and neither twice. `null`: there are not both, so it is not told. */
export function acknowledgedWord(
  step: Pick<Step, "id" | "version">,
  steps: readonly Pick<Step, "id" | "event" | "version">[],
): "acknowledgedReceived" | "acknowledgedDone" | null {
  const both = steps.filter(
    ({ event, version }) => event === "acknowledged" && version === step.version,
  );
  if (both.length !== 2) return null;
  return both[0]?.id === step.id ? "acknowledgedReceived" : "acknowledgedDone";
}

/** When the agreement was ended; `null`: it was not. */
export const endedAt = (
  steps: readonly Pick<Step, "event" | "transaction" | "occurredAt">[],
): string | null => {
  const end = steps.findLast(({ event }) => event === "terminated");
  return end === undefined ? null : (end.transaction?.time ?? end.occurredAt);
};
