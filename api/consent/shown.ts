/** What of whom the answers of this domain show, for the records of access: under each of a person's identifiers its own. */
import type { Shown, ShownRecord, Told } from "../ledger/access.ts";
import { consent } from "./kinds/consent.ts";
import type { ConsentRecord, ConsentStatement } from "./model.ts";
import type { ConsentAnswer } from "./state-of.ts";

const eventOf = ({ id }: Pick<ConsentRecord, "id">): ShownRecord => ({
  ...{ id, kind: consent.kind, version: 1, fields: null },
});

/** What was told of each identifier, and the events that are in the answer as they were recorded. */
export function shownIn({ identifiers }: ConsentAnswer, told: readonly Told[]): readonly Shown[] {
  return identifiers.flatMap(({ subject, madeBy, ended }) => [
    { subject, told },
    ...[madeBy, ended].flatMap((event) =>
      event === null ? [] : [{ subject: event.subject, records: [eventOf(event)] }],
    ),
  ]);
}

/** A document that was made of a statement: the events it tells of, all up to that one. */
export const documentOf = (
  { subject, events }: ConsentStatement,
  told: readonly Told[],
): Shown => ({ subject, records: events.map(eventOf), told });
